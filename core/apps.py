"""The ground."""

from django.apps import AppConfig
from django.conf import settings

from core import failpoints


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Grundlagen"

    def ready(self) -> None:
        """Register the checks. Dev and test settings may name a point at which this process is to be killed."""
        from core import checks  # noqa: F401, PLC0415 - they need the models

        if settings.STOP_AT:
            failpoints.stop_at(settings.STOP_AT)
