"""One of each document that the portal sets, from fixed values: the same bytes wherever they are made."""

from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.test import override_settings

from agreements.evidence.sheet import render_sheet
from agreements.evidence.sheet_contents import (
    CertificateData,
    ChangeData,
    EntryData,
    FileData,
    SheetContents,
    SignerData,
    TimestampData,
)
from agreements.models import DocumentVersion, Invitation, PreAgreement, Signature
from agreements.models.agreement_text import Section
from agreements.office import code_letter
from agreements.text.documents import render_agreement
from agreements.text.outside_signature import outside_remark
from agreements.text.stamps import draw_stamp
from agreements.verification.outcome import POLICY, Basis, Line, Outcome, SignerLine
from agreements.verification.report import render_report
from communes.models import Commune, OfficeHolder
from core.signing.ink import Ink
from core.signing.people import Signatory
from core.signing.reasons import Reason
from core.signing.stamp import SealStamp, Stamp
from staff.actors import StaffActor
from staff.models import User
from tests.agreements.texts import LONG_NAMES, ORDINARY

LAYOUTS = Path(__file__).parent / "layouts"

NOW = datetime(2026, 11, 30, 8, 34, 5, tzinfo=UTC)
CODE = "7K3M-Q9TX-4HWD"
LONG_HOST = f"https://vorvereinbarungen.landespraeventionsrat.portal.example/pruefen/?code={CODE}"
# 87 characters, the longest of the register's test data with every title.
LONGEST_NAME = "Prof. Dr. Dr. h. c. Maximiliane-Friederike Freifrau von Musterhausen-Beispielberg zu Au"
STROKES = Ink(strokes=(((20, 150), (100, 20), (200, 180), (300, 40), (420, 160), (580, 80)),))
HASH = "0123456789abcdef" * 4

MAYOR = Signatory("Erika Musterfrau", "Bürgermeisterin", "Stadt Musterstadt", "LPR-2026-0042/1")
COUNTERSIGNER = Signatory("Sabine Muster", "Sachbearbeitung", "Landespräventionsrat Sachsen", "LPR-2026-0042/1")
DEPUTY = Signatory(
    LONGEST_NAME,
    "Oberbürgermeisterin und Vorsitzende des Verwaltungsverbandes",
    "Stadt Musterstadt",
    "LPR-2026-0042/1",
    on_behalf=True,
)

AMENDED = replace(
    ORDINARY,
    title="Änderung der Vorvereinbarung",
    kind="amendment",
    amends="LPR-2026-0017",
    sections=(
        Section(
            "Geänderte Angaben",
            (
                (
                    "Ansprechperson der Stadt Musterstadt ist Nora Neumuster, erreichbar unter "
                    "praevention@musterstadt.example."
                ),
                "§ 9 der Vorvereinbarung LPR-2026-0017 entfällt.",
            ),
        ),
        Section("Fortgeltung", ("Im Übrigen gilt die Vorvereinbarung unverändert weiter.",)),
    ),
)
ENDED = replace(
    AMENDED,
    title="Aufhebung der Vorvereinbarung",
    kind="termination",
    last_day=date(2027, 12, 31),
    sections=(Section("Letzter Tag", ("Die Vorvereinbarung LPR-2026-0017 gilt bis zum 31. Dezember 2027.",)),),
)


def _stamp(signatory: Signatory, ink: Ink, check_url: str = ORDINARY.check_url, remark: str = "") -> bytes:
    return draw_stamp(Stamp(signatory, ink, CODE, check_url, NOW, remark))


def _outside(name: str, issuer: str) -> str:
    """What a stamp says of a signature that the commune made outside."""
    values = {"certificate_name": name, "certificate_issuer": issuer, "signed_at": NOW - timedelta(days=3)}
    return outside_remark(Signature(method="qualified", **values))


def _seal() -> bytes:
    return draw_stamp(SealStamp("ASSKomm-Portal (Demonstration)", "Landespräventionsrat Sachsen", NOW))


