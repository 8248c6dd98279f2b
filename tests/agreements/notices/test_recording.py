"""The office's side of a notice of change: what is refused, who sends it (signing rule 20), what the database keeps."""

import html
from datetime import timedelta

import pgtrigger
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from agreements.models import ChangeNotice, PreAgreement
from agreements.notices import steps
from agreements.policies.notices import can_send_notice, problem_with_notice_day
from communes.models import OfficeHolder
from communes.office_holders.saving import change_address
from core.models import JournalEntry, OutgoingMessage
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.models import Role
from tests.agreements.notices.conftest import actor_of
from tests.agreements.notices.test_main_way import form_of, send
from tests.factories.communes import TopicFactory
from tests.factories.facts import ContactFactory
from tests.factories.notices import confirmed_notice, later, link_hash, waiting_notice
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


def test_a_second_click_leads_to_the_notice_that_waits(desk, agreement):
    nora = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="nora@musterstadt.example")
    form = form_of(desk, agreement, contact=nora.pk)
    url = f"{agreement.get_absolute_url()}mitteilen/"
    first, second = desk.post(url, form), desk.post(url, form)
    notice = ChangeNotice.objects.get()
    assert (first.url, second.url) == (notice.get_absolute_url(), notice.get_absolute_url())
    assert OutgoingMessage.objects.filter(kind="agreements.notice").count() == 1


def test_a_form_that_shows_what_does_not_hold_any_more_sends_nothing_the_first_time(desk, agreement):
    nora = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="nora@musterstadt.example")
    form = form_of(desk, agreement, contact=nora.pk)
    confirmed_notice(agreement, contact=None, topics=[TopicFactory(name="Zivilcourage")])
    url = f"{agreement.get_absolute_url()}mitteilen/"
    answer = desk.post(url, form)
    assert answer.status_code == 409
    said = html.unescape(answer.content.decode())
    assert "gilt etwas anderes" in said
    assert "Themen: jetzt „Zivilcourage“" in said
    assert ChangeNotice.objects.filter(status="open").count() == 0
    again = {**form, "token": answer.context["form"]["token"].value()}
    assert desk.post(url, again).status_code == 302


def test_what_was_typed_about_an_agreement_that_never_came_into_force_stays_with_the_reason(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    answer = client.post(f"{draft.get_absolute_url()}mitteilen/", {"remark": "Anruf des Hauptamts"})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        can_send_notice(StaffActor(caseworker_of(draft.commune)), draft).reason
    ]
    assert "Anruf des Hauptamts" in answer.content.decode()


def test_what_cannot_be_told_is_said_at_its_field(desk, agreement):
    silent = ContactFactory(commune=agreement.commune, last_name="Stumm", email="")
    former = ContactFactory(commune=agreement.commune, last_name="Vormals", active=False)
    stranger = ContactFactory()
    foreign = ContactFactory(commune=agreement.commune, last_name="汉字")
    unprintable = ContactFactory(commune=agreement.commune, last_name="Kyrill", email="info@пример.example")
    symbol = ContactFactory(commune=agreement.commune, last_name="Symbol", email="s@m.example", phone="☎ 03725 1")
    quoted = ContactFactory(commune=agreement.commune, last_name="Alt", email='"sehr alt"@musterstadt.example')
    nora = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="nora@musterstadt.example")
    picture = TopicFactory(name="Graffiti 😀")
    retired = TopicFactory(name="Abgeschafft", active=False)
    wrong = [
        ({"contact": silent.pk}, "keine E-Mail-Adresse erfasst"),
        ({"contact": former.pk}, "gültige"),
        ({"contact": stranger.pk}, "gültige"),
        ({"contact": foreign.pk}, "lassen sich im Dokument nicht darstellen"),
        ({"contact": unprintable.pk}, "lassen sich im Dokument nicht darstellen"),
        ({"contact": symbol.pk}, "lassen sich im Dokument nicht darstellen"),
        ({"contact": quoted.pk}, "So wird die E-Mail-Adresse von"),
        ({"topics": [picture.pk]}, "lassen sich im Dokument nicht darstellen"),
        ({"topics": [retired.pk]}, "gültige"),
        ({"topics": []}, "mindestens ein Thema"),
        ({}, "noch keine Änderung angegeben"),
        ({"contact": nora.pk, "origin": ""}, "Bitte füllen Sie dieses Feld aus"),
        ({"contact": nora.pk, "effective_on": later(-32).isoformat()}, "mehr als einen Monat zurück"),
        ({"contact": nora.pk, "effective_on": later(93).isoformat()}, "mehr als drei Monate voraus"),
        ({"contact": nora.pk, "effective_on": "morgen"}, "gültiges Datum"),
    ]
    for changes, said in wrong:
        answer = send(desk, agreement, **changes)
        assert answer.status_code == 422, changes
        assert said in answer.content.decode(), changes
    assert not ChangeNotice.objects.exists()


