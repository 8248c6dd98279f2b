"""The state of the key files for those who watch over them: every item with how long it holds, every fault at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from core.signing.errors import KeysMissing
from core.signing.key_folder import (
    AUTHORITY,
    SEAL,
    TIMESTAMPS,
    KeyFileAbsent,
    KeyFiles,
    read_current,
    read_former,
    read_roots,
)
from core.signing.keys import issued_by, may_issue
from core.signing.pki import NO_EXPIRY
from core.signing.revocation_lists import REFRESH, newest_lists

WARN_BEFORE = timedelta(days=90)
WARN_BEFORE_LIST_ENDS = timedelta(days=14)  # lists are short-lived by design


class Level(IntEnum):
    """How bad a line is; the worst one is the exit code of ``signing status``."""

    FINE = 0
    WARNING = 1
    FAULT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One item, in German."""

    level: Level
    text: str


def key_report(files: KeyFiles) -> list[Line]:
    """Look at every file; never raises for a bad one."""
    lines: list[Line] = []
    for part in (_roots, _authority, _seal, _timestamps, _former, _lists):
        lines += _guarded(part, files)
    return lines


def _guarded(part: Callable[[KeyFiles], Iterator[Line]], files: KeyFiles) -> Iterator[Line]:
    try:
        yield from part(files)
    except KeysMissing as error:
        yield Line(Level.FAULT, str(error))


def _roots(files: KeyFiles) -> Iterator[Line]:
    for root in read_roots(files.root_certs):
        yield _life("Wurzel", root)


def _authority(files: KeyFiles) -> Iterator[Line]:
    certificate = _certificate(AUTHORITY, files)
    yield _life("Unterzeichner-CA", certificate)
    if not may_issue(certificate):
        name = files.authority_p12.name
        yield Line(Level.FAULT, f"Das Zertifikat in {name} darf keine Zertifikate ausstellen (CA:TRUE fehlt).")
    yield from _chain("Unterzeichner-CA", certificate, files)


def _seal(files: KeyFiles) -> Iterator[Line]:
    certificate = _certificate(SEAL, files)
    yield _life("Siegel", certificate)
    if not issued_by(certificate, _certificate(AUTHORITY, files)):
        yield Line(Level.FAULT, f"Das Siegel in {files.seal_p12.name} stammt nicht von der Unterzeichner-CA.")


def _timestamps(files: KeyFiles) -> Iterator[Line]:
    """Only a portal with an authority of its own has this file; one on the network keeps its key itself."""
    try:
        certificate = _certificate(TIMESTAMPS, files)
    except KeyFileAbsent:
        return
    yield _life("Zeitstempeldienst", certificate)
    if not _may_timestamp(certificate):
        yield Line(Level.FAULT, f"Das Zertifikat in {files.timestamp_p12.name} ist keines für Zeitstempel.")
    yield from _chain("Zeitstempeldienst", certificate, files)


def _former(files: KeyFiles) -> Iterator[Line]:
    for certificate in read_former(files.folder):
        yield Line(Level.FINE, f"Frühere Unterzeichner-CA: {_name(certificate)}")
        yield from _chain("Frühere Unterzeichner-CA", certificate, files)


def _lists(files: KeyFiles) -> Iterator[Line]:
    found = newest_lists(files.crl_dir)
    for path, revocations in found.items():
        yield _list_life(path.name, revocations)
    issuers = {revocations.issuer for revocations in found.values()}
    needed = [*read_roots(files.root_certs), _certificate(AUTHORITY, files), *read_former(files.folder)]
    for certificate in needed:
        if certificate.subject not in issuers:
            yield Line(Level.FAULT, f"Es fehlt die Sperrliste von {_name(certificate)}. {REFRESH}")


def _certificate(role: str, files: KeyFiles) -> x509.Certificate:
    return read_current(role, *files.named(role), files.folder).certificate


def _chain(label: str, certificate: x509.Certificate, files: KeyFiles) -> Iterator[Line]:
    if not any(issued_by(certificate, root) for root in read_roots(files.root_certs)):
        yield Line(Level.FAULT, f"{label}: stammt von keiner der Wurzeln in {files.root_certs.name}.")


def _life(label: str, certificate: x509.Certificate) -> Line:
    now, until = datetime.now(UTC), certificate.not_valid_after_utc
    text = f"{label}: {_name(certificate)}, gültig bis {until:%d.%m.%Y}"
    if certificate.not_valid_before_utc > now:
        return Line(Level.FAULT, f"{text}, noch nicht gültig")
    if until < now:
        return Line(Level.FAULT, f"{text}, abgelaufen")
    if until < now + WARN_BEFORE:
        return Line(Level.WARNING, f"{text}, läuft in {(until - now).days} Tagen ab")
    return Line(Level.FINE, text)


def _list_life(name: str, revocations: x509.CertificateRevocationList) -> Line:
    now, until = datetime.now(UTC), revocations.next_update_utc
    text = f"Sperrliste {name}: {revocations.issuer.rfc4514_string()}, {len(revocations)} Einträge"
    if until is None or until < now:
        return Line(Level.FAULT, f"{text}, abgelaufen. {REFRESH}")
    if until >= NO_EXPIRY:
        return Line(Level.FINE, f"{text}, letzte Liste ohne Ende")
    level = Level.WARNING if until < now + WARN_BEFORE_LIST_ENDS else Level.FINE
    return Line(level, f"{text}, gültig bis {until:%d.%m.%Y}")


def _may_timestamp(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _name(certificate: x509.Certificate) -> str:
    return certificate.subject.rfc4514_string()
