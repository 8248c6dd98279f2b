"""The demo and the developer's machine: embedded PostgreSQL, demo keys, mails as files."""

import os

from asskomm.settings.base import *  # noqa: F403 - settings build on settings
from asskomm.settings.base import SIGNING, VAR_DIR
from asskomm.settings.database import database_at

DEBUG = os.environ.get("DEBUG") == "1"
DEMO = True
STOP_AT = os.environ.get("PORTAL_STOP_AT", "")
SECRET_KEY = os.environ.get("SECRET_KEY", "demo-only-and-public-" + "x" * 40)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
PORT = os.environ.get("PORT", "8000")
PUBLIC_URL = f"http://127.0.0.1:{PORT}"

_RUNNING_DATABASE = VAR_DIR / "run" / "database-url"
_DATABASE_URL = os.environ.get("DATABASE_URL") or (
    _RUNNING_DATABASE.read_text().strip() if _RUNNING_DATABASE.exists() else ""
)
if not _DATABASE_URL:
    raise SystemExit("Es läuft keine Datenbank: bitte „make demo“ starten oder DATABASE_URL setzen.")
DATABASES = {"default": database_at(_DATABASE_URL, conn_max_age=60)}

PUBLIC_CONTACT = {
    "name": "Geschäftsstelle ASSKomm, Nora Netzwerkmuster (Demo, erfunden)",
    "phone": "0351 555 1400",
    "email": "mitmachen@asskomm.example",
    "hours": "Montag bis Freitag, 9 bis 15 Uhr",
}

EMAIL_BACKEND = "core.mail_files.EmlFileBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

SIGNING = {**SIGNING, "TSA_URL": os.environ.get("TSA_URL", "http://127.0.0.1:8001")}
