"""The signing service of this portal, with the keys that the settings name.

What signs takes a second to load (pyHanko), and most processes never sign: so it is loaded here, with the first keys
that are read. The web worker calls `warm_up` before its first request.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from core.signing.errors import KeysMissing
from core.signing.key_folder import ROTATION, KeyFiles, read_roots
from core.signing.outside import OutsideTrust
from core.signing.qualified_trust import as_der, read_issuers

if TYPE_CHECKING:
    from core.signing.signing_service import SigningService


def key_files() -> KeyFiles:
    """The files that the settings name."""
    paths = settings.SIGNING
    return KeyFiles(
        root_certs=paths["ROOT_CERTS"],
        authority_p12=paths["CA_P12"],
        authority_password=paths["CA_P12_PASSWORD"],
        seal_p12=paths["SEAL_P12"],
        seal_password=paths["SEAL_P12_PASSWORD"],
        timestamp_p12=paths["TSA_P12"],
        timestamp_password=paths["TSA_P12_PASSWORD"],
        crl_dir=paths["CRL_DIR"],
    )


def signing_service() -> "SigningService":
    """One per process, made again when a key file was changed, so that a rotation needs no restart.

    Raises KeysMissing with a German message when keys are absent or unreadable.
    """
    files = key_files()
    settings_of_tsa = tuple(settings.SIGNING[name] for name in ("TSA_URL", "TSA_TIMEOUT", "TSA_POLICY"))
    watched = (files.root_certs, files.authority_p12, files.seal_p12, files.folder / ROTATION)
    return _service(files, *settings_of_tsa, tuple(_state(path) for path in watched))


@lru_cache(maxsize=1)
def _service(
    files: KeyFiles, tsa_url: str, tsa_timeout: int, tsa_policy: str, _state_of_files: tuple[tuple[int, int], ...]
) -> "SigningService":
    from agreements.text.stamps import draw_stamp  # noqa: PLC0415 - loads pyHanko and WeasyPrint, see above
    from core.signing.keys import read_keys  # noqa: PLC0415 - loads pyHanko, see above
    from core.signing.signing_service import SigningService  # noqa: PLC0415 - loads pyHanko, see above

    keys = read_keys(
        files.root_certs,
        files.authority_p12,
        files.authority_password,
        files.crl_dir,
        seal_p12=files.seal_p12,
        seal_password=files.seal_password,
    )
    return SigningService(keys, tsa_url, tsa_timeout, draw_stamp, tsa_policy=tsa_policy)


def warm_up() -> None:
    """Load what signs; whether there are keys is asked when somebody signs."""
    import core.signing.signing_service  # noqa: F401, PLC0415 - loads pyHanko, see above


def trust_state() -> str:
    """Another word after roots, authority or a rotation changed: for what is remembered of a validation."""
    files = key_files()
    watched = (files.root_certs, files.authority_p12, files.folder / ROTATION)
    return "-".join(f"{part:x}" for path in watched for part in _state(path))


def trusted_roots() -> list[bytes]:
    """The certificates (DER) to which our own lead; none where they cannot be read: then nothing is trusted."""
    try:
        return as_der(read_roots(settings.SIGNING["ROOT_CERTS"]))
    except KeysMissing:
        return []


def outside_trust() -> OutsideTrust:
    """Whom the operator trusts for signatures made outside, read again each time: the lists change while we run.

    Raises KeysMissing when no issuer is there.
    """
    return OutsideTrust(
        issuers=as_der(read_issuers(settings.QUALIFIED_TRUST_DIR)),
        timestamping=as_der(read_roots(settings.SIGNING["ROOT_CERTS"])),
    )


def _state(path: Path) -> tuple[int, int]:
    """What is different after a file was replaced."""
    try:
        facts = path.stat()
    except OSError:
        return 0, 0
    return facts.st_ino, facts.st_mtime_ns
