"""Take over an edition of the official directory."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communes.register.directory_update import DirectoryUpdate, update_from
from communes.register.gv100ad import Directory, read_gv100ad
from communes.register.reading import RegisterError
from core import dates


class Command(BaseCommand):
    help = "Übernimmt eine Ausgabe des Gemeindeverzeichnisses (GV100AD, UTF-8) und nennt, was sich ändert."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="die Datei GV100AD_….txt; nur Sätze für Sachsen zählen")
        parser.add_argument(
            "--population-on",
            type=date.fromisoformat,
            required=True,
            help="Stand der Einwohnerzahlen, zum Beispiel 2024-12-31; die Datei nennt ihn nicht",
        )
        parser.add_argument("--dry-run", action="store_true", help="nur vergleichen, nichts ändern")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            directory = read_gv100ad(options["file"])
            with transaction.atomic():
                update = update_from(directory, population_on=options["population_on"])
                transaction.set_rollback(options["dry_run"])
        except RegisterError as error:
            raise CommandError(str(error)) from error
        self._report(directory, update)
        if options["dry_run"]:
            self.stdout.write("Probelauf: Es wurde nichts geändert.")

    def _report(self, directory: Directory, update: DirectoryUpdate) -> None:
        for key in update.report.created:
            self.stdout.write(f"neu: {key}")
        for key, fields in update.report.updated.items():
            self.stdout.write(f"geändert: {key} ({', '.join(fields)})")
        for commune in update.missing:
            self.stdout.write(f"nicht mehr im Verzeichnis: {commune.ags} {commune.name}")
        self.stdout.write(f"Gebietsstand {dates.day(directory.territory_on)}: {update.report.summary()}")
