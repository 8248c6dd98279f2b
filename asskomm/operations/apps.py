"""What keeps the portal running: the minute's work and the question whether all is well."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "asskomm.operations"
    verbose_name = "Betrieb"
