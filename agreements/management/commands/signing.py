"""The signing keys: make the demo's, report, renew revocation lists, rotate."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.evidence.portal_keys import key_files
from core.signing.demo_keys import (
    DemoKeyFiles,
    add_missing,
    create,
    lists_need_renewal,
    make_next,
    renew_revocation_lists,
)
from core.signing.demo_qualified import ensure_issuer
from core.signing.errors import KeysMissing
from core.signing.key_folder import AUTHORITY, read_current, read_p12
from core.signing.key_status import Level, Line, key_report
from core.signing.revocation_lists import AUTHORITY_LIST, write_list
from core.signing.rotation import LIST_DAYS, clear_up, keys_of, refuse_unfit, rotate

MARKS = {Level.FINE: "", Level.WARNING: "WARNUNG: ", Level.FAULT: "FEHLER: "}
NEW_PASSWORD = "SIGNING_NEW_CA_P12_PASSWORD"  # noqa: S105 - the variable's name


class Command(BaseCommand):
    """Makes, watches and changes keys. May be run again: what is there and valid stays."""

    help = "Schlüssel der Unterzeichnung: anlegen (Demonstration), prüfen, Sperrlisten erneuern, wechseln."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["init", "status", "crl", "rotate"])
        parser.add_argument("--new-ca", type=Path, help="rotate: PKCS#12 der neuen Unterzeichner-CA")
        parser.add_argument("--new-ca-password-file", type=Path, help=f"rotate: Kennwort dazu, sonst {NEW_PASSWORD}")
        parser.add_argument("--check-only", action="store_true", help="rotate: nur prüfen, nichts ändern")

    def handle(self, *, action: str, **options: object) -> None:
        try:
            {"init": self._init, "status": self._status, "crl": self._renew, "rotate": self._rotate}[action](options)
        except KeysMissing as error:
            raise CommandError(str(error), returncode=Level.FAULT) from error

    def _init(self, options: dict[str, object]) -> None:
        if not settings.DEMO:
            raise CommandError("Nur die Demonstration legt eigene Schlüssel an; siehe docs/operations.md.")
        files = _demo_files()
        if not files.complete():
            create(files)
            self.stdout.write(f"Schlüssel der Demonstration angelegt in {files.authority_p12.parent}.")
        for path in add_missing(files):
            self.stdout.write(f"Ergänzt: {path.name}")
        clear_up(key_files())
        ensure_issuer(settings.QUALIFIED_TRUST_DIR, files.authority_p12.with_name("demo-qualified.p12"))
        if lists_need_renewal(files):
            self._renew(options)
        self._report()

    def _renew(self, _options: dict[str, object]) -> None:
        """The root's list is the offline root's business; the portal renews its authority's own."""
        files = key_files()
        if settings.DEMO:
            written = renew_revocation_lists(_demo_files())
        else:
            authority = read_current(AUTHORITY, files.authority_p12, files.authority_password, files.folder)
            written = [write_list(files.crl_dir, AUTHORITY_LIST, authority, days=LIST_DAYS)]
        for path in written:
            self.stdout.write(f"Sperrliste erneuert: {path.name}")

    def _status(self, _options: dict[str, object]) -> None:
        """Exit code 0 fine, 1 something ends soon, 2 something does not hold: as monitoring systems read it."""
        lines = self._report()
        worst = max(line.level for line in lines)
        if worst is not Level.FINE:
            raise CommandError("\n".join(line.text for line in lines if line.level == worst), returncode=worst)

    def _report(self) -> list[Line]:
        lines = key_report(key_files())
        for line in lines:
            self.stdout.write(MARKS[line.level] + line.text)
        return lines

    def _rotate(self, options: dict[str, object]) -> None:
        files = key_files()
        if clear_up(files):
            self.stdout.write("Ein unterbrochener Wechsel wurde abgeschlossen.")
            return
        new_ca, timestamps = options["new_ca"], None
        if isinstance(new_ca, Path):
            authority = read_p12(new_ca, _new_password(options["new_ca_password_file"]))
        elif settings.DEMO:
            authority, timestamps = make_next(_demo_files())
        else:
            raise CommandError("Bitte nennen Sie mit --new-ca die Datei der neuen CA; siehe docs/operations.md.")
        if options["check_only"]:
            refuse_unfit(authority, keys_of(files))
            self.stdout.write("Die neue CA passt. Es wurde nichts geändert.")
            return
        rotate(files, authority, timestamps)
        self.stdout.write(
            f"Gewechselt zu {authority.certificate.subject.rfc4514_string()}. Bitte starten Sie einen eigenen "
            "Zeitstempeldienst neu; Anwendung und Hintergrunddienst bemerken den Wechsel selbst."
        )


def _demo_files() -> DemoKeyFiles:
    files = key_files()
    return DemoKeyFiles(files.root_certs, files.authority_p12, files.authority_password, files.crl_dir)


def _new_password(file: object) -> str:
    if not isinstance(file, Path):
        return os.environ.get(NEW_PASSWORD, "")
    try:
        return file.read_text().rstrip("\r\n")
    except OSError as error:
        raise CommandError(f"Die Datei mit dem Kennwort ist nicht lesbar: {file}.") from error
