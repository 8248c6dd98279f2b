"""Changing or ending an agreement by both sides: drafted, signed like every agreement, visible where it counts."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.drafting import amendments as amending
from agreements.drafting.amendment_forms import AmendmentForm, TerminationForm
from agreements.models import PreAgreement
from agreements.models.terms import terms_on
from agreements.transitions import ending, pre_agreement
from agreements.transitions.payloads import PaperSignatures
from communes.models import Topic
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.communes import TopicFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import PASSWORD, UserFactory
from tests.races import at_once
from tests.strict_templates import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

SIGNED_ON = date(2025, 9, 1)
UNTIL = date(2031, 12, 31)


@pytest.fixture
def agreement() -> PreAgreement:
    draft = ready_draft(term_from=SIGNED_ON, term_until=date(2027, 12, 31))
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(SIGNED_ON, "Bürgermeister Max Mustermann", "Petra Muster")
    )
    return draft


@pytest.fixture
def desk(client, agreement):
    client.force_login(caseworker_of(agreement.commune))
    return client


def amend(client, agreement, **changes):
    values = {
        "topics": list(agreement.topics.values_list("pk", flat=True)),
        "contact_name": agreement.contact_name,
        "contact_email": agreement.contact_email,
        "contact_phone": agreement.contact_phone,
        "term_until": agreement.term_until.isoformat(),
        "council_resolution": "not_needed",
        "wording": "",
        "token": 1,
    }
    return client.post(f"{agreement.get_absolute_url()}aendern/", {**values, **changes})


def terminate(client, agreement, last_day: date, reason: str = "Die Ziele sind erreicht."):
    values = {"last_day": last_day.isoformat(), "wording": reason, "council_resolution": "not_needed", "token": 1}
    return client.post(f"{agreement.get_absolute_url()}aufheben/", values)


def sign(client, draft: PreAgreement, newest_link, newest_code) -> PreAgreement:
    """Send, sign for the commune, countersign: the pages of every agreement."""
    client.post(f"{draft.get_absolute_url()}senden/", {"token": draft.revision})
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"
    version = draft.current_version
    assert version is not None
    answer = client.post(f"{draft.get_absolute_url()}gegenzeichnen/", {"version": version.pk, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    return draft


def test_an_amendment_from_the_page_of_the_agreement_into_force(desk, agreement, newest_link, newest_code):
    assert "Änderung vereinbaren" in page(desk, agreement.get_absolute_url())
    assert "Olaf Ordnungsmuster" in page(desk, f"{agreement.get_absolute_url()}aendern/")
    answer = amend(
        desk,
        agreement,
        topics=[TopicFactory(name="Zivilcourage").pk],
        contact_name="Nora Neumuster",
        term_until=UNTIL.isoformat(),
        wording="§ 4 wird um folgenden Absatz ergänzt:\n\nDie Kommune berichtet jährlich.",
    )
    draft = PreAgreement.objects.get(kind="amendment")
    assert answer.url == draft.get_absolute_url()
    assert draft.reference == f"{agreement.reference}-A1"
    shown = page(desk, draft.get_absolute_url())
    for part in ("Was sich ändert", "Nora Neumuster", "Olaf Ordnungsmuster", "Zivilcourage", "31.12.2031"):
        assert part in shown

    sign(desk, draft, newest_link, newest_code)
    assert draft.status == "in_force"
    content = draft.versions.get().content
    assert (content["kind"], content["amends"]) == ("amendment", agreement.reference)
    text = str(content["sections"])
    for part in ("zur Ansprechperson werden wie folgt gefasst: „Nora Neumuster (", "Die Kommune berichtet jährlich."):
        assert part in text

    agreement.refresh_from_db()
    shown = page(desk, agreement.get_absolute_url())
    for part in ("Vereinbarung und Änderungen", draft.get_absolute_url(), "Zivilcourage", "Nora Neumuster", "geändert"):
        assert part in shown
    assert terms_on(agreement, timezone.localdate()).row == draft
    assert terms_on(agreement, timezone.localdate() - timedelta(days=1)).row == agreement, (
        "key dates before keep the truth"
    )
    assert draft.get_absolute_url() in page(desk, agreement.commune.get_absolute_url())
    assert JournalEntry.objects.get(kind="preagreement.amended").data == {"by": draft.reference}
    verify_chain(agreement.commune_id)


def test_only_what_changes_stands_in_the_text(desk, agreement):
    amend(desk, agreement, term_until=UNTIL.isoformat())
    draft = PreAgreement.objects.get(kind="amendment")
    desk.post(f"{draft.get_absolute_url()}senden/", {"token": 1})
    headings = [section["heading"] for section in draft.versions.get().content["sections"]]
    assert "Geänderte Bestimmungen" in headings
    assert "Weitere Änderungen" not in headings


def test_an_amendment_that_changes_nothing_is_not_sent(desk, agreement):
    amend(desk, agreement)
    draft = PreAgreement.objects.get(kind="amendment")
    assert "Angeben, was sich ändert" in page(desk, draft.get_absolute_url())
    desk.post(f"{draft.get_absolute_url()}senden/", {"token": 1})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_second_amendment_starts_from_the_first(desk, agreement, newest_link, newest_code):
    amend(desk, agreement, contact_name="Nora Neumuster")
    first = sign(desk, PreAgreement.objects.get(kind="amendment"), newest_link, newest_code)
    assert "Nora Neumuster" in page(desk, f"{agreement.get_absolute_url()}aendern/")
    amend(desk, agreement, contact_name="Nora Neumuster", wording="§ 9 entfällt.")
    second = PreAgreement.objects.get(reference=f"{agreement.reference}-A2")
    assert "Olaf Ordnungsmuster" not in page(desk, second.get_absolute_url())
    assert "Olaf Ordnungsmuster" in page(desk, first.get_absolute_url()), "the first one still says what it changed"


def test_a_draft_can_be_edited_with_its_own_form(desk, agreement):
    terminate(desk, agreement, UNTIL)
    draft = PreAgreement.objects.get(kind="termination")
    shown = page(desk, f"{draft.get_absolute_url()}bearbeiten/")
    assert "Letzter Tag" in shown
    assert "Ansprechperson der Kommune" not in shown
    day = timezone.localdate() + timedelta(days=60)
    values = {"last_day": day.isoformat(), "wording": "Anders.", "council_resolution": "not_needed", "token": 1}
    assert desk.post(f"{draft.get_absolute_url()}bearbeiten/", values).status_code == 302
    draft.refresh_from_db()
    assert (draft.last_day, draft.revision) == (day, 2)


@pytest.mark.parametrize("days", [-30, 0])
def test_a_termination_ends_the_agreement_at_once(desk, agreement, newest_link, newest_code, days):
    last_day = timezone.localdate() + timedelta(days=days)
    terminate(desk, agreement, last_day)
    draft = PreAgreement.objects.get(kind="termination")
    assert draft.reference == f"{agreement.reference}-K1"
    sign(desk, draft, newest_link, newest_code)
    agreement.refresh_from_db()
    assert (draft.status, agreement.status, agreement.ended_on) == ("in_force", "ended", last_day)
    verify_chain(agreement.commune_id)


def test_a_termination_to_come_leaves_it_in_force_until_then(desk, agreement, newest_link, newest_code):
    last_day = timezone.localdate() + timedelta(days=30)
    terminate(desk, agreement, last_day)
    sign(desk, PreAgreement.objects.get(kind="termination"), newest_link, newest_code)
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    assert list(PreAgreement.objects.in_force_on(last_day)) == [agreement]
    assert not PreAgreement.objects.in_force_on(last_day + timedelta(days=1)).exists()
    shown = page(desk, agreement.get_absolute_url())
    assert f"{last_day:%d.%m.%Y}" in shown
    assert "ist schon vereinbart" in shown
    for where in (agreement.get_absolute_url(), "/vereinbarungen/", agreement.commune.get_absolute_url()):
        assert f"aufgehoben zum {last_day:%d.%m.%Y}" in page(desk, where), where
    PreAgreement.objects.filter(kind="termination").update(last_day=timezone.localdate())
    call_command("tick")
    agreement.refresh_from_db()
    assert agreement.status == "ended"


def test_a_day_before_the_agreement_is_refused(desk, agreement):
    answer = terminate(desk, agreement, SIGNED_ON - timedelta(days=1))
    assert answer.status_code == 422
    assert "erst seit dem 01.09.2025 in Kraft" in answer.content.decode()


def test_a_second_click_leads_to_the_draft(desk, agreement):
    first, second = amend(desk, agreement, wording="§ 9 entfällt."), amend(desk, agreement, wording="§ 9 entfällt.")
    assert first.url == second.url
    assert terminate(desk, agreement, UNTIL).url == first.url
    assert PreAgreement.objects.filter(amends=agreement).count() == 1


@pytest.mark.parametrize("step", ["aendern", "aufheben"])
def test_what_was_typed_stays_when_the_agreement_ended_meanwhile(desk, agreement, step):
    PreAgreement.objects.update(status="ended", ended_on=timezone.localdate())
    sent = {"wording": "Das habe ich lange überlegt.", "token": "1"}
    late = desk.post(f"{agreement.get_absolute_url()}{step}/", sent)
    assert late.status_code == 409
    assert "nur eine Vereinbarung, die in Kraft ist" in late.content.decode()
    assert sent["wording"] in late.content.decode()
    assert not PreAgreement.objects.exclude(pk=agreement.pk).exists()


def test_a_draft_that_was_opened_again_in_the_same_moment_is_named(desk, agreement, monkeypatch):
    amend(desk, agreement, wording="§ 9 entfällt.")
    first = PreAgreement.objects.get(amends=agreement)
    actor = StaffActor(caseworker_of(agreement.commune))
    pre_agreement.discard(first, actor=actor, reason="nicht mehr nötig")

    def refused_by_the_database(_form, _save):
        pre_agreement.reopen(first, actor=actor)  # by somebody else, so not in the form's transaction
        raise IntegrityError

    monkeypatch.setattr(TerminationForm, "attempt", refused_by_the_database)
    answer = terminate(desk, agreement, UNTIL)
    assert answer.url == first.get_absolute_url()
    assert f"Es gibt schon eine offene Änderungsvereinbarung: {first.reference}." in page(desk, answer.url)


def test_a_new_agreement_can_be_drafted_beside_it(desk, agreement):
    amend(desk, agreement, wording="§ 9 entfällt.")
    assert desk.get(f"/vereinbarungen/neu/?kommune={agreement.commune.ags}").status_code == 200


def test_what_is_not_in_force_is_not_amended(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    answer = client.get(f"{draft.get_absolute_url()}aendern/", follow=True)
    assert "nur eine Vereinbarung, die in Kraft ist" in answer.content.decode()


def test_an_amendment_of_what_has_ended_is_not_signed(desk, agreement, newest_link, newest_code):
    amend(desk, agreement, wording="§ 9 entfällt.")
    draft = PreAgreement.objects.get(kind="amendment")
    desk.post(f"{draft.get_absolute_url()}senden/", {"token": 1})
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    ending.end(agreement, actor=StaffActor(caseworker_of(agreement.commune)), on=timezone.localdate(), reason="Vorbei.")
    PreAgreement.objects.filter(pk=agreement.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    answer = mayor.sign_typed("Erika Musterfrau")
    assert answer.status_code == 409
    assert "ist nicht mehr in Kraft" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "issued"


def test_an_amendment_is_not_ended_nor_amended_itself(desk, agreement, newest_link, newest_code):
    amend(desk, agreement, wording="§ 9 entfällt.")
    draft = sign(desk, PreAgreement.objects.get(kind="amendment"), newest_link, newest_code)
    shown = page(desk, draft.get_absolute_url())
    assert "Vereinbarung beenden" not in shown
    assert "Änderung vereinbaren" not in shown
    for way in ("aendern/", "aufheben/", "beenden/"):
        assert desk.get(draft.get_absolute_url() + way).status_code == 302


def test_a_colleague_sees_why_not(client, agreement):
    client.force_login(UserFactory())
    assert "Änderung vereinbaren: Zuständig ist" in page(client, agreement.get_absolute_url())
    amend(client, agreement, wording="§ 9 entfällt.")
    assert not PreAgreement.objects.filter(amends=agreement).exists()


def test_everyone_who_checks_the_code_sees_what_it_amends(client, desk, agreement):
    amend(desk, agreement, wording="§ 9 entfällt.")
    draft = PreAgreement.objects.get(kind="amendment")
    desk.post(f"{draft.get_absolute_url()}senden/", {"token": 1})
    client.logout()
    shown = client.get(f"/pruefen/?code={draft.versions.get().check_code}").content.decode()
    assert f"Änderung der Vorvereinbarung {agreement.reference}" in shown


@pytest.mark.parametrize("where", ["page", "file"])
def test_one_amendment_or_three_cost_the_same(desk, agreement, where):
    address = agreement.get_absolute_url() if where == "page" else agreement.commune.get_absolute_url()

    def cost() -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    def signed_amendment() -> None:
        amend(desk, agreement, wording="§ 9 entfällt.")
        PreAgreement.objects.filter(amends=agreement).update(status="in_force", signed_on=timezone.localdate())

    signed_amendment()
    one = cost()
    signed_amendment()
    signed_amendment()
    assert cost() == one


def test_topics_of_the_commune_are_those_of_the_amendment(desk, agreement):
    amend(desk, agreement, topics=[TopicFactory(name="Zivilcourage").pk])
    PreAgreement.objects.filter(amends=agreement).update(status="in_force", signed_on=timezone.localdate())
    shown = page(desk, agreement.commune.get_absolute_url())
    assert "Zivilcourage" in shown
    assert "Graffiti" not in shown
    assert Topic.objects.filter(name="Graffiti").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_draft():
    agreement = ready_draft(term_from=SIGNED_ON)
    pre_agreement.record_paper(
        agreement, actor=SYSTEM, paper=PaperSignatures(SIGNED_ON, "Bürgermeister", "Petra Muster")
    )
    actor = StaffActor(caseworker_of(agreement.commune))

    def work() -> None:
        draft = amending.blank(PreAgreement.objects.get(pk=agreement.pk), PreAgreement.Kind.AMENDMENT)
        values = {"council_resolution": "not_needed", "wording": "§ 9 entfällt.", "token": 1}
        form = AmendmentForm(values, instance=draft, cancel_url="")
        assert form.is_valid(), form.errors
        amending.start(form, actor=actor)

    refused = at_once(work)
    assert len(refused) == 7
    assert PreAgreement.objects.filter(amends=agreement).count() == 1
    verify_chain(agreement.commune_id)
