"""Production: everything that varies comes from the environment, and nothing starts without all of it."""

from pathlib import Path

from asskomm.settings.base import *  # noqa: F403 - settings build on settings
from asskomm.settings.base import (
    DOCUMENT_STORE,
    INSPECTIONS_AT_ONCE,
    QUALIFIED_TRUST_DIR,
    SIGNING,
    STATIC_ROOT,
)
from asskomm.settings.database import database_at
from asskomm.settings.environment import Environment

_env = Environment()

DEBUG = False
DEMO = False

SECRET_KEY = _env.secret("SECRET_KEY", "geheimer Schlüssel für Sitzungen und Formulare, 50 zufällige Zeichen")
ALLOWED_HOSTS = _env.hosts("ALLOWED_HOSTS", "Rechnernamen des Portals, durch Komma getrennt")
PUBLIC_URL = _env.https_address("PUBLIC_URL", "Adresse des Portals, wie sie in E-Mails und PDF-Dateien steht")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PORTAL_OPERATOR = _env.optional("PORTAL_OPERATOR", "Landespräventionsrat Sachsen")
LPR_LEGAL_ENTITY = _env.required("LPR_LEGAL_ENTITY", "Rechtsträger des Betreibers, wie ihn Vereinbarungen nennen")
LPR_ADDRESS = _env.required("LPR_ADDRESS", "Anschrift des Betreibers, wie sie in Vereinbarungen steht")
PUBLIC_CONTACT = {
    "name": _env.optional("PUBLIC_CONTACT_NAME"),
    "phone": _env.optional("PUBLIC_CONTACT_PHONE"),
    "email": _env.optional("PUBLIC_CONTACT_EMAIL"),
    "hours": _env.optional("PUBLIC_CONTACT_HOURS"),
}

_database_url = _env.required("DATABASE_URL", "Adresse der PostgreSQL-Datenbank, postgres://...")

# Mail
EMAIL_BACKEND = "core.mail_server.MailServerBackend"
EMAIL_HOST = _env.required("EMAIL_HOST", "Rechner, über den E-Mails versandt werden")
EMAIL_PORT = _env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = _env.optional("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _env.optional("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = _env.switch("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = _env.switch("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
EMAIL_SMTPUTF8 = _env.switch("EMAIL_SMTPUTF8", default=False)
DEFAULT_FROM_EMAIL = _env.required("DEFAULT_FROM_EMAIL", "Absender der E-Mails")
SERVER_EMAIL = DEFAULT_FROM_EMAIL


def _own_timestamps() -> dict[str, object]:
    """The key of a timestamp authority that the operator runs with ``manage.py timestamp_authority``."""
    if not _env.optional("SIGNING_TSA_P12"):
        return {}
    return {
        "TSA_P12": _env.file("SIGNING_TSA_P12", "Schlüssel des eigenen Zeitstempeldienstes (PKCS#12)"),
        "TSA_P12_PASSWORD": _env.password("SIGNING_TSA_P12_PASSWORD", "Kennwort zur Datei SIGNING_TSA_P12"),
    }


# Signing: keys are files that only the portal's account can read.
SIGNING = {
    **SIGNING,
    "ROOT_CERTS": _env.file("SIGNING_ROOT_CERTS", "Datei mit den Wurzelzertifikaten (PEM)"),
    "CA_P12": _env.file("SIGNING_CA_P12", "Schlüssel der ausstellenden Stelle (PKCS#12)"),
    "CA_P12_PASSWORD": _env.password("SIGNING_CA_P12_PASSWORD", "Kennwort zur Datei SIGNING_CA_P12"),
    "SEAL_P12": _env.file("SIGNING_SEAL_P12", "Schlüssel des Siegels der Nachweise (PKCS#12)"),
    "SEAL_P12_PASSWORD": _env.password("SIGNING_SEAL_P12_PASSWORD", "Kennwort zur Datei SIGNING_SEAL_P12"),
    **_own_timestamps(),
    "CRL_DIR": _env.folder("SIGNING_CRL_DIR", "Ordner mit den Sperrlisten"),
    "TSA_URL": _env.required("TSA_URL", "Adresse des Zeitstempeldienstes (RFC 3161)"),
    "TSA_TIMEOUT": _env.number("TSA_TIMEOUT", 10),
    "TSA_POLICY": _env.object_identifier("TSA_POLICY"),
}

SIGNATORY_CHANGE_QUARANTINE_DAYS = _env.number("SIGNATORY_CHANGE_QUARANTINE_DAYS", 7)
QUALIFIED_TRUST_DIR = Path(_env.optional("QUALIFIED_TRUST_DIR", str(QUALIFIED_TRUST_DIR)))

# Files
DOCUMENT_STORE = Path(_env.optional("DOCUMENT_STORE", str(DOCUMENT_STORE)))
STATIC_ROOT = Path(_env.optional("STATIC_ROOT", str(STATIC_ROOT)))
INSPECTIONS_AT_ONCE = _env.number("INSPECTIONS_AT_ONCE", INSPECTIONS_AT_ONCE)

_env.refused("PORTAL_STOP_AT", "damit beendet ein Test den Prozess mitten in der Arbeit")

_env.insist()

DATABASES = {"default": database_at(_database_url, conn_max_age=60, conn_health_checks=True)}

# HTTPS ends at the reverse proxy, which must set X-Forwarded-Proto itself and pass on no visitor's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes cookies of these names over HTTPS only, and __Host- from no other host of the domain (RFC 6265bis).
SESSION_COOKIE_NAME = "__Host-sitzung"
CSRF_COOKIE_NAME = "__Host-formulare"
# Not __Host-: that demands the path "/", and these are for the signing pages alone (signing rule 1), or the sign-in's.
CEREMONY_COOKIE_NAME = "__Secure-unterzeichnung"
DEVICE_COOKIE_NAME = "__Secure-bekanntes-geraet"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Limits per visitor count the address that the proxy saw, the last one of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
