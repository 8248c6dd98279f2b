"""The room of the coaching."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = "Coaching"

    def ready(self) -> None:
        # Declares the sentences in timelines; it needs the models, so not before the registry is ready.
        from coaching import timeline  # noqa: F401, PLC0415