def test_the_day_lies_within_what_holds(agreement):
    PreAgreement.objects.filter(pk=agreement.pk).update(term_until=later(20))
    confirmed_notice(agreement, effective_on=later(5))
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    assert "M1 gilt ab dem" in problem_with_notice_day(agreement, later(4))
    assert problem_with_notice_day(agreement, later(5)) == ""
    assert problem_with_notice_day(agreement, later(20)) == ""
    assert "endet am" in problem_with_notice_day(agreement, later(21))


def test_a_topic_that_is_not_offered_any_more_may_stay(desk, agreement):
    kept = agreement.topics.get(name="Graffiti")
    kept.active = False
    kept.save()
    shown = page(desk, f"{agreement.get_absolute_url()}mitteilen/")
    assert "Graffiti (wird nicht mehr angeboten)" in shown
    assert send(desk, agreement, topics=[kept.pk]).status_code == 302
    notice = ChangeNotice.objects.get()
    assert list(notice.topics.all()) == [kept]
    ((label, before, after),) = notice.content["changes"]
    assert (label, set(before.split(", ")), after) == ("Themen", {"Graffiti", "Vandalismus"}, "Graffiti")


def test_a_substitute_sends_it_on_behalf(client, agreement):
    substitute = UserFactory()
    SubstitutionFactory(absent=caseworker_of(agreement.commune), substitute=substitute)
    client.force_login(substitute)
    nora = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="nora@musterstadt.example")
    assert send(client, agreement, contact=nora.pk).status_code == 302
    entry = JournalEntry.objects.get(kind="changenotice.record")
    assert (entry.actor_id, entry.acted_for_id) == (str(substitute.pk), str(caseworker_of(agreement.commune).pk))
    assert "i. V. für" in page(client, ChangeNotice.objects.get().get_absolute_url())


def test_who_moved_the_address_does_not_send_the_link_of_a_notice(desk, agreement, client):
    """Signing rule 20: the change is shown before and after, and somebody else sends."""
    user = caseworker_of(agreement.commune)
    holder = agreement.commune.office_holders.head_on(timezone.localdate())
    nora = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="nora@musterstadt.example")
    form = form_of(desk, agreement, contact=nora.pk)
    change_address(holder, "privat@anderswo.example", actor=StaffActor(user))
    url = f"{agreement.get_absolute_url()}mitteilen/"
    for answer in (desk.get(url, follow=True), desk.post(url, form, follow=True)):
        assert "Sie haben vor Kurzem geändert" in answer.content.decode()
    assert not ChangeNotice.objects.exists()
    client.force_login(UserFactory(role=Role.HEAD))
    assert f"geändert von {user.full_name}" in page(client, url)
    assert client.post(url, form).status_code == 302
    notice = ChangeNotice.objects.get()
    assert f"geändert von {user.full_name}" in page(client, notice.get_absolute_url())
    with pytest.raises(TransitionRefusedError, match="vor Kurzem geändert"):
        steps.resend(notice, actor=StaffActor(user))
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        ChangeNotice.objects.update(expires_at=timezone.now() + timedelta(days=1))
        steps.resend(notice, actor=StaffActor(user))


