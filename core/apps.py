"""The ground."""

from django.apps import AppConfig
from django.conf import settings

from core import checkpoints


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Grundlagen"

    def ready(self) -> None:
        """Dev and test settings may name a point at which this process is to be killed."""
        if settings.STOP_AT:
            checkpoints.stop_at(settings.STOP_AT)
