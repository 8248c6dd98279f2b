"""Keys and a timestamp authority for tests: real ones, made for the run, on the loopback interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from agreements.text.stamps import draw_stamp
from core.signing.demo_keys import DemoKeyFiles, create
from core.signing.keys import read_keys
from core.signing.signing_service import SigningService
from tests.checks.deployment import serving as serving_key


@pytest.fixture(scope="session")
def signing_keys() -> DemoKeyFiles:
    """A set of keys in the files that the settings name."""
    files = DemoKeyFiles(
        settings.SIGNING["ROOT_CERTS"],
        settings.SIGNING["CA_P12"],
        settings.SIGNING["CA_P12_PASSWORD"],
        settings.SIGNING["CRL_DIR"],
    )
    create(files)
    return files


@pytest.fixture(scope="session")
def timestamp_authority(signing_keys: DemoKeyFiles) -> Iterator[str]:
    """The address of a running timestamp authority; `settings.SIGNING` names it for the run."""
    with serving(signing_keys) as url:
        settings.SIGNING["TSA_URL"] = url
        yield url


@contextmanager
def serving(files: DemoKeyFiles) -> Iterator[str]:
    """A timestamp authority with the set's key on a free port; gives its address."""
    with serving_key(files.timestamp_p12, files.authority_password) as url:
        yield url


@pytest.fixture(scope="session")
def signing_service(signing_keys: DemoKeyFiles, timestamp_authority: str) -> SigningService:
    """The portal's signing service with the run's keys and authority."""
    return make_service(signing_keys, timestamp_authority)


def make_service(files: DemoKeyFiles, url: str, timeout: int = 30) -> SigningService:
    """``timeout`` in seconds: on a busy machine the authority, which is a thread of this process, takes its time."""
    keys = read_keys(
        files.root_certs,
        files.authority_p12,
        files.authority_password,
        files.crl_dir,
        seal_p12=files.seal_p12,
        seal_password=files.authority_password,
    )
    return SigningService(keys, url, timeout, draw_stamp)


def key_files(folder: Path) -> DemoKeyFiles:
    """A second, foreign set of keys in the folder."""
    files = DemoKeyFiles(folder / "root.pem", folder / "issuing-ca.p12", "", folder / "crl")
    create(files)
    return files
