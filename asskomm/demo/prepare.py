"""``python -m asskomm.demo.prepare ACCOUNTS``: everything between an empty database and a portal to look at.

One process for all the commands, so that a second start does not load Django six times. Each command may be
run again and changes nothing twice. What `load_demo` says of its accounts is written to the file ACCOUNTS.
"""

import io
import sys
from pathlib import Path

import django
from django.core.management import call_command

STEPS = (
    ("Datenbank wird eingerichtet ...", ("migrate", "--no-input", "--verbosity=0")),
    ("Dateien der Oberfläche werden gesammelt ...", ("collectstatic", "--no-input", "--verbosity=0")),
    ("Schlüssel der Demonstration werden geprüft ...", ("signing", "init")),
    ("Kommunenverzeichnis wird geladen ...", ("load_register",)),
)


def main() -> None:
    """Run the steps, each with one line of German on the terminal."""
    accounts = Path(sys.argv[1])
    django.setup()
    for title, command in STEPS:
        print(title, flush=True)
        call_command(*command)
    print("Beispiele werden geladen ...", flush=True)
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    accounts.write_text(said.getvalue())


if __name__ == "__main__":
    main()
