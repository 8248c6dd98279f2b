"""The demo's own set of keys. Production brings its own: the root offline, the rest as files it names."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)

from agreements.signing.keys import read_p12
from agreements.signing.pki import (
    Issuer,
    distinguished_name,
    issue_seal,
    make_authority,
    make_revocation_list,
    make_root,
    make_timestamping,
)

ORGANISATION = "ASSKomm-Portal (Demonstration)"
ROOT_LIST_DAYS = 365
AUTHORITY_LIST_DAYS = 90


@dataclass(frozen=True, slots=True)
class DemoKeyFiles:
    """Where the demo's keys lie. `root_p12` is the key that an operator would keep offline."""

    root_certs: Path
    authority_p12: Path
    authority_password: str
    crl_dir: Path

    @property
    def root_p12(self) -> Path:
        return self.authority_p12.with_name("root.p12")

    @property
    def seal_p12(self) -> Path:
        return self.authority_p12.with_name("seal.p12")

    @property
    def timestamp_p12(self) -> Path:
        return self.authority_p12.with_name("tsa.p12")

    def complete(self) -> bool:
        """Whether every file is there; the revocation lists' age is another question."""
        return all(path.exists() for path in (self.root_certs, self.root_p12, self.authority_p12, self.timestamp_p12))


def create(files: DemoKeyFiles) -> None:
    """Make root, issuing authority, timestamp authority and revocation lists; replaces an incomplete set."""
    now = datetime.now(UTC)
    root = make_root(distinguished_name("ASSKomm-Portal Demo-Wurzel", ORGANISATION), now=now)
    authority = make_authority(distinguished_name("ASSKomm-Portal Demo-Unterzeichner-CA", ORGANISATION), root, now=now)
    stamps = make_timestamping(distinguished_name("ASSKomm-Portal Demo-Zeitstempel", ORGANISATION), root, now=now)
    files.root_certs.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_p12(files.root_p12, root, files.authority_password)
    _write_p12(files.timestamp_p12, stamps, files.authority_password)
    _write_p12(files.authority_p12, authority, files.authority_password)
    make_seal(files)
    renew_revocation_lists(files)
    _write(files.root_certs, root.certificate.public_bytes(Encoding.PEM))


def add_missing(files: DemoKeyFiles) -> list[Path]:
    """Make what a set from an earlier version lacks; what is there stays. Returns what was made."""
    if files.seal_p12.exists():
        return []
    make_seal(files)
    return [files.seal_p12]


def make_seal(files: DemoKeyFiles) -> None:
    """A new seal, issued by the set's authority. Raises KeysMissing."""
    authority = read_p12(files.authority_p12, files.authority_password)
    seal = issue_seal(distinguished_name("ASSKomm-Portal Demo-Siegel", ORGANISATION), authority, now=datetime.now(UTC))
    _write_p12(files.seal_p12, seal, files.authority_password)


def renew_revocation_lists(files: DemoKeyFiles) -> list[Path]:
    """Write fresh revocation lists of root and issuing authority. Raises KeysMissing. Returns the paths."""
    now = datetime.now(UTC)
    lists = {
        "root.crl": (read_p12(files.root_p12, files.authority_password), ROOT_LIST_DAYS),
        "issuing-ca.crl": (read_p12(files.authority_p12, files.authority_password), AUTHORITY_LIST_DAYS),
    }
    files.crl_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (issuer, days) in lists.items():
        path = files.crl_dir / name
        _write(path, make_revocation_list(issuer, now=now, days=days, number=int(now.timestamp())))
        written.append(path)
    return written


def lists_need_renewal(files: DemoKeyFiles, *, within: timedelta = timedelta(days=45)) -> bool:
    """Whether a revocation list is missing or ends soon."""
    paths = [files.crl_dir / name for name in ("root.crl", "issuing-ca.crl")]
    return any(not path.exists() or _ends_before(path, datetime.now(UTC) + within) for path in paths)


def _ends_before(path: Path, moment: datetime) -> bool:
    until = x509.load_der_x509_crl(path.read_bytes()).next_update_utc
    return until is None or until < moment


def _write_p12(path: Path, issuer: Issuer, password: str) -> None:
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    _write(path, pkcs12.serialize_key_and_certificates(b"key", issuer.key, issuer.certificate, None, encryption))


def _write(path: Path, data: bytes) -> None:
    """Replace the file in one step, readable by its owner alone."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.touch(mode=0o600)
    temporary.write_bytes(data)
    temporary.replace(path)
