"""The room of the staff."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "Personal"

    def ready(self) -> None:
        # Declares mails and the names in timelines; they need the models, so not before the registry is ready.
        from staff import notifications, timeline  # noqa: F401, PLC0415 - for what they declare
