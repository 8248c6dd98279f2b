"""Rows of versions and files as the database takes them, without a document behind them."""

import hashlib
from datetime import UTC, datetime

from agreements.models import DocumentVersion, PreAgreement
from core.models import StoredFile
from tests.factories.staff import UserFactory

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def stored(name: str) -> StoredFile:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return StoredFile.objects.create(sha256=digest, size=1, media_type="application/pdf")


def version_of(agreement: PreAgreement, code: str, **files: StoredFile) -> DocumentVersion:
    return DocumentVersion.objects.create(
        agreement=agreement,
        number=1,
        content={},
        check_code=code,
        page_count=3,
        issued_at=NOW,
        issued_by=UserFactory(),
        issued_file=stored(f"issued {code}"),
        **files,
    )
