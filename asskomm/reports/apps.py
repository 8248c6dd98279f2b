"""The reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "asskomm.reports"
    label = "reports"
    verbose_name = "Berichte"

    def ready(self) -> None:
        # Declares the sentences in timelines; it needs the models, so not before the registry is ready.
        from asskomm.reports import timeline  # noqa: F401, PLC0415 - for what they declare
