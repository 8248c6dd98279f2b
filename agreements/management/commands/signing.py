"""The signing keys: make the demo's, report, renew revocation lists."""

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.signing import KeysMissing
from agreements.signing.demo_keys import DemoKeyFiles, add_missing, create, lists_need_renewal, renew_revocation_lists
from agreements.signing.keys import read_keys, read_revocation_lists


def key_files() -> DemoKeyFiles:
    """The files that the settings name."""
    return DemoKeyFiles(
        settings.SIGNING["ROOT_CERTS"],
        settings.SIGNING["CA_P12"],
        settings.SIGNING["CA_P12_PASSWORD"],
        settings.SIGNING["CRL_DIR"],
    )


class Command(BaseCommand):
    """Makes and reports the demo's keys. May be run again: what is there and valid stays."""

    help = "Schlüssel der Unterzeichnung: anlegen (Demonstration), prüfen, Sperrlisten erneuern."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["init", "status", "crl"])

    def handle(self, *, action: str, **options: object) -> None:
        try:
            {"init": self._init, "status": self._status, "crl": self._renew}[action]()
        except KeysMissing as error:
            raise CommandError(str(error)) from error

    def _init(self) -> None:
        if not settings.DEMO:
            raise CommandError("Nur die Demonstration legt eigene Schlüssel an; siehe docs/operations.md.")
        files = key_files()
        if not files.complete():
            create(files)
            self.stdout.write(f"Schlüssel der Demonstration angelegt in {files.authority_p12.parent}.")
        for path in add_missing(files):
            self.stdout.write(f"Ergänzt: {path.name}")
        if lists_need_renewal(files):
            self._renew()
        self._status()

    def _renew(self) -> None:
        for path in renew_revocation_lists(key_files()):
            self.stdout.write(f"Sperrliste erneuert: {path.name}")

    def _status(self) -> None:
        files = key_files()
        keys = read_keys(
            files.root_certs,
            files.authority_p12,
            files.authority_password,
            files.crl_dir,
            seal_p12=settings.SIGNING["SEAL_P12"],
            seal_password=settings.SIGNING["SEAL_P12_PASSWORD"],
        )
        for label, certificate in (
            *(("Wurzel", root) for root in keys.roots),
            ("Unterzeichner-CA", keys.authority.certificate),
            ("Siegel", keys.seal.certificate),
        ):
            self.stdout.write(
                f"{label}: {certificate.subject.rfc4514_string()}, "
                f"gültig bis {certificate.not_valid_after_utc:%d.%m.%Y}"
            )
        for data in read_revocation_lists(files.crl_dir):
            revocations = x509.load_der_x509_crl(data)
            self.stdout.write(
                f"Sperrliste: {revocations.issuer.rfc4514_string()}, gültig bis "
                f"{revocations.next_update_utc:%d.%m.%Y}, {len(revocations)} Einträge"
            )
