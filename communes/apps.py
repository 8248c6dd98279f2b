"""The room of the communes."""

from django.apps import AppConfig


class CommunesConfig(AppConfig):
    name = "communes"
    verbose_name = "Kommunen"

    def ready(self) -> None:
        # Declares the sentences in timelines; it needs the models, so not before the registry is ready.
        from communes import timeline  # noqa: F401, PLC0415 - for what they declare
