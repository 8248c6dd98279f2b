"""``manage.py sign_outside_demo``: stands in for a service for qualified signatures, in the demo only."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.signing.demo_qualified import ensure_issuer, issue, qc_statements, sign_like_a_tool


class Command(BaseCommand):
    """Signs a downloaded agreement, so that the demo can show what happens with the file."""

    help = "Signiert eine PDF-Datei wie ein Dienst für qualifizierte Signaturen; nur in der Demo, nicht qualifiziert."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="die heruntergeladene Vereinbarung")
        parser.add_argument("target", type=Path, help="die signierte Datei")
        parser.add_argument("--given-name", default="Max")
        parser.add_argument("--surname", default="Mustermann")

    def handle(self, *, source: Path, target: Path, given_name: str, surname: str, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Das geht nur in der Demo.")
        key_file = settings.SIGNING["CA_P12"].with_name("demo-qualified.p12")
        issuer = ensure_issuer(settings.QUALIFIED_TRUST_DIR, key_file)
        person = issue(issuer, given_name, surname, statements=qc_statements())
        target.write_bytes(sign_like_a_tool(source.read_bytes(), person, field="Signatur"))
        self.stdout.write(f"Signiert als {given_name} {surname}: {target}")
