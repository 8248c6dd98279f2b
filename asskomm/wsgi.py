"""WSGI entry point; production names its settings in DJANGO_SETTINGS_MODULE."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asskomm.settings.production")

application = get_wsgi_application()
