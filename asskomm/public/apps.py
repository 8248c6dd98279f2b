"""The pages for visitors as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "asskomm.public"
    label = "public"
    verbose_name = "Öffentliche Seiten"
