"""The portal as the process host runs it: the tests' settings on the database, keys and files of the test run."""

import os
from pathlib import Path

from asskomm.settings.test import *  # noqa: F403 - settings build on settings
from asskomm.settings.test import DATABASES, SIGNING

HOME = Path(os.environ["FAULTS_HOME"])  # the test run's own folder

ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"  # its sessions die with their process
DATABASES["default"]["NAME"] = os.environ["FAULTS_DATABASE"]
DATABASES["default"]["OPTIONS"] = {"application_name": "faults"}
QUALIFIED_TRUST_DIR = HOME / "pki" / "qualified"
DOCUMENT_STORE = HOME / "documents"
EMAIL_BACKEND = "core.mail_files.EmlFileBackend"
EMAIL_FILE_PATH = HOME / "mail"
SIGNING = {
    **SIGNING,
    "ROOT_CERTS": HOME / "pki" / "root.pem",
    "CA_P12": HOME / "pki" / "issuing-ca.p12",
    "SEAL_P12": HOME / "pki" / "seal.p12",
    "TSA_P12": HOME / "pki" / "tsa.p12",
    "CRL_DIR": HOME / "pki" / "crl",
    "TSA_URL": os.environ["FAULTS_TSA_URL"],
}
