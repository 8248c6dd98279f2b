"""The signing service of this portal, with the keys that the settings name."""

from functools import lru_cache

from django.conf import settings

from agreements.signing import SigningService


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
