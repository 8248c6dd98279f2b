"""An environment that production starts with: complete, and worth nothing."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.signing.authority import TimestampAuthority, make_server
from core.signing.demo_keys import DemoKeyFiles, create
from core.signing.key_folder import read_p12


def throw_away_production(folder: Path) -> dict[str, str]:
    """Return a complete production environment whose keys and files lie in ``folder``.

    The keys are real and made for this call; no timestamp authority runs at the address that is named.
    """
    keys = throw_away_keys(folder)
    (folder / "documents").mkdir(exist_ok=True)
    return _environment(folder, keys)


@contextmanager
def production_with_timestamps(folder: Path) -> Iterator[dict[str, str]]:
    """As ``throw_away_production``, with a timestamp authority that answers."""
    production = throw_away_production(folder)
    with serving(folder / "tsa.p12", production["SIGNING_CA_P12_PASSWORD"]) as url:
        yield {**production, "TSA_URL": url}


@contextmanager
def serving(timestamp_p12: Path, password: str) -> Iterator[str]:
    """A timestamp authority with this key on a free port; gives its address."""
    server = make_server(TimestampAuthority(read_p12(timestamp_p12, password)), port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _environment(folder: Path, keys: DemoKeyFiles) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "asskomm.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "PUBLIC_URL": "https://portal.example",
        "DATABASE_URL": os.environ.get("DATABASE_URL", "postgres://portal@localhost/portal"),
        "LPR_LEGAL_ENTITY": "Freistaat Sachsen, vertreten durch das Sächsische Staatsministerium des Innern",
        "LPR_ADDRESS": "Musterallee 2, 01097 Dresden",
        "EMAIL_HOST": "mail.example",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
        "PORTAL_VAR": str(folder),
        "DOCUMENT_STORE": str(folder / "documents"),
        "SIGNING_ROOT_CERTS": str(keys.root_certs),
        "SIGNING_CA_P12": str(keys.authority_p12),
        "SIGNING_CA_P12_PASSWORD": keys.authority_password,
        "SIGNING_SEAL_P12": str(keys.seal_p12),
        "SIGNING_SEAL_P12_PASSWORD": keys.authority_password,
        "SIGNING_CRL_DIR": str(keys.crl_dir),
        "TSA_URL": "https://tsa.example",
    }


def throw_away_keys(folder: Path) -> DemoKeyFiles:
    """Make a set of keys in ``folder``, all under one password."""
    keys = DemoKeyFiles(folder / "root.pem", folder / "issuing-ca.p12", secrets.token_urlsafe(20), folder / "crl")
    create(keys)
    return keys
