"""Evidence of what was signed by hand, with a qualified signature, by deputies, with codes by telephone and letter."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agreements.evidence.package import build_package
from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement, Signature
from communes.models import OfficeHolder
from core import files
from core.models import JournalEntry
from core.signing.key_folder import read_roots
from staff.models import Role
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.signing.forgeries import flip_bit
from tests.agreements.test_codes import code_in, read_out, text_of_letter
from tests.agreements.test_evidence import text_of
from tests.agreements.test_evidence_package import commands, failures
from tests.agreements.test_on_behalf import countersigned_by
from tests.agreements.test_printed_route import browser, days_ago, decide, upload, url
from tests.agreements.test_qualified_route import send
from tests.factories.communes import OfficeHolderFactory
from tests.factories.qualified import (
    Provider,
    add_document_timestamp,
    add_revocation_data,
    sign_like_a_tool,
    trusted_provider,
)
from tests.factories.ready_agreements import caseworker_of, issued, issued_with, published_template, ready_draft
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

REASON = "Urlaub der Bürgermeisterin"
WISH = "Bitte nennen Sie in § 4 die Ordnungsbehörde. Ä"


@pytest.fixture
def mayor(newest_link: Callable[[], str], newest_code: Callable[[], str]) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with trusted_provider() as made:
        yield made


def by_deputy(**template: str) -> PreAgreement:
    """Sent to a deputy, who signs "i. V."."""
    draft = ready_draft(template_version=published_template(**template))
    deputy = OfficeHolderFactory(
        commune=draft.commune,
        office="deputy",
        deputy_rank=1,
        salutation="male",
        first_name="Stefan",
        last_name="Stellvertreter",
        email="stellvertretung@musterstadt.example",
    )
    draft.deputy, draft.deputy_reason = deputy, REASON
    draft.save(update_fields=["deputy", "deputy_reason"])
    return issued(draft)


def version_of(agreement: PreAgreement) -> DocumentVersion:
    return DocumentVersion.objects.select_related("agreement", "final_file").get(
        agreement=agreement, state=DocumentVersion.State.CURRENT
    )


def office(agreement: PreAgreement) -> Client:
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    return client


def sheet_of(version: DocumentVersion) -> str:
    return text_of(files.read(evidence_of(version)))


def unpacked(version: DocumentVersion, to: Path) -> Path:
    evidence_of(version)
    with zipfile.ZipFile(io.BytesIO(build_package(version))) as archive:
        archive.extractall(to)
    return to / f"{version.agreement.reference}-nachweispaket"


@pytest.fixture
def printed() -> DocumentVersion:
    """Signed by hand by a deputy and a substitute, three days and one day ago; scanned and confirmed."""
    with time_machine.travel(timezone.now() - timedelta(days=5), tick=True):
        agreement = by_deputy(signature_level="paper", code_channel="letter")
    absence = SubstitutionFactory(absent=caseworker_of(agreement.commune), valid_from=days_ago(9))
    SigningAuthorityFactory(user=absence.substitute, valid_from=days_ago(9))
    deputy = OfficeHolder.objects.get(office="deputy")
    sent = upload(
        agreement, caseworker_of(agreement.commune), commune_signatory=deputy.pk, lpr_signatory=absence.substitute_id
    )
    assert sent.status_code == 302, sent.content.decode()
    colleague = UserFactory(role=Role.CASEWORKER)
    page = browser(colleague).get(url(agreement, "pruefen")).content.decode()
    assert "i. V. Stellvertretender Bürgermeister Stefan Stellvertreter" in " ".join(page.split())
    assert f"i. V. {absence.substitute}" in page
    decide(agreement, colleague, "confirm")
    return version_of(agreement)


def test_the_sheet_of_a_printed_version_says_who_signed_by_hand_for_whom_and_on_which_day(printed):
    shown = sheet_of(printed)
    assert printed.agreement.original.lpr_signatory.startswith("i. V. ")
    of_commune, of_lpr = (Signature.objects.get(party=party) for party in ("commune", "lpr"))
    assert "Stefan Stellvertreter" in shown
    assert ", i. V. Stellvertretender Bürgermeister" in shown
    assert REASON in shown
    assert ", i. V. Sachbearbeitung" in shown
    assert f"Vertretung von {caseworker_of(printed.agreement.commune).full_name}" in shown
    for signature in (of_commune, of_lpr):
        day = timezone.localtime(signature.signed_at)
        assert f"am {day:%d.%m.%Y}, von Hand auf dem ausgedruckten Dokument" in shown
        assert f"{signature.name}: von Hand unterschrieben, ohne Zertifikat." in shown
    assert "00:00:00" not in shown, "of the time only the day is known"
    assert "eigenhändige Unterschrift" in shown
    scan = printed.scans.get()
    assert scan.file.sha256 in shown
    assert "Scan des Originals" in shown
    assert "Code" not in shown.replace("Prüfcode", "").replace("QR-Code", ""), "nobody needed one on paper"
    assert f"unterzeichnet am {printed.agreement.signed_on.day}." in shown


def test_the_package_of_a_printed_version_holds_the_scan_and_its_commands_succeed(printed, tmp_path):
    folder = unpacked(printed, tmp_path)
    assert failures(folder) == {}
    reference = printed.agreement.reference
    assert (folder / f"{reference}-scan.pdf").read_bytes() == files.read(printed.scans.get().file)
    assert not list(folder.glob("*-unterzeichnet.pdf"))
    text = (folder / "LIESMICH.txt").read_text(encoding="utf-8")
    assert "Stefan Stellvertreter, i. V. Stellvertretender Bürgermeister, am" in text
    assert "00:00:00" not in text
    used = " ".join(commands(folder))
    assert "siegel.p7s" in used
    assert "kommune" not in used

    scan = folder / f"{reference}-scan.pdf"
    scan.write_bytes(flip_bit(scan.read_bytes(), 500))
    assert [command for command in failures(folder) if "SHA256SUMS" in command]


@pytest.fixture
def qualified(mayor: Mayor, provider: Provider, signing_keys: object, timestamp_authority: str) -> DocumentVersion:
    """Signed by a deputy with a tool that adds revocation data; the code was read out on the telephone."""
    agreement = by_deputy(signature_level="qualified", code_channel="phone")
    client = office(agreement)
    mayor.open_link()
    assert mayor.give_code(read_out(client, agreement)).status_code == 302
    mayor.confirm_changes()
    issued_file = files.read(version_of(agreement).issued_file)
    signed = sign_like_a_tool(issued_file, provider.person("Stefan", "Stellvertreter"))
    assert send(mayor, add_revocation_data(signed, provider)).status_code == 302
    countersigned_by(client, agreement)
    return version_of(agreement)


def test_the_sheet_of_a_qualified_signature_says_whose_certificate_and_how_the_link_was_opened(qualified):
    shown = sheet_of(qualified)
    assert "Stefan Stellvertreter" in shown
    assert ", i. V. Stellvertretender Bürgermeister" in shown
    assert REASON in shown
    assert "außerhalb des Portals mit qualifizierter elektronischer Signatur" in shown
    assert "durch ein Zertifikat auf den Namen Stefan Stellvertreter, Aussteller" in shown
    assert "s…@musterstadt.example, danach ein Code, am Telefon vorgelesen" in shown
    assert "keiner; die Zeit ist die des Eingangs im Portal" in shown
    signature = Signature.objects.get(party="commune")
    assert signature.certificate_sha256 in shown
    assert "stellvertretung@" not in shown


def test_the_package_of_a_qualified_signature_is_checked_with_other_tools(qualified, tmp_path):
    folder = unpacked(qualified, tmp_path)
    assert failures(folder) == {}
    used = " ".join(commands(folder))
    assert "kommune.p7s -content kommune.gedeckt -noverify" in used
    assert "lpr.p7s" in used
    assert "kommune.tst" not in used
    assert "Vertrauensliste" in (folder / "LIESMICH.txt").read_text(encoding="utf-8")

    path = next(folder.glob("*-unterzeichnet.pdf"))
    path.write_bytes(flip_bit(path.read_bytes(), 3000))
    failed = " ".join(failures(folder))
    for words in ("cmp -n", "kommune.p7s", "lpr.p7s", "pdfsig"):
        assert words in failed, words


def test_a_tools_own_timestamp_on_the_whole_file_is_no_third_signature(
    mayor, provider, tmp_path, signing_keys, timestamp_authority
):
    """B-LTA: the tool adds a document timestamp, which pdfsig lists too."""
    agreement = issued_with(signature_level="qualified")
    mayor.go_to_signature()
    signed = sign_like_a_tool(files.read(version_of(agreement).issued_file), provider.person())
    stamped = add_document_timestamp(
        add_revocation_data(signed, provider), timestamp_authority, read_roots(signing_keys.root_certs)
    )
    assert send(mayor, stamped).status_code == 302
    countersigned_by(office(agreement), agreement)
    assert failures(unpacked(version_of(agreement), tmp_path)) == {}


def test_a_code_by_letter_and_what_the_commune_wrote_are_in_sheet_and_package(mayor, tmp_path):
    """A wish for another text is the commune's own: it lies in the package with its salt, not on the sheet."""
    agreement = issued_with(code_channel="letter")
    client = office(agreement)
    mayor.open_link()
    assert mayor.give_code(code_in(text_of_letter(client, agreement))).status_code == 302
    answer = mayor.say("/unterzeichnen/aenderung/", text=WISH)
    assert answer.status_code == 302, answer.content.decode()
    agreement = issued(PreAgreement.objects.get(pk=agreement.pk))
    mayor.open_link()
    assert mayor.give_code(code_in(text_of_letter(client, agreement))).status_code == 302
    mayor.confirm_changes()
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"
    countersigned_by(client, agreement)
    version = version_of(agreement)
    shown = sheet_of(version)
    assert "danach ein Code, per Brief gesendet" in shown
    assert WISH not in shown

    folder = unpacked(version, tmp_path)
    assert failures(folder) == {}
    entry = JournalEntry.objects.get(kind="preagreement.request_change")
    text = (folder / "verlauf" / f"{entry.seq:06}.text").read_text(encoding="utf-8")
    assert text == entry.free_text.salt + WISH
    assert json.loads((folder / "verlauf" / f"{entry.seq:06}.json").read_text())["text"] == entry.text_hash
