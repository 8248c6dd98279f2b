"""The demo's timestamp authority, a process of its own."""

import signal

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.evidence.portal_keys import key_files
from core.signing.authority import TimestampAuthority, make_server
from core.signing.errors import KeysMissing
from core.signing.key_folder import TIMESTAMPS, read_current


class Command(BaseCommand):
    """Serves the demo's timestamp authority in this process until it is told to stop. Needs no database."""

    help = "Startet den lokalen Zeitstempeldienst (RFC 3161) der Demonstration."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8001)

    def handle(self, *, port: int, **options: object) -> None:
        try:
            files = key_files()
            issuer = read_current(TIMESTAMPS, *files.named(TIMESTAMPS), files.folder)
        except KeysMissing as error:
            raise CommandError(f"{error} Bitte zuerst „manage.py signing init“ ausführen.") from error
        try:
            server = make_server(TimestampAuthority(issuer), port)
        except OSError as error:
            raise CommandError(f"Port {port} ist nicht frei: {error.strerror}.") from error
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.stdout.write(f"Zeitstempeldienst: http://127.0.0.1:{server.server_port}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Zeitstempeldienst beendet.")
        finally:
            server.server_close()