def _letter() -> bytes:
    commune = Commune(name="Musterstadt", kind=Commune.Kind.TOWN)
    agreement = PreAgreement(reference="LPR-2026-0042", commune=commune)
    holder = OfficeHolder(commune=commune, first_name="Erika", last_name="Musterfrau", salutation="female")
    version = DocumentVersion(number=1, agreement=agreement)
    invitation = Invitation(version=version, office_holder=holder, created_at=NOW - timedelta(days=1))
    writer = User(
        first_name="Ingolf",
        last_name="Müßiggang-Musterhausen",
        email="ingolf.muessiggang@lpr.example",
        phone="0351 564 0000",
    )
    address = "Stadt Musterstadt\nBürgermeisterin Erika Musterfrau\nMarkt 1\n08999 Musterstadt"
    with time_machine.travel(NOW, tick=False), override_settings(DEMO=True):
        return code_letter._render(agreement, invitation, address, "ABCDEFGHKM", StaffActor(writer))


def _filled(kind: type, **values: Any) -> Any:
    """An instance whose other fields say nothing: "", (), False, None."""
    blank = {"str": "", "bool": False, "int": 0}
    others: dict[str, Any] = {
        field.name: () if "tuple" in str(field.type) else blank.get(getattr(field.type, "__name__", ""))
        for field in fields(kind)
        if field.name not in values and field.default is MISSING
    }
    return kind(**others, **values)


def _certificate(subject: str) -> CertificateData:
    return _filled(
        CertificateData,
        subject=subject,
        issuer="CN=ASSKomm Demo-Aussteller, O=Landespräventionsrat Sachsen",
        serial=HASH[:40],
        sha256=HASH,
        valid_from=NOW,
    )


def sheet_contents(entries: int = 40) -> SheetContents:
    """Facts of an agreement that both sides signed online, with so many entries of the journal."""
    stamped = _filled(TimestampData, at=NOW, serial=HASH[:32], authority=_certificate("CN=Demo-Zeitstempel"))
    signer = {
        "opened_at": NOW - timedelta(minutes=9),
        "identified_at": NOW - timedelta(minutes=8),
        "consented_at": NOW - timedelta(minutes=2),
        "consented_sha256": HASH,
        "signed_at": NOW,
        "timestamp": stamped,
    }
    mayor = _filled(
        SignerData,
        party="Kommune",
        organisation="Stadt Musterstadt",
        name="Erika Musterfrau",
        office="Bürgermeisterin",
        method="Name eingetippt",
        identified_how="durch einen Code, der an b***@musterstadt.example gesendet wurde",
        certificate=_certificate("CN=Erika Musterfrau, O=Stadt Musterstadt"),
        **signer,
    )
    caseworker = replace(
        mayor,
        party="Landespräventionsrat",
        organisation="Landespräventionsrat Sachsen",
        name="Sabine Muster",
        office="Sachbearbeitung",
        identified_how="durch Anmeldung mit Passwort, beim Gegenzeichnen noch einmal",
        certificate=_certificate("CN=Sabine Muster, O=Landespräventionsrat Sachsen"),
    )
    return _filled(
        SheetContents,
        title="Vorvereinbarung",
        reference="LPR-2026-0042",
        version=1,
        commune="Stadt Musterstadt",
        operator="Landespräventionsrat Sachsen",
        route="Unterzeichnung im Portal",
        issued_at=NOW - timedelta(days=3),
        signed_on=NOW.date(),
        in_force_on=NOW.date(),
        completed_at=NOW,
        check_code=CODE,
        check_url=f"{ORDINARY.check_url}?code={CODE}",
        signers=(mayor, caseworker),
        changes=(ChangeData(NOW, "E-Mail-Adresse der Bürgermeisterin", "Sabine Muster"),),
        files=(FileData("Ausgefertigte Fassung", "ausgefertigt.pdf", HASH, 98_765),),
        journal_key="14999010",
        entries=tuple(
            EntryData(number, NOW, "preagreement.issue", "Die Vereinbarung wurde versandt.", HASH, HASH)
            for number in range(1, entries + 1)
        ),
        demo=True,
    )


