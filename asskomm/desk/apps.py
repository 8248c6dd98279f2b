from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "asskomm.desk"
    verbose_name = "Arbeitsplatz"
