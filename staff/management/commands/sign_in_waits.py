"""``manage.py sign_in_waits``: whose sign-in has to wait because of wrong passwords, and lifting that."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import dates
from staff.tries.sign_in import lift_blocks
from staff.tries.waiting import waiting_accounts


class Command(BaseCommand):
    help = "Zeigt, bei welchen Konten falsche Passwörter gerade warten lassen, oder hebt das für ein Konto auf."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lift", metavar="ADRESSE", help="E-Mail-Adresse, für die nirgends mehr gewartet wird")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["lift"]:
            dropped = lift_blocks(options["lift"])
            self.stdout.write(f"{options['lift']}: {dropped} Zähler aufgehoben")
            return
        for account in waiting_accounts():
            until = f"{dates.day(account.until)} {dates.clock(account.until)}"
            self.stdout.write(f"{account.email}: {account.places} Stellen warten, bis {until}")
