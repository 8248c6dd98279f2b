"""``manage.py draw_map``: write the files of the visitors' map again, after the shipped shapes have changed."""

from typing import Any

from django.core.management.base import BaseCommand

from asskomm.public.network_map.drawing import drawn
from asskomm.reports.chart import shapes


class Command(BaseCommand):
    """For developers; the files are committed, and a test compares them with the shapes."""

    requires_system_checks = []
    help = "Schreibt die Dateien der Karte auf der Startseite neu."

    def handle(self, *args: Any, **options: Any) -> None:
        for file, content in drawn(shapes()).items():
            file.write_text(content, encoding="utf-8")
            self.stdout.write(f"{file}: {len(content)} Zeichen")
