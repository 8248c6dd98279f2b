"""``manage.py seed_scale``: a database of its own, filled with made-up communes in great number, for measuring."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from asskomm.demo_data.scale import cases, communes
from communes.models import Commune
from core.models import JournalEntry

FLAG = "--zum-messen"


class Command(BaseCommand):
    help = (
        "Füllt eine leere Datenbank zum Messen: erfundene Kommunen, zu jeder 10 Vereinbarungen, 100 Einträge im "
        "Verlauf, 6 Fakten und 3 Aufgaben. Die Ketten des Verlaufs lassen sich nicht prüfen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(FLAG, action="store_true", dest="agreed", help="ohne diese Angabe geschieht nichts")
        parser.add_argument("--kommunen", type=int, default=10_000, help="wie viele; ohne Angabe 10000")

    def handle(self, *args: Any, agreed: bool, kommunen: int, **options: Any) -> None:
        self._insist(kommunen, agreed=agreed)
        started = time.monotonic()
        with transaction.atomic():
            communes.load(kommunen)
            written = cases.load()
        self._tidy()
        self.stdout.write(f"{kommunen} Kommunen in {time.monotonic() - started:.0f} Sekunden:")
        for what, number in written.items():
            self.stdout.write(f"  {number} {what}")
        self.stdout.write("Nur zum Messen: Die Hashes im Verlauf sind erfunden, seine Ketten lassen sich nicht prüfen.")

    def _insist(self, number: int, *, agreed: bool) -> None:
        if not settings.DEMO:
            raise CommandError("Das geht nur mit den Einstellungen der Demo.")
        if not agreed:
            raise CommandError(f"Damit wird die Datenbank mit erfundenen Daten gefüllt. Wenn Sie das wollen: {FLAG}")
        if not communes.DISTRICTS <= number <= communes.MOST:
            raise CommandError(f"Möglich sind {communes.DISTRICTS} bis {communes.MOST} Kommunen.")
        if Commune.objects.exists() or JournalEntry.objects.exists():
            raise CommandError("Diese Datenbank ist nicht leer. Bitte nehmen Sie eine eigene, mit „migrate“ angelegte.")

    def _tidy(self) -> None:
        """As the server does itself in the hours after so many rows were written."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
