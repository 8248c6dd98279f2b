"""The import of what the office had before the portal."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "asskomm.intake"
    label = "intake"
    verbose_name = "Import"

    def ready(self) -> None:
        # Declares the sentences in timelines; it needs the models, so not before the registry is ready.
        from asskomm.intake import notifications, timeline  # noqa: F401, PLC0415 - for what they declare
