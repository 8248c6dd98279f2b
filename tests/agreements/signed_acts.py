"""Every way and every role in which both sides sign, each with what happened, told apart from the ledger."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from agreements.models import DocumentVersion, PreAgreement
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core import files
from core.actors import SYSTEM
from staff.models import Role, User
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_amendments import amend, terminate
from tests.agreements.test_codes import code_in, read_out, text_of_letter
from tests.agreements.test_print_representatives import TWO
from tests.agreements.test_printed_route import days_ago, decide, upload
from tests.agreements.test_qualified_route import send
from tests.factories.communes import OfficeHolderFactory
from tests.factories.qualified import Provider, sign
from tests.factories.ready_agreements import caseworker_of, issued, issued_with, published_template, ready_draft
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, SubstitutionFactory, UserFactory

BY_LINK = "durch einen Link, per E-Mail gesendet an {}…@musterstadt.example, danach ein Code, {}"
BY_MAIL, BY_PHONE = "per E-Mail an dieselbe Adresse gesendet", "am Telefon vorgelesen"
TYPED, DRAWN = "online im Portal, Name eingetippt", "online im Portal, gezeichnet"
BY_HAND = "von Hand auf dem ausgedruckten Dokument"
COMPARED = "durch die eigenhändige Unterschrift; eine zweite Person hat den Scan mit der Fassung verglichen"
ILL = "Urlaub der Bürgermeisterin"
STROKES = json.dumps([[[20, 100], [60, 40], [120, 150]]])


@dataclass(frozen=True)
class Did:
    """What one person did, as the sheet has to say it."""

    name: str
    office: str
    method: str
    identified_how: str
    on_behalf_reason: str = ""
    typed_name: str = ""
    other_name_confirmed: bool = False
    stated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """A version that both sides signed, and what each did. ``mayor``: whose browser, where it was signed in one."""

    version: DocumentVersion
    commune: Did
    lpr: Did
    mayor: Mayor | None
    looked_at: str = ""


@dataclass(frozen=True)
class Stage:
    """What is needed to act."""

    newest_link: Callable[[], str]
    newest_code: Callable[[], str]
    provider: Provider

    def mayor(self) -> Mayor:
        return Mayor(self.newest_link, self.newest_code)


MAYOR = Did("Erika Musterfrau", "Bürgermeisterin", TYPED, BY_LINK.format("b", BY_MAIL), typed_name="Erika Musterfrau")


def online_typed(stage: Stage) -> Act:
    return _online(stage, issued(), MAYOR)


def online_drawn(stage: Stage) -> Act:
    did = Did("Erika Musterfrau", "Bürgermeisterin", DRAWN, BY_LINK.format("b", BY_MAIL))
    return _online(stage, issued(), did, by_head=True)


def online_with_another_name(stage: Stage) -> Act:
    did = Did(
        "Erika Musterfrau",
        "Bürgermeisterin",
        TYPED,
        BY_LINK.format("b", BY_MAIL),
        typed_name="Micky Maus",
        other_name_confirmed=True,
    )
    return _online(stage, issued(), did)


def online_by_deputies(stage: Stage) -> Act:
    """A deputy for the mayor, a substitute for the caseworker; the code by letter."""
    agreement = _by_deputy(code_channel="letter")
    did = Did(
        "Stefan Stellvertreter",
        "Stellvertretender Bürgermeister",
        TYPED,
        BY_LINK.format("s", "per Brief gesendet"),
        on_behalf_reason=ILL,
        typed_name="Stefan Stellvertreter",
    )
    return _online(stage, agreement, did, by_substitute=True)


def amendment(stage: Stage) -> Act:
    """Of an agreement on paper."""
    agreement, office = _on_paper()
    amend(office, agreement, contact_name="Nora Neumuster")
    return _online(stage, issued(PreAgreement.objects.get(kind="amendment")), MAYOR)


def termination(stage: Stage) -> Act:
    agreement, office = _on_paper()
    terminate(office, agreement, timezone.localdate() + timedelta(days=30))
    return _online(stage, issued(PreAgreement.objects.get(kind="termination")), MAYOR)


def qualified(stage: Stage) -> Act:
    """By a deputy, with a reason in the signature; the code by telephone."""
    agreement = _by_deputy(signature_level="qualified", code_channel="phone")
    mayor, office = stage.mayor(), _browser(caseworker_of(agreement.commune))
    mayor.open_link()
    assert mayor.give_code(read_out(office, agreement)).status_code == 302
    mayor.confirm_changes()
    data = files.read(_version(agreement).issued_file)
    person = stage.provider.person("Stefan", "Stellvertreter")
    assert send(mayor, sign(data, person, reason="Ich stimme zu", location="Musterstadt")).status_code == 302
    did = Did(
        "Stefan Stellvertreter",
        "Stellvertretender Bürgermeister",
        "außerhalb des Portals mit qualifizierter elektronischer Signatur",
        "durch ein Zertifikat auf den Namen Stefan Stellvertreter, Aussteller Testanbieter für Signaturen, "
        f"ASSKomm-Portal (Demonstration); im Portal {BY_LINK.format('s', BY_PHONE)}",
        on_behalf_reason=ILL,
        stated=("Grund: Ich stimme zu", "Ort: Musterstadt"),
    )
    return _countersigned(agreement, did, mayor)


def printed(stage: Stage) -> Act:
    agreement = _printed()
    user = caseworker_of(agreement.commune)
    _scanned(agreement)
    commune = Did("Erika Musterfrau", "Bürgermeisterin", BY_HAND, COMPARED)
    return Act(_version(agreement), commune, Did(user.full_name, "Sachbearbeitung", BY_HAND, COMPARED), None)


def printed_by_two_employees(stage: Stage) -> Act:
    """For the LPR a substitute."""
    agreement = _printed()
    substitute, reason = _substitute(agreement)
    _scanned(agreement, **TWO, lpr_signatory=substitute.pk)
    commune = Did(
        "Anna Amtsmuster und Otto Ordnungsmuster",
        "Kämmerin und i. V. Leiter des Hauptamts",
        BY_HAND,
        COMPARED,
        on_behalf_reason=TWO["reason"],
    )
    lpr = Did(substitute.full_name, "Sachbearbeitung", BY_HAND, COMPARED, on_behalf_reason=reason)
    return Act(_version(agreement), commune, lpr, None)


ACTS: list[Callable[[Stage], Act]] = [
    online_typed,
    online_drawn,
    online_with_another_name,
    online_by_deputies,
    amendment,
    termination,
    qualified,
    printed,
    printed_by_two_employees,
]


def _online(
    stage: Stage, agreement: PreAgreement, did: Did, *, by_head: bool = False, by_substitute: bool = False
) -> Act:
    mayor = stage.mayor()
    mayor.open_link()
    if "Brief" in did.identified_how:
        office = _browser(caseworker_of(agreement.commune))
        assert mayor.give_code(code_in(text_of_letter(office, agreement))).status_code == 302
    else:
        mayor.identify()
    mayor.confirm_changes()
    if did.method == DRAWN:
        assert mayor.sign_drawn(json.loads(STROKES)).status_code == 302
    else:
        confirmed = {"confirmed_name": did.typed_name} if did.other_name_confirmed else {}
        assert mayor.sign_typed(did.typed_name, **confirmed).status_code == 302
    return _countersigned(agreement, did, mayor, by_head=by_head, by_substitute=by_substitute)


def _countersigned(
    agreement: PreAgreement, did: Did, mayor: Mayor, *, by_head: bool = False, by_substitute: bool = False
) -> Act:
    user, office, reason = caseworker_of(agreement.commune), "Sachbearbeitung", ""
    if by_head:
        user, office = SigningAuthorityFactory(user=UserFactory(role=Role.HEAD)).user, "Leitung"
    elif by_substitute:
        user, reason = _substitute(agreement)
    browser, path = _browser(user), f"{agreement.get_absolute_url()}gegenzeichnen/"
    looked_at = browser.get(path).content.decode()
    form = {"version": str(_version(agreement).pk), "password": PASSWORD, "name_confirmed": "on"}
    assert browser.post(path, form).status_code == 302
    by_password = "durch Anmeldung im Portal und erneute Eingabe des Passworts"
    lpr = Did(user.full_name, office, "online im Portal, mit dem Passwort bestätigt", by_password, reason)
    return Act(_version(agreement), did, lpr, mayor, looked_at)


def _substitute(agreement: PreAgreement) -> tuple[User, str]:
    absent = caseworker_of(agreement.commune)
    user = SubstitutionFactory(absent=absent, valid_from=days_ago(9)).substitute
    SigningAuthorityFactory(user=user, valid_from=days_ago(9))
    return user, f"Vertretung von {absent.full_name}"


def _by_deputy(**template: str) -> PreAgreement:
    draft = ready_draft(template_version=published_template(**template))
    draft.deputy = OfficeHolderFactory(
        commune=draft.commune,
        office="deputy",
        deputy_rank=1,
        salutation="male",
        first_name="Stefan",
        last_name="Stellvertreter",
        email="stellvertretung@musterstadt.example",
    )
    draft.deputy_reason = ILL
    draft.save(update_fields=["deputy", "deputy_reason"])
    return issued(draft)


def _on_paper() -> tuple[PreAgreement, Client]:
    draft = ready_draft(term_from=days_ago(400), term_until=days_ago(-700))
    paper = PaperSignatures(days_ago(400), "Bürgermeister Max Mustermann", "Petra Muster")
    pre_agreement.record_paper(draft, actor=SYSTEM, paper=paper)
    return draft, _browser(caseworker_of(draft.commune))


def _printed() -> PreAgreement:
    with time_machine.travel(timezone.now() - timedelta(days=5), tick=True):
        return issued_with(signature_level="paper")


def _scanned(agreement: PreAgreement, **changes: object) -> None:
    assert upload(agreement, caseworker_of(agreement.commune), **changes).status_code == 302
    decide(agreement, UserFactory(role=Role.CASEWORKER), "confirm")


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _version(agreement: PreAgreement) -> DocumentVersion:
    related = ("agreement__commune", "final_file", "issued_file", "commune_signed_file")
    return DocumentVersion.objects.select_related(*related).get(agreement=agreement, state="current")
