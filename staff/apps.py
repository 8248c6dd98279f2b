"""The room of the staff."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "Personal"

    def ready(self) -> None:
        # Declares the names in timelines; it needs the models, so not before the registry is ready.
        from staff import timeline  # noqa: F401, PLC0415
