"""Does the store hold what the rows say, and nothing else? For ``manage.py verify_files``, in flat memory.

Rooms above know more of their files than a hash; they add a part of their own by ``@file_check``.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.core.files.storage import Storage, storages
from django.utils import timezone

from core import dates
from core.files import SWEEP_AFTER, WriteOnceStorage, name_in_store
from core.models import StoredFile

CHUNK = 1024 * 1024  # bytes
ROWS_AT_ONCE = 2000

Tell = Callable[[str], None]


@dataclass
class Tally:
    """What was found; each fault was told as it was found."""

    checked: int = 0
    missing: int = 0
    changed: int = 0
    strays: int = 0

    @property
    def summary(self) -> str:
        """All figures in one German sentence."""
        return (
            f"{self.checked} Dateien geprüft, {self.missing} fehlen, {self.changed} verändert, "
            f"{self.strays} ohne Eintrag"
        )


@dataclass(frozen=True, slots=True)
class PartResult:
    """What a room's own part found: a German sentence with figures, and how many faults."""

    summary: str
    faults: int


Part = Callable[[Tell], PartResult]
PARTS: list[Part] = []


def file_check(part: Part) -> Part:
    """Have ``part`` run by ``verify_files`` after the store was checked; it tells each fault as it finds it."""
    PARTS.append(part)
    return part


def check_store(tell: Tell) -> Tally:
    """Compare every row with its file, and every file with the rows. Never raises for what it finds.

    Reads each file once, in pieces; asks the database once for the rows and, where files without a row lie, once a
    folder whether the row has come meanwhile. A file younger than an hour may still wait for its row.
    """
    tally, store = Tally(), storages["documents"]
    rows = StoredFile.objects.order_by("sha256").iterator(chunk_size=ROWS_AT_ONCE)
    seen = set()
    for folder, in_folder in groupby(rows, key=lambda row: row.sha256[:2]):
        known = {row.sha256: row for row in in_folder}
        for row in known.values():
            _check_row(store, row, tally, tell)
        _tell_strays(_files_in(store, folder), set(known), tally, tell)
        seen.add(folder)
    for folder in _folders(store):
        if folder not in seen:
            _tell_strays(_files_in(store, folder), set(), tally, tell)
    return tally


def _check_row(store: Storage, row: StoredFile, tally: Tally, tell: Tell) -> None:
    tally.checked += 1
    try:
        size, digest = _measured(store, name_in_store(row.sha256))
    except FileNotFoundError:
        tally.missing += 1
        tell(f"fehlt: {_called(row)}")
    except OSError as error:
        tally.missing += 1
        tell(f"nicht lesbar ({error.strerror}): {_called(row)}")
    else:
        if (size, digest) != (row.size, row.sha256):
            tally.changed += 1
            tell(f"verändert: {_called(row)}; gelesen wurden {size} Byte mit SHA-256 {digest}")


def _called(row: StoredFile) -> str:
    stored_on = timezone.localdate(row.created_at)
    return f"{row.sha256} ({row.media_type}, {row.size} Byte, gespeichert am {dates.day(stored_on)})"


def _measured(store: Storage, name: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with store.open(name) as stored:
        while chunk := stored.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return size, digest.hexdigest()


def _tell_strays(found: Iterator[Path], known: set[str], tally: Tally, tell: Tell) -> None:
    limit = (timezone.now() - SWEEP_AFTER).timestamp()
    strays = [path for path in found if not _belongs(path, known) and path.stat().st_mtime < limit]
    if not strays:
        return
    meanwhile = set(
        StoredFile.objects.filter(sha256__in=[path.name for path in strays]).values_list("sha256", flat=True)
    )
    for path in sorted(strays):
        if not _belongs(path, meanwhile):
            tally.strays += 1
            tell(f"ohne Eintrag: {path}")


def _belongs(path: Path, names: set[str]) -> bool:
    """Whether a row names this file, and it lies in the folder that its name says."""
    return path.name in names and path.name.startswith(path.parent.name)


def _folders(store: Storage) -> list[str]:
    """The store's folders and ".", for what lies beside them; none where the store is no folder."""
    if not isinstance(store, WriteOnceStorage) or not Path(store.location).is_dir():
        return []
    return [".", *(path.name for path in Path(store.location).iterdir() if path.is_dir())]


def _files_in(store: Storage, folder: str) -> Iterator[Path]:
    if not isinstance(store, WriteOnceStorage):
        return
    place = Path(store.location) / folder
    if folder == ".":
        yield from (path for path in place.iterdir() if not path.is_dir())
    elif place.is_dir():
        yield from (path for path in place.rglob("*") if not path.is_dir())
