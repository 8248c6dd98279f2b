"""An environment that production starts with: complete, and worth nothing."""

import os
import secrets
from pathlib import Path


def throw_away_production(folder: Path) -> dict[str, str]:
    """Return a complete production environment whose key files lie in ``folder``.

    The files are empty: the settings want to see that they are there and readable, and open none of them.
    """
    for name in ("root.pem", "issuing-ca.p12", "seal.p12"):
        (folder / name).touch()
    (folder / "crl").mkdir(exist_ok=True)
    return {
        "DJANGO_SETTINGS_MODULE": "asskomm.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "PUBLIC_URL": "https://portal.example",
        "DATABASE_URL": os.environ.get("DATABASE_URL", "postgres://portal@localhost/portal"),
        "EMAIL_HOST": "mail.example",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
        "SIGNING_ROOT_CERTS": str(folder / "root.pem"),
        "SIGNING_CA_P12": str(folder / "issuing-ca.p12"),
        "SIGNING_CA_P12_PASSWORD": secrets.token_urlsafe(20),
        "SIGNING_SEAL_P12": str(folder / "seal.p12"),
        "SIGNING_SEAL_P12_PASSWORD": secrets.token_urlsafe(20),
        "SIGNING_CRL_DIR": str(folder / "crl"),
        "TSA_URL": "https://tsa.example",
    }
