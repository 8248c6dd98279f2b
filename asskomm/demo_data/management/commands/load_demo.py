"""``manage.py load_demo``: the demo's accounts and cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.text import standard_template
from asskomm.demo_data import (
    accounts,
    amendments,
    attachments,
    coaching,
    daily_work,
    drafts,
    made_up_communes,
    on_paper,
    press_release,
    published_totals,
    team,
    waiting,
)


class Command(BaseCommand):
    help = "Lädt Konten, erfundene Kommunen und Fälle der Demo. Was schon da ist, bleibt, wie es ist."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Das geht nur in der Demo: Diese Einstellungen sind nicht die der Demo.")
        with transaction.atomic():
            standard_template.load()
            standard_template.load_other_levels()
            standard_template.load_other_channels()
            made_up_communes.load()
            accounts.load()
            team.load()
            daily_work.load()
            attachments.load()
            press_release.load()
            published_totals.load()
            drafts.load()
            coaching.load()
            on_paper.load()
            amendments.load()
            waiting.load()
        self.stdout.write(f"Konten der Demo, alle mit dem Passwort {accounts.PASSWORD}:")
        for email, first_name, last_name, role in accounts.ACCOUNTS:
            self.stdout.write(f"  {email:32} {role.label}: {first_name} {last_name}")
