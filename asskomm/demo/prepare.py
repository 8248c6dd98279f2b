"""``python -m asskomm.demo.prepare ACCOUNTS``: everything between an empty database and a portal to look at.

One process for all the commands, so that a second start does not load Django six times. Each command may be
run again and changes nothing twice. What `load_demo` says of its accounts is written to the file ACCOUNTS.
"""

import io
import sys
from pathlib import Path

import django
from django.core.management import call_command

from asskomm.demo.static_files import gather


def main() -> None:
    """Run the steps, each with one line of German on the terminal; what fails ends with its traceback."""
    accounts = Path(sys.argv[1])
    django.setup()
    announce("Datenbank wird eingerichtet ...")
    call_command("migrate", "--no-input", "--verbosity=0")
    announce("Dateien der Oberfläche werden gesammelt ...")
    gather()
    announce("Schlüssel der Demonstration werden geprüft ...")
    quietly("signing", "init")
    announce("Kommunenverzeichnis wird geladen ...")
    quietly("load_register")
    announce("Beispiele werden geladen ...")
    accounts.write_text(quietly("load_demo"))


def announce(title: str) -> None:
    """Say what comes next, at once."""
    print(title, flush=True)


def quietly(*command: str) -> str:
    """Run a command and return what it says."""
    said = io.StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()


if __name__ == "__main__":
    main()
