"""The pack as a Django app: its templates, static files, tags and texts."""

from django.apps import AppConfig


class CrispyKernConfig(AppConfig):
    name = __package__ or "crispy_kern"
    label = "crispy_kern"
    verbose_name = "KERN UX for django-crispy-forms"
