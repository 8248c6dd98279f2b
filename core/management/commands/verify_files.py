"""``manage.py verify_files``: is every file there, unchanged, and does what was signed still hold?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import file_checks

STRAYS, FAULTS = 1, 2  # exit codes, as monitoring systems read them


class Command(BaseCommand):
    requires_system_checks = []  # it has to tell what is wrong where much is wrong
    help = (
        "Prüft alle gespeicherten Dateien: vorhanden, unverändert, Unterschriften und Nachweise gültig. Endet mit 0 "
        "(alles stimmt), 1 (nur überzählige Dateien) oder 2 (etwas fehlt, ist verändert oder nicht gültig)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = file_checks.check_store(self._tell)
        results = [part(self._tell) for part in file_checks.PARTS]
        summary = "; ".join([tally.summary, *(result.summary for result in results)]) + "."
        if tally.missing or tally.changed or any(result.faults for result in results):
            raise CommandError(summary, returncode=FAULTS)
        if tally.strays:
            raise CommandError(summary, returncode=STRAYS)
        self.stdout.write(summary)

    def _tell(self, fault: str) -> None:
        self.stderr.write(fault)
