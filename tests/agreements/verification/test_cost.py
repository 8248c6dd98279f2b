"""What the check page asks the database does not grow with what an agreement has behind it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import DocumentVersion, PreAgreement
from core.models import StoredFile
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.django_db


def queries_of(version: DocumentVersion) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert Client().get("/pruefen/", {"code": version.check_code}).status_code == 200
    return len(asked)


def test_one_version_or_twenty_and_four_amendments_cost_the_same(run_tasks):
    version = issued().current_version
    assert version is not None
    few = queries_of(version)
    for number in range(2, 22):
        stored = StoredFile.objects.create(sha256=f"{number:064x}", size=1, media_type="application/pdf")
        DocumentVersion.objects.create(
            agreement=version.agreement,
            number=number,
            state="superseded",
            content=version.content,
            check_code=f"AAAA-AAAA-{number:04d}",
            page_count=1,
            issued_at=version.issued_at,
            issued_by=version.issued_by,
            issued_file=stored,
        )
    common = {"commune": version.agreement.commune, "amends": version.agreement, "signed_on": timezone.localdate()}
    for _ in range(4):
        PreAgreementFactory(kind=PreAgreement.Kind.AMENDMENT, status="in_force", **common)
    assert queries_of(version) == few
    assert few <= 8
