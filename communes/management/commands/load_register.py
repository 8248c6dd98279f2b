"""Load the register of communes from the portal's own files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.register.loading import load
from communes.register.reading import RegisterError, read_register
from core import dates


class Command(BaseCommand):
    help = "Lädt Landkreise, Verwaltungsgemeinschaften, Kommunen und Themen; ein zweiter Lauf ändert nichts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            register = read_register()
        except RegisterError as error:
            raise CommandError(f"Das Verzeichnis ist nicht lesbar: {error}") from error
        report = load(register)
        self.stdout.write(
            f"Verzeichnis der Kommunen, Gebietsstand {dates.day(register.territory_on)}: {report.summary()}"
        )
