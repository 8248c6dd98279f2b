"""The signing service of this portal, with the keys that the settings name."""

from functools import lru_cache

from django.conf import settings

from agreements.signing import SigningService
from agreements.signing.keys import read_roots
from agreements.signing.outside import OutsideTrust
from agreements.signing.qualified_trust import as_der, read_issuers


@lru_cache(maxsize=1)
def signing_service() -> SigningService:
    """One per process. Raises KeysMissing with a German message when keys are absent or unreadable."""
    paths = settings.SIGNING
    return SigningService.from_files(
        root_certs=paths["ROOT_CERTS"],
        ca_p12=paths["CA_P12"],
        ca_password=paths["CA_P12_PASSWORD"],
        crl_dir=paths["CRL_DIR"],
        tsa_url=paths["TSA_URL"],
        tsa_timeout=paths["TSA_TIMEOUT"],
        seal_p12=paths["SEAL_P12"],
        seal_password=paths["SEAL_P12_PASSWORD"],
    )


def outside_trust() -> OutsideTrust:
    """Whom the operator trusts for signatures made outside, read anew each time: the lists change while we run.

    Raises KeysMissing when no issuer is there.
    """
    return OutsideTrust(
        issuers=as_der(read_issuers(settings.QUALIFIED_TRUST_DIR)),
        timestamping=as_der(read_roots(settings.SIGNING["ROOT_CERTS"])),
    )
