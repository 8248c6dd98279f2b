"""The room of the pre-agreements."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Vereinbarungen"

    def ready(self) -> None:
        # Declares mails, timeline sentences, checks, admin pages and a part of verify_files; they need the models, so
        # not before the registry is ready.
        from agreements import search_parts  # noqa: F401, PLC0415 - for what it declares
        from agreements.evidence import file_checks  # noqa: F401, PLC0415 - for what it declares
        from agreements.mails import to_both_sides, to_commune, to_office  # noqa: F401, PLC0415 - for what they declare
        from agreements.notices import mails  # noqa: F401, PLC0415 - for what it declares
        from agreements.notices import timeline as of_notices  # noqa: F401, PLC0415 - for what it declares
        from agreements.office import admin, checks, timeline  # noqa: F401, PLC0415 - for what they declare
