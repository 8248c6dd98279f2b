"""What holds everywhere; what differs from place to place is in dev, test and production."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR") or BASE_DIR / "var")
NODE_MODULES = BASE_DIR / "node_modules"

INSTALLED_APPS = [
    "asskomm.demo_data",
    "asskomm.desk",
    "asskomm.public",
    "asskomm.reports",
    "asskomm.intake",
    "asskomm.operations",
    "coaching",
    "agreements",
    "communes",
    "staff",
    "core",
    "core.crispy_kern",
    "asskomm.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.page_compression.PageCompressionMiddleware",
    "core.head_requests.HeadLikeGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "staff.not_stored.NotStoredMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.sign_in_first.SignInFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "asskomm.public.errors.NoNulMiddleware",
    "core.normalised_input.NormalisedInputMiddleware",
    "asskomm.desk.recently_viewed.RemembersUseMiddleware",
    "asskomm.public.errors.MethodNotAllowedPageMiddleware",
    "asskomm.public.errors.RefusalPageMiddleware",
]

ROOT_URLCONF = "asskomm.urls"
WSGI_APPLICATION = "asskomm.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
            ],
            "libraries": {"unbroken": "agreements.text.unbroken"},
            "builtins": ["core.templatetags.dates"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Shared by all processes, so that limits on tries hold whichever worker answers. core.0002 makes the table.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Of more than these, some that still count are dropped: 300, the default, a stranger can fill in minutes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Pages for strangers, for a minute: each process its own, gone when a new version starts.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language: German for everyone, formal "Sie"; no LocaleMiddleware.
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# People and sign-in
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/arbeit/"
ACCOUNT_ADAPTER = "staff.sign_in.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"change_password": "staff.password_form.CarefulPasswordForm"}
# Wrong passwords are counted by staff.tries, by account and place: by account alone, any stranger locks its owner out.
# The same of mails with a link to a new password: the adapter spares what comes too often, and refuses nobody.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reset_password": "20/m/ip"}

PASSWORD_RESET_TIMEOUT = 4 * 60 * 60  # how long the link to a new password works; its mail says so

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "bekanntes-geraet"  # tells a browser that signed in before from a stranger's; opens nothing
CEREMONY_COOKIE_NAME = "unterzeichnung"  # a mayor's, without an account (signing rule 1)
CSRF_FAILURE_VIEW = "asskomm.public.errors.csrf_failure"

# Browser protection: everything from our own origin, nothing inline.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Files: static from our own folder and from the pinned npm packages; documents in a write-once store.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", NODE_MODULES / "@kern-ux/native/dist"),
    ("fira-sans", NODE_MODULES / "@fontsource/fira-sans/files"),
    ("dejavu-sans", NODE_MODULES / "@fontsource/dejavu-sans/files"),
    ("pdfjs", NODE_MODULES / "pdfjs-dist/build"),
]
STATICFILES_FINDERS = [
    "core.front_end.finder.MadeFilesFinder",
    "core.static_files.PickingFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATICFILES_PICKED = {
    "kern": [],  # goes into the bundles
    "fira-sans": ["fira-sans-latin*-[456]00-normal.woff2", "fira-sans-vietnamese-[456]00-normal.woff2"],
    "dejavu-sans": [],  # for documents, which take it from where it lies
    "pdfjs": ["pdf.min.mjs", "pdf.worker.min.mjs"],
}
# A page loads one style sheet and one script, made of these in this order (core/front_end).
_STYLES_OF_ALL = [
    "purged/kern.css",
    "core/brand.css",
    "core/portal.css",
    "crispy_kern/crispy_kern.css",
    "core/components.css",
]
STATICFILES_BUNDLES = {
    "bundles/desk.css": [*_STYLES_OF_ALL, "core/desk.css", "desk/search.css", "desk/file.css", "core/print.css"],
    "bundles/public.css": [*_STYLES_OF_ALL, "letters.css", "core/fallback.css", "core/public.css", "core/print.css"],
    "bundles/signing.css": [
        *_STYLES_OF_ALL,
        "letters.css",
        "core/fallback.css",
        "agreements/signing.css",
        "agreements/code.css",
        "core/print.css",
    ],
    "bundles/desk.js": ["desk/search.js", "desk/composer.js"],
    "bundles/portal.js": ["crispy_kern/error_summary.js", "core/portal.js", "core/drafts.js"],
}
# The design system's: only what is named in one of these folders goes along.
STATICFILES_PURGED = {"purged/kern.css": "kern/kern.min.css"}
STATICFILES_NAMED_IN = [
    BASE_DIR / room
    for room in ("templates", "static", "core", "staff", "communes", "agreements", "coaching", "asskomm")
]
# Fonts by weight, of which letters.css offers the letters of German pages as a small file of its own.
STATICFILES_LETTERS = {weight: f"fira-sans/fira-sans-latin-{weight}-normal.woff2" for weight in (400, 500, 600)}
BUILT_FILES = VAR_DIR / "built"
DOCUMENT_STORE = VAR_DIR / "documents"
# All settings build on these and replace "staticfiles" alone, so that what works in the demo works in production.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {"BACKEND": "core.files.WriteOnceStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = 20 * 1024 * 1024
INSPECTIONS_AT_ONCE = 3  # over all workers; each in a process that may take 1 GiB
FILE_UPLOAD_HANDLERS = ["core.uploads.LimitedUploadHandler"]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_TEMPLATE_PACK = "kern"

# What takes a minute has a queue of its own, so that mails and codes never wait for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "ASSKomm-Portal <portal@asskomm.example>"
# Whether the mail server takes addresses with umlauts before the @ (RFC 6531); without, they are refused where typed.
EMAIL_SMTPUTF8 = False
EMAIL_USE_LOCALTIME = True  # the day and hour of a mail are those of the office

# What the portal calls itself; the operator's address for mails and the verification page.
PORTAL_NAME = "ASSKomm-Portal"
PORTAL_OPERATOR = "Landespräventionsrat Sachsen"
# As agreements name the operator: the legal entity it belongs to, and its address. Invented for the demo.
LPR_LEGAL_ENTITY = "Freistaat Sachsen, vertreten durch das Sächsische Staatsministerium des Innern"
LPR_ADDRESS = "Musterstraße 1, 01097 Dresden (Demo, erfunden)"
PUBLIC_URL = "http://127.0.0.1:8000"
# Whom visitors may ask about taking part, as the operator wants it to be public; nobody, as long as it says nothing.
PUBLIC_CONTACT = {"name": "", "phone": "", "email": "", "hours": ""}
DEMO = False
# The point at which a test kills this process (core/failpoints.py); production refuses any.
STOP_AT = ""

# Logs: to standard error, without the secret part of a link.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "core.redaction.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        **{library: {"level": "WARNING"} for library in ("fontTools", "pyhanko", "weasyprint")},  # tell each step
        # Warns at each signature that nothing is fetched, which is what rule 14 wants.
        "pyhanko.sign.signers": {"level": "ERROR"},
    },
}

# Issuers of qualified certificates (PEM or DER) that signatures made outside the portal may come from.
QUALIFIED_TRUST_DIR = VAR_DIR / "pki" / "qualified"

# Days for which who changed the way to a signatory, or whose access others changed, does not act alone (rule 20).
SIGNATORY_CHANGE_QUARANTINE_DAYS = 7
# History of fields (pghistory): the database refuses to change or delete it.
PGHISTORY_APPEND_ONLY = True

# Signing: files are named here, read in agreements.evidence.portal_keys.
SIGNING: dict[str, Any] = {
    "ROOT_CERTS": VAR_DIR / "pki" / "root.pem",
    "CA_P12": VAR_DIR / "pki" / "issuing-ca.p12",
    "CA_P12_PASSWORD": "",
    "SEAL_P12": VAR_DIR / "pki" / "seal.p12",
    "SEAL_P12_PASSWORD": "",
    "TSA_P12": VAR_DIR / "pki" / "tsa.p12",  # of an own timestamp authority; one on the network keeps its key itself
    "TSA_P12_PASSWORD": "",
    "CRL_DIR": VAR_DIR / "pki" / "crl",
    "TSA_URL": "http://127.0.0.1:8001",
    "TSA_TIMEOUT": 10,
    "TSA_POLICY": "",  # any
}
