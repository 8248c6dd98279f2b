"""The demo's own set of keys. Production brings its own: the root offline, the rest as files it names."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from core.signing.key_folder import (
    AUTHORITY,
    KeyFiles,
    read_current,
    read_former,
    read_p12,
    write,
    write_p12,
)
from core.signing.pki import (
    Issuer,
    distinguished_name,
    issue_seal,
    make_authority,
    make_root,
    make_timestamping,
)
from core.signing.revocation_lists import AUTHORITY_LIST, ROOT_LIST, newest_lists, write_list

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

    @property
    def as_named(self) -> KeyFiles:
        """The same files as the settings name them; the demo has one password for all."""
        return KeyFiles(
            root_certs=self.root_certs,
            authority_p12=self.authority_p12,
            authority_password=self.authority_password,
            seal_p12=self.seal_p12,
            seal_password=self.authority_password,
            timestamp_p12=self.timestamp_p12,
            timestamp_password=self.authority_password,
            crl_dir=self.crl_dir,
        )

    def complete(self) -> bool:
        """Whether every file is there; the revocation lists' age is another question."""
        return all(path.exists() for path in (self.root_certs, self.root_p12, self.authority_p12, self.timestamp_p12))


def create(files: DemoKeyFiles) -> None:
    """Make root, issuing authority, timestamp authority and revocation lists; replaces an incomplete set."""
    now = datetime.now(UTC)
    root = make_root(distinguished_name("ASSKomm-Portal Demo-Wurzel", ORGANISATION), now=now)
    authority = make_authority(distinguished_name("ASSKomm-Portal Demo-Unterzeichner-CA", ORGANISATION), root, now=now)
    files.root_certs.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_p12(files.root_p12, root, files.authority_password)
    write_p12(files.timestamp_p12, _timestamps(root, now), files.authority_password)
    write_p12(files.authority_p12, authority, files.authority_password)
    make_seal(files)
    renew_revocation_lists(files)
    write(files.root_certs, root.certificate.public_bytes(Encoding.PEM))


def make_next(files: DemoKeyFiles) -> tuple[Issuer, Issuer]:
    """The next issuing authority, under a name of its own, and the next timestamp authority. Raises KeysMissing."""
    now = datetime.now(UTC)
    root = read_p12(files.root_p12, files.authority_password)
    number = len(read_former(files.authority_p12.parent)) + 2
    name = distinguished_name(f"ASSKomm-Portal Demo-Unterzeichner-CA {number}", ORGANISATION)
    return make_authority(name, root, now=now), _timestamps(root, now)


def add_missing(files: DemoKeyFiles) -> list[Path]:
    """Make what a set from an earlier version lacks; what is there stays. Returns what was made."""
    if files.seal_p12.exists():
        return []
    make_seal(files)
    return [files.seal_p12]


def make_seal(files: DemoKeyFiles) -> None:
    """A new seal, issued by the set's authority. Raises KeysMissing."""
    seal = issue_seal(
        distinguished_name("ASSKomm-Portal Demo-Siegel", ORGANISATION), _authority(files), now=datetime.now(UTC)
    )
    write_p12(files.seal_p12, seal, files.authority_password)


def renew_revocation_lists(files: DemoKeyFiles) -> list[Path]:
    """Write fresh revocation lists of root and issuing authority. Raises KeysMissing. Returns the paths."""
    root = read_p12(files.root_p12, files.authority_password)
    return [
        write_list(files.crl_dir, ROOT_LIST, root, days=ROOT_LIST_DAYS),
        write_list(files.crl_dir, AUTHORITY_LIST, _authority(files), days=AUTHORITY_LIST_DAYS),
    ]


def lists_need_renewal(files: DemoKeyFiles, *, within: timedelta = timedelta(days=45)) -> bool:
    """Whether a revocation list is missing or ends soon."""
    wanted = {files.crl_dir / ROOT_LIST, files.crl_dir / AUTHORITY_LIST}
    newest = newest_lists(files.crl_dir)
    return not wanted <= set(newest) or any(_ends_within(revocations, within) for revocations in newest.values())


def _ends_within(revocations: x509.CertificateRevocationList, time: timedelta) -> bool:
    until = revocations.next_update_utc
    return until is None or until < datetime.now(UTC) + time


def _authority(files: DemoKeyFiles) -> Issuer:
    return read_current(AUTHORITY, files.authority_p12, files.authority_password, files.authority_p12.parent)


def _timestamps(root: Issuer, now: datetime) -> Issuer:
    return make_timestamping(distinguished_name("ASSKomm-Portal Demo-Zeitstempel", ORGANISATION), root, now=now)
