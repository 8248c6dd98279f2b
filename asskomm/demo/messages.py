"""What the demo says on the terminal, in German: its operators read it."""

import os
import sys

from asskomm.demo.places import Places
from asskomm.demo.ports import HOST


def say(text: str) -> None:
    """Print a line at once; a terminal that was closed meanwhile is no reason to stop half-way."""
    try:
        print(text, flush=True)
    except OSError:
        # What Python could not write it would try to write again at its end, and fail with it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def port_taken(port: int) -> str:
    """Return the message for a port that another program uses."""
    return (
        f"Der Anschluss {HOST}:{port} ist belegt. Bitte beenden Sie das andere Programm\n"
        f"oder wählen Sie einen anderen Anschluss, zum Beispiel:  PORT={port + 10} make demo"
    )


def already_running(note: str) -> str:
    """Return the message for a second start in the same folder; ``note`` is what the first one left."""
    return f"Die Demonstration läuft bereits ({note or 'sie startet gerade'})."


def welcome(places: Places, port: int, seconds: float) -> str:
    """Return what is said when everything runs: addresses, accounts, and where mails land."""
    address = f"http://{HOST}:{port}"
    accounts = places.accounts.read_text().strip() if places.accounts.exists() else ""
    lines = [
        "",
        f"Das Portal läuft (bereit nach {seconds:.0f} s).",
        "",
        f"  Öffentliche Seite   {address}/",
        f"  Anmeldung           {address}/anmelden/",
        f"  Prüfseite           {address}/pruefen/",
        f"  E-Mails             {places.mail}/*.eml (eine Datei je E-Mail)",
        f"  Protokolle          {places.logs}/",
        "",
        *(f"  {line}".rstrip() for line in accounts.splitlines()),
        "",
        "Beenden mit Strg+C. Die Daten bleiben erhalten; „make demo-reset“ beginnt von vorn.",
    ]
    return "\n".join(lines)
