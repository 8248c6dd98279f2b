"""Revocation lists as files: read the newest of each authority, write new ones, close the list of a former one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from core.signing.errors import KeysMissing
from core.signing.key_folder import short_name, write
from core.signing.pki import NO_EXPIRY, Issuer, make_revocation_list

REFRESH = "Bitte führen Sie „manage.py signing crl“ aus."
ROOT_LIST = "root.crl"
AUTHORITY_LIST = "issuing-ca.crl"


def read_revocation_lists(folder: Path) -> list[bytes]:
    """The newest list (DER, *.crl) of each authority. Raises KeysMissing if there is none or one is out of date."""
    newest = newest_lists(folder)
    if not newest:
        raise KeysMissing(f"Es liegen keine Sperrlisten bereit. {REFRESH}")
    for path, revocations in newest.items():
        until = revocations.next_update_utc
        if until is None or until < datetime.now(UTC):
            raise KeysMissing(f"Die Sperrliste {path.name} ist abgelaufen. {REFRESH}")
    return [path.read_bytes() for path in newest]


def newest_lists(folder: Path) -> dict[Path, x509.CertificateRevocationList]:
    """Each authority's newest list by the file it is in. Raises KeysMissing for a file that is no list."""
    newest: dict[tuple[bytes, bytes], tuple[Path, x509.CertificateRevocationList]] = {}
    for path in sorted(folder.glob("*.crl")) if folder.is_dir() else []:
        revocations = _read(path)
        known = newest.get(_issuer(revocations))
        if known is None or _age(known[1]) < _age(revocations):
            newest[_issuer(revocations)] = path, revocations
    return dict(newest.values())


def write_list(folder: Path, name: str, issuer: Issuer, *, days: int) -> Path:
    """A fresh list of the authority that goes on with the entries of its newest one. Returns the path."""
    return _write(folder, name, issuer, datetime.now(UTC) + timedelta(days=days))


def write_last_list(folder: Path, issuer: Issuer) -> Path:
    """The list with which an authority ends: it never runs out, so nobody needs the key again.

    ETSI EN 319 411-1, CSS-6.3.9: the last list has 99991231235959Z as its next update. Returns the path.
    """
    return _write(folder, f"{short_name(issuer.certificate)}.crl", issuer, NO_EXPIRY)


def _write(folder: Path, name: str, issuer: Issuer, until: datetime) -> Path:
    now = datetime.now(UTC)
    entries = list(_entries(folder, issuer))
    data = make_revocation_list(issuer, now=now, until=until, number=int(now.timestamp() * 1000), revoked=entries)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / name, data)
    return folder / name


def _entries(folder: Path, issuer: Issuer) -> Iterator[x509.RevokedCertificate]:
    """What the authority has revoked until now: an entry never leaves its list (RFC 5280, 3.3)."""
    for revocations in newest_lists(folder).values():
        if revocations.issuer == issuer.certificate.subject and revocations.is_signature_valid(issuer.key.public_key()):
            yield from revocations


def _read(path: Path) -> x509.CertificateRevocationList:
    try:
        return x509.load_der_x509_crl(path.read_bytes())
    except ValueError as error:
        raise KeysMissing(f"Die Sperrliste {path.name} ist nicht lesbar. {REFRESH}") from error


def _issuer(revocations: x509.CertificateRevocationList) -> tuple[bytes, bytes]:
    """Name and key: a former authority may carry the name of the one in use."""
    try:
        extension = revocations.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    except x509.ExtensionNotFound:
        return revocations.issuer.public_bytes(), b""
    return revocations.issuer.public_bytes(), extension.value.key_identifier or b""


def _age(revocations: x509.CertificateRevocationList) -> tuple[datetime, int]:
    try:
        number = revocations.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        number = 0
    return revocations.last_update_utc, number
