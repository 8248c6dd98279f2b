"""The roof's desk: pages made of several rooms."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DeskConfig(AppConfig):
    name = "asskomm.desk"
    verbose_name = "Arbeitsplatz"

    def ready(self) -> None:
        # The table of all that can be found follows what the rooms declare, whatever was migrated.
        from asskomm.desk.search.indexing import install, uninstall  # noqa: PLC0415 - it needs the registry of apps

        pre_migrate.connect(uninstall, sender=self)
        post_migrate.connect(install, sender=self)
