"""``manage.py status``: does everything work just now? For monitoring, every few minutes."""

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError

from core.checks import TAG

WARNINGS, FAULTS = 1, 2  # exit codes, as monitoring systems read them


class Command(BaseCommand):
    requires_system_checks = []  # it runs them itself
    help = (
        "Prüft Speicher, Schlüssel, Zeitstempeldienst, Minutentakt, Hintergrunddienste und Versand. Endet mit 0 (alles "
        "arbeitet), 1 (etwas endet bald) oder 2 (etwas arbeitet nicht)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks.run_checks(tags=[TAG], include_deployment_checks=True)
        if not found:
            self.stdout.write("Alles arbeitet.")
            return
        faulty = any(message.is_serious(checks.ERROR) for message in found)
        lines = [f"{_mark(message)}{message.msg} {message.hint or ''}".strip() for message in found]
        raise CommandError("\n".join(lines), returncode=FAULTS if faulty else WARNINGS)


def _mark(message: checks.CheckMessage) -> str:
    return "FEHLER: " if message.is_serious(checks.ERROR) else "WARNUNG: "