def check_outcome() -> Outcome:
    """The outcome of a check of a genuine file, with everything that a report can say."""
    return Outcome(
        basis=Basis.FILE.value,
        tone="success",
        title="Echt. In Kraft seit 30. November 2026",
        sentence=Reason.GENUINE.explanation,
        advice=Reason.GENUINE.advice,
        indication="TOTAL-PASSED",
        sub_indication="",
        why="",
        checked_at="30.11.2026, 09:34 Uhr",
        moment=NOW.isoformat(),
        sha256=HASH,
        code=CODE,
        reference="LPR-2026-0042",
        heading="Vorvereinbarung LPR-2026-0042",
        facts=(
            ("Kommune", "Stadt Musterstadt"),
            ("Laufzeit", "30.11.2026 bis 31.12.2028"),
            ("Fassung", "1, keine neuere"),
            ("Stand heute, 30.11.2026", "Von beiden Seiten unterzeichnet, in Kraft seit 30.11.2026"),
        ),
        belongs_to=("Änderungsvereinbarung LPR-2026-0042-A1, unterzeichnet am 30.11.2026",),
        signers=(
            SignerLine(
                "Für die Stadt Musterstadt",
                LONGEST_NAME,
                "i. V. Oberbürgermeisterin und Vorsitzende des Verwaltungsverbandes",
                "unterzeichnet am 30.11.2026, 09:30 Uhr",
                ("eingetippt als „M. von Musterhausen“",),
            ),
            SignerLine(
                "Für den Landespräventionsrat Sachsen",
                "Sabine Muster",
                "Sachbearbeitung",
                "gegengezeichnet am 30.11.2026, 09:34 Uhr",
                (),
            ),
        ),
        checks=(
            Line("Datei unverändert", "Prüfsumme stimmt mit der ausgegebenen Fassung überein", "bestanden"),
            Line("Beide Unterschriften gültig", "sie passen zur Datei und sind die verzeichneten", "bestanden"),
            Line("In Kraft", "nicht aufgehoben, Laufzeit nicht abgelaufen", "bestanden"),
        ),
        technical=(("SHA-256 der geprüften Datei", HASH), ("Prüfregeln", POLICY)),
    )


def _check_report() -> bytes:
    with override_settings(DEMO=True):
        return render_report(check_outcome())


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "vereinbarung": lambda: render_agreement(ORDINARY).data,
    "vereinbarung-lange-namen": lambda: render_agreement(LONG_NAMES).data,
    "vereinbarung-papier": lambda: render_agreement(replace(ORDINARY, paper=True)).data,
    "vereinbarung-entwurf": lambda: render_agreement(replace(ORDINARY, draft=True)).data,
    "aenderung": lambda: render_agreement(AMENDED).data,
    "aufhebung": lambda: render_agreement(ENDED).data,
    "nachweis": lambda: render_sheet(sheet_contents()),
    "pruefbericht": _check_report,
    "brief": _letter,
    "siegel": _seal,
    "stempel": lambda: _stamp(MAYOR, Ink(typed_name="Erika Musterfrau")),
    "stempel-anderer-name": lambda: _stamp(MAYOR, Ink(typed_name="E. Musterfrau")),
    "stempel-gezeichnet": lambda: _stamp(MAYOR, STROKES),
    "stempel-qualifiziert": lambda: _stamp(
        COUNTERSIGNER,
        Ink(typed_name="Sabine Muster"),
        remark=_outside("Erika Musterfrau", "Muster-Vertrauensdienst CA 3"),
    ),
    "stempel-qualifiziert-lange-namen": lambda: _stamp(
        DEPUTY, Ink(typed_name=LONGEST_NAME), LONG_HOST, _outside(LONGEST_NAME * 2, LONGEST_NAME * 3)
    ),
    "stempel-lange-namen": lambda: _stamp(DEPUTY, Ink(typed_name=LONGEST_NAME), LONG_HOST),
    "stempel-lange-namen-gezeichnet": lambda: _stamp(DEPUTY, STROKES, LONG_HOST),
}
