"""The tests: the same engine, files below a temporary folder, keys made for the run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from asskomm.settings.base import *  # noqa: F403 - settings build on settings
from asskomm.settings.base import CACHES, SIGNING, STORAGES, TEMPLATES
from asskomm.settings.database import database_at

DEBUG = False
DEMO = False
STOP_AT = os.environ.get("PORTAL_STOP_AT", "")
SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if not os.environ.get("DATABASE_URL"):
    raise SystemExit("No DATABASE_URL: the tests start through pytest, whose plugin starts the embedded server.")
DATABASES = {"default": database_at(os.environ["DATABASE_URL"], engine="tests.plugins.lasting_connection")}

# One process, and cleared before each test: memory is enough. tests/staff/test_sign_in.py takes the shared one.
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TEST_DIR = Path(tempfile.mkdtemp(prefix="asskomm-test-"))
atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)
DOCUMENT_STORE = TEST_DIR / "documents"
STATIC_ROOT = TEST_DIR / "static"  # empty: the live server takes static files from where they are written
STATIC_ROOT.mkdir()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SIGNING = {
    **SIGNING,
    "ROOT_CERTS": TEST_DIR / "pki" / "root.pem",
    "CA_P12": TEST_DIR / "pki" / "issuing-ca.p12",
    "SEAL_P12": TEST_DIR / "pki" / "seal.p12",
    "TSA_P12": TEST_DIR / "pki" / "tsa.p12",
    "CRL_DIR": TEST_DIR / "pki" / "crl",
    # Eight threads that sign at once on a busy machine take their time.
    "TSA_TIMEOUT": 30,
}
QUALIFIED_TRUST_DIR = TEST_DIR / "pki" / "qualified"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PUBLIC_URL = "http://testserver"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
