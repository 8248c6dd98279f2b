"""The room of the coaching."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = "Coaching"

    def ready(self) -> None:
        # Declares mails and timeline sentences; they need the models, so not before the registry is ready.
        from coaching import notifications, search_parts, timeline  # noqa: F401, PLC0415 - for what they declare
