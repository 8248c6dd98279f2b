"""The write-once, content-addressed document store.

A file is written under the SHA-256 of its bytes: temporary file, fsync, atomic rename. An existing name is
verified and never overwritten. The row (`StoredFile`) comes in the transaction that needs the file, so there is
no row without its file; `sweep` removes files that never got their row.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils import timezone

from core.failpoints import failpoint
from core.models.files import StoredFile

SWEEP_AFTER = timedelta(hours=1)


class FileDamagedError(Exception):
    """The bytes in the store are not those that were put in."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that lie safely in the store but have no row yet."""

    sha256: str
    size: int
    media_type: str


class WriteOnceStorage(FileSystemStorage):
    """Files on disk that are written whole or not at all and never replaced."""

    def __init__(self) -> None:
        super().__init__(location=settings.DOCUMENT_STORE, base_url=None)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            # Young again, so that a sweep does not take it before its row is written.
            os.utime(target)
            return name
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            failpoint("files.written_under_temporary_name")
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return name


def put(data: bytes, media_type: str) -> Blob:
    """Write ``data`` durably and answer its address. Raises OSError when the disk is full: then nothing is left.

    Raises FileDamagedError when the store holds other bytes under this address.
    """
    digest = hashlib.sha256(data).hexdigest()
    _store().save(name_in_store(digest), ContentFile(data))
    _read(digest)
    return Blob(digest, len(data), media_type)


def register(blob: Blob) -> StoredFile:
    """The row of ``blob``; called inside the transaction that needs the file."""
    row, _ = StoredFile.objects.get_or_create(
        sha256=blob.sha256, defaults={"size": blob.size, "media_type": blob.media_type}
    )
    return row


def read(file: StoredFile) -> bytes:
    """The bytes of ``file``, verified. Raises FileDamagedError or OSError."""
    return _read(file.sha256)


def sweep(now: datetime | None = None) -> int:
    """Remove files older than an hour that have no row. Returns how many."""
    limit = ((now or timezone.now()) - SWEEP_AFTER).timestamp()
    removed = 0
    for path in _files_on_disk():
        if path.stat().st_mtime >= limit:
            continue
        if path.name.startswith(".new-") or not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _store() -> Storage:
    return storages["documents"]


def name_in_store(digest: str) -> str:
    """Where a file lies in the store: below the first two letters of its SHA-256."""
    return f"{digest[:2]}/{digest}"


def _read(digest: str) -> bytes:
    with _store().open(name_in_store(digest)) as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != digest:
        raise FileDamagedError(f"Die Datei {digest[:12]}… ist im Speicher beschädigt.")
    return data


def _files_on_disk() -> Iterator[Path]:
    store = _store()
    if isinstance(store, WriteOnceStorage):
        yield from (p for p in Path(store.location).glob("??/*") if p.is_file())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
