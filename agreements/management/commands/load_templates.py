"""``manage.py load_templates``: bring the newest edition of the portal's own texts of agreements."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agreements.text import standard_template
from agreements.text.standard_template import Delivered


class Command(BaseCommand):
    help = (
        "Bringt die neueste Ausgabe der mitgelieferten Vorlagen. In einem neuen Portal wird sie veröffentlicht, sonst "
        "als Entwurf angelegt, den zwei Personen freigeben. Ein zweiter Lauf ändert nichts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--also",
            nargs="+",
            choices=sorted(standard_template.EXTRAS),
            default=[],
            help="auch für: qualified (qualifizierte Signatur), paper (auf Papier), phone, letter (Weg des Codes)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        brought = standard_template.deliver(options["also"])
        for delivered in brought:
            self.stdout.write(_line(delivered))
        if not brought:
            self.stdout.write("Alle mitgelieferten Vorlagen sind schon da.")


def _line(delivered: Delivered) -> str:
    if delivered.published:
        return f"{delivered.version}: veröffentlicht."
    return f"{delivered.version}: als Entwurf angelegt. Bitte prüfen und freigeben; bis dahin gilt die bisherige."
