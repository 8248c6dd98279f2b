"""The roof's desk: pages made of several rooms."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "asskomm.desk"
    verbose_name = "Arbeitsplatz"
