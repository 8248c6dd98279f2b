"""``manage.py compare_templates``: the editions of the portal's own texts side by side, as Markdown."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.text.standard_texts.comparison import comparison


class Command(BaseCommand):
    requires_system_checks = []
    help = "Vergleicht Ausgabe 1 und 2 der mitgelieferten Vorlagen (docs/vorlagen-vergleich.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(comparison(), ending="")
