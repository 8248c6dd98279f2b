"""A new issuing authority, and with it a new seal, under a root that is trusted already.

Old signatures stay verifiable: the former authority's certificate goes to those of former authorities, and its last
revocation list never runs out. The keys change in one step, the renaming of a folder; whenever the process dies, the
old set or the new set is in use (docs/adr/0006-rotation.md).
"""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.failpoints import failpoint
from core.signing.errors import KeysMissing
from core.signing.key_folder import (
    AUTHORITY,
    ROTATION,
    SEAL,
    TIMESTAMPS,
    KeyFiles,
    keep_as_former,
    read_p12,
    short_name,
    write_p12,
)
from core.signing.keys import SigningKeys, issued_by, may_issue, read_keys
from core.signing.pki import Issuer, issue_seal
from core.signing.revocation_lists import AUTHORITY_LIST, newest_lists, write_last_list, write_list

SHORTEST_LIFE = timedelta(days=365)
LIST_DAYS = 90


def rotate(files: KeyFiles, authority: Issuer, timestamps: Issuer | None = None) -> None:
    """Put `authority` in use, with a seal that it issues, and the timestamp authority's key if there is one.

    Raises KeysMissing when the new certificate will not do; then nothing is changed.
    """
    clear_up(files)
    keys = keys_of(files)
    refuse_unfit(authority, keys)
    seal = issue_seal(keys.seal.certificate.subject, authority, now=datetime.now(UTC))
    failpoint("rotation.begun")
    keep_as_former(files.folder, keys.authority.certificate)
    write_last_list(files.crl_dir, keys.authority)
    write_list(files.crl_dir, f"{short_name(authority.certificate)}.crl", authority, days=LIST_DAYS)
    failpoint("rotation.old_kept")
    _switch(files, {AUTHORITY: authority, SEAL: seal, **({TIMESTAMPS: timestamps} if timestamps else {})})
    failpoint("rotation.switched")
    clear_up(files)


def clear_up(files: KeyFiles) -> bool:
    """Move the keys of a rotation, also one that was killed, to the files that the settings name.

    Returns whether there was something to do.
    """
    folder = files.folder / ROTATION
    _remove_leftovers(files.folder)
    if not folder.is_dir():
        return False
    for role in (TIMESTAMPS, SEAL, AUTHORITY):
        path, password = files.named(role)
        if (folder / f"{role}.p12").exists():
            write_p12(path, read_p12(folder / f"{role}.p12", password), password)
            failpoint("rotation.file_moved")
    authority = read_p12(files.authority_p12, files.authority_password)
    write_list(files.crl_dir, AUTHORITY_LIST, authority, days=LIST_DAYS)
    (files.crl_dir / f"{short_name(authority.certificate)}.crl").unlink(missing_ok=True)
    folder.rename(files.folder / f"{ROTATION}.done")
    _remove_leftovers(files.folder)
    return True


def keys_of(files: KeyFiles) -> SigningKeys:
    """The set in use. Raises KeysMissing."""
    return read_keys(
        files.root_certs,
        files.authority_p12,
        files.authority_password,
        files.crl_dir,
        seal_p12=files.seal_p12,
        seal_password=files.seal_password,
    )


def refuse_unfit(authority: Issuer, keys: SigningKeys) -> None:
    """Raise KeysMissing with the reason when `authority` cannot issue from now on."""
    certificate, now = authority.certificate, datetime.now(UTC)
    known = (keys.authority.certificate, *keys.former)
    if not may_issue(certificate):
        raise KeysMissing("Das neue Zertifikat darf keine Zertifikate ausstellen (CA:TRUE fehlt).")
    if not any(issued_by(certificate, root) for root in keys.roots):
        raise KeysMissing("Das neue Zertifikat stammt von keiner der Wurzeln, denen das Portal vertraut.")
    if not certificate.not_valid_before_utc <= now:
        raise KeysMissing("Das neue Zertifikat ist noch nicht gültig.")
    if certificate.not_valid_after_utc < now + SHORTEST_LIFE:
        raise KeysMissing("Das neue Zertifikat gilt kein Jahr mehr.")
    if any(certificate.public_key() == other.public_key() for other in known):
        raise KeysMissing("Der neue Schlüssel ist oder war schon in Gebrauch.")
    if any(certificate.subject == other.subject for other in known):
        raise KeysMissing("Das neue Zertifikat trägt den Namen eines früheren; es braucht einen eigenen.")
    if certificate.serial_number in _revoked(keys):
        raise KeysMissing("Das neue Zertifikat ist gesperrt.")


def _switch(files: KeyFiles, issuers: dict[str, Issuer]) -> None:
    """The one step: a finished folder gets the name under which it counts."""
    prepared = files.folder / f"{ROTATION}.{os.getpid()}.new"
    prepared.mkdir(mode=0o700)
    for role, issuer in issuers.items():
        write_p12(prepared / f"{role}.p12", issuer, files.named(role)[1])
    _sync(prepared)
    failpoint("rotation.prepared")
    prepared.rename(files.folder / ROTATION)
    _sync(files.folder)


def _remove_leftovers(folder: Path) -> None:
    """What a killed rotation prepared and never used, or had not yet removed."""
    for leftover in (*folder.glob(f"{ROTATION}.*.new"), *folder.glob(f"{ROTATION}.done")):
        shutil.rmtree(leftover)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _revoked(keys: SigningKeys) -> set[int]:
    """Serial numbers on the lists of the roots."""
    names = {root.subject for root in keys.roots}
    lists = (found for found in newest_lists(keys.crl_dir).values() if found.issuer in names)
    return {entry.serial_number for revocations in lists for entry in revocations}