def test_an_address_from_before_addresses_were_judged_is_said_before_the_form(desk, agreement):
    OfficeHolder.objects.update(email='"sehr alt"@musterstadt.example')
    answer = desk.get(f"{agreement.get_absolute_url()}mitteilen/", follow=True)
    assert "kann nichts gesendet werden" in answer.content.decode()


def test_nobody_to_send_it_to_is_said_before_the_form(desk, agreement):
    OfficeHolder.objects.update(email="")
    answer = desk.get(f"{agreement.get_absolute_url()}mitteilen/", follow=True)
    assert answer.redirect_chain == [(agreement.get_absolute_url(), 302)]
    assert "keine E-Mail-Adresse" in answer.content.decode()


def test_a_link_that_could_not_be_delivered_is_shown_and_sent_by_somebody_else(desk, notice):
    message = OutgoingMessage.objects.get(kind="agreements.notice")
    message.state, message.problem, message.due_at = OutgoingMessage.State.FAILED, "Abgelehnt.", None
    message.save()
    agreement = notice.agreement
    assert "Link zur Bestätigung einer Änderungsmitteilung" in page(desk, agreement.get_absolute_url())
    answer = desk.get(f"{agreement.get_absolute_url()}e-mails/{message.pk}/", follow=True)
    assert "Danach sendet jemand anderes" in answer.content.decode()
    steps.withdraw(notice, "Doch nicht.", actor=actor_of(agreement))
    assert "nicht zugestellt" not in page(desk, agreement.get_absolute_url()), "nobody waits for it any more"


def test_what_is_recorded_and_what_is_answered_stays(notice):
    topic = TopicFactory(name="Zivilcourage")
    for changes in ({"contact_name": "Axel Anders"}, {"effective_on": later(3)}, {"content": {}}, {"number": 7}):
        with pytest.raises(InternalError), transaction.atomic():
            ChangeNotice.objects.filter(pk=notice.pk).update(**changes)
    steps.confirm(notice, token_hash=link_hash(notice), shown_sha256=notice.content_sha256)
    for changes in ({"status": "open"}, {"confirmed_name": "Axel Anders"}, {"recipient": "x@anderswo.example"}):
        with pytest.raises(InternalError), transaction.atomic():
            ChangeNotice.objects.filter(pk=notice.pk).update(**changes)
    with pytest.raises(InternalError), transaction.atomic():
        notice.topics.add(topic)
    with pytest.raises(InternalError), transaction.atomic():
        ChangeNotice.objects.filter(pk=notice.pk)._raw_delete(using="default")


def test_the_topics_of_a_notice_cannot_be_exchanged(agreement):
    topic = TopicFactory(name="Zivilcourage")
    notice = waiting_notice(agreement, contact=None, topics=[topic])
    with pytest.raises(InternalError), transaction.atomic():
        notice.topics.clear()


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "confirmed"},
        {"status": "erfunden"},
        {"confirmed_name": "Erika Musterfrau"},
    ],
)
def test_a_state_and_its_companions_fit(notice, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeNotice.objects.filter(pk=notice.pk).update(**changes)


def test_one_notice_waits_at_a_time(notice):
    values = ChangeNotice.objects.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeNotice.objects.create(**{**values, "id": None, "number": 2})


def test_verify_files_names_a_notice_that_was_changed_behind_the_portals_back(agreement, capsys):
    notice = confirmed_notice(agreement)
    call_command("verify_files")
    assert "1 Änderungsmitteilungen, alle gültig" in capsys.readouterr().out
    with pgtrigger.ignore("agreements.ChangeNotice:recorded_stays", "agreements.ChangeNotice:answered_stays"):
        ChangeNotice.objects.update(content={**notice.content, "remark": "anders"})
    with pytest.raises(CommandError, match="1 Änderungsmitteilungen, 1 nicht gültig"):
        call_command("verify_files")
    printed = capsys.readouterr().err
    assert f"Änderungsmitteilung {notice.reference}: der Wortlaut passt nicht zu seiner Prüfsumme" in printed
