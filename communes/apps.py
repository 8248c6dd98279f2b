"""The room of the communes."""

from django.apps import AppConfig


class CommunesConfig(AppConfig):
    name = "communes"
    verbose_name = "Kommunen"

    def ready(self) -> None:
        # Declares mails and the sentences in timelines; they need the models, so not before the registry is ready.
        from communes import search_parts, timeline  # noqa: F401, PLC0415 - for what they declare
        from communes.office_holders import notifications  # noqa: F401, PLC0415 - for what it declares
