"""Reads the production environment and collects everything that is wrong with it into one message."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 50  # characters; the same limit as Django's deployment check
YES = frozenset({"1", "true", "yes", "on", "ja"})
OBJECT_IDENTIFIER = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
NO = frozenset({"0", "false", "no", "off", "nein"})


@dataclass
class Environment:
    """Returns a value each time, so that reading goes on, and remembers what is wrong with it.

    Values never enter a message: they are secrets, or lie next to one.
    """

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    problems: list[str] = field(default_factory=list, init=False)

    def required(self, name: str, purpose: str) -> str:
        """Return the value; complain if there is none. ``purpose`` is German and says what it is for."""
        value = self.values.get(name, "").strip()
        if not value:
            self.problems.append(f"{name} fehlt: {purpose}")
        return value

    def optional(self, name: str, default: str = "") -> str:
        """Return the value or the default."""
        return self.values.get(name, "").strip() or default

    def switch(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        value = self.optional(name).lower()
        if value and value not in YES | NO:
            self.problems.append(f"{name}: erwartet wird 1 oder 0.")
        return value in YES if value else default

    def number(self, name: str, default: int) -> int:
        """Return a whole number that is not negative."""
        value = self.optional(name, str(default))
        if not value.isdecimal():
            self.problems.append(f"{name}: erwartet wird eine Zahl.")
            return default
        return int(value)

    def object_identifier(self, name: str) -> str:
        """Return an object identifier such as 1.3.6.1.4.1.4146.2.3, or nothing."""
        value = self.optional(name)
        if value and not OBJECT_IDENTIFIER.fullmatch(value):
            self.problems.append(f"{name}: erwartet wird eine Kennung aus Zahlen und Punkten (OID).")
        return value

    def secret(self, name: str, purpose: str) -> str:
        """Return a secret that is long enough to be one."""
        value = self.required(name, purpose)
        if value and len(value) < SHORTEST_SECRET:
            self.problems.append(f"{name} ist zu kurz: mindestens {SHORTEST_SECRET} zufällige Zeichen.")
        return value

    def password(self, name: str, purpose: str) -> str:
        """Return a password, or what stands in the file that ``<name>_FILE`` names (systemd's credentials)."""
        file = self.optional(f"{name}_FILE")
        if not file:
            return self.required(name, purpose)
        try:
            return Path(file).read_text().rstrip("\r\n")
        except OSError:
            self.problems.append(f"{name}_FILE: die Datei gibt es nicht, oder sie ist nicht lesbar.")
            return ""

    def hosts(self, name: str, purpose: str) -> list[str]:
        """Return names separated by commas; a star would let in forged addresses."""
        hosts = [host.strip() for host in self.required(name, purpose).split(",") if host.strip()]
        if "*" in hosts:
            self.problems.append(f"{name}: der Stern ist nicht erlaubt, bitte die Namen einzeln nennen.")
        return hosts

    def https_address(self, name: str, purpose: str) -> str:
        """Return an address without trailing slash that begins with https://."""
        value = self.required(name, purpose).rstrip("/")
        if value and (urlsplit(value).scheme != "https" or not urlsplit(value).hostname):
            self.problems.append(f"{name}: erwartet wird eine Adresse, die mit https:// beginnt.")
        return value

    def file(self, name: str, purpose: str) -> Path:
        """Return the path of a file that we can read."""
        value = self.required(name, purpose)
        if value and not (Path(value).is_file() and os.access(value, os.R_OK)):
            self.problems.append(f"{name}: die Datei gibt es nicht, oder sie ist nicht lesbar.")
        return Path(value)

    def folder(self, name: str, purpose: str) -> Path:
        """Return the path of a folder."""
        value = self.required(name, purpose)
        if value and not Path(value).is_dir():
            self.problems.append(f"{name}: den Ordner gibt es nicht.")
        return Path(value)

    def refused(self, name: str, reason: str) -> None:
        """Complain if there is a value: ``reason`` is German and says why production takes none."""
        if self.values.get(name, "").strip():
            self.problems.append(f"{name} ist hier nicht erlaubt: {reason}.")

    def insist(self) -> None:
        """End the process with all complaints in one message, if there are any."""
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in self.problems)
            message = "Das Portal startet nicht, weil Angaben in der Umgebung fehlen oder nicht stimmen:"
            raise SystemExit(f"{message}\n{lines}\nAlle Angaben sind in docs/operations.md beschrieben.")
