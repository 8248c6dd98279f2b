"""``manage.py verify_journal``: does every chain still hold?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.journal import ChainBrokenError, keys_of_chains, verify_chain


class Command(BaseCommand):
    help = "Prüft jede Kette des Verlaufs: Nummern, Hashes, Texte und Enden."

    def handle(self, *args: Any, **options: Any) -> None:
        chains = entries = 0
        try:
            for key in keys_of_chains():
                entries += verify_chain(key)
                chains += 1
        except ChainBrokenError as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"{chains} Ketten mit {entries} Einträgen geprüft: alles stimmt.")
