"""The demo's settings: no database, no sessions, no accounts; for the loopback interface only."""

import os
from pathlib import Path

DEMO = __package__ or "crispy_kern.demo"
PACK = DEMO.rpartition(".")[0]  # whatever the pack is called where it is installed
KERN = Path(os.environ.get("KERN_DIST") or "node_modules/@kern-ux/native/dist").resolve()

DEBUG = True
SECRET_KEY = "demo-only-and-public"  # noqa: S105 - it guards nothing: the demo keeps nothing
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = [DEMO, PACK, "crispy_forms", "django.contrib.staticfiles"]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_TEMPLATE_PACK = "kern"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = f"{DEMO}.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# In the language of the browser.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_TZ = True

# KERN's stylesheet and fonts, which the pack does not bring along.
STATIC_URL = "/static/"
STATICFILES_DIRS = [("kern", KERN)] if KERN.is_dir() else []
