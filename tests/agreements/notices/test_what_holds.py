"""What a confirmed notice changes holds everywhere: by day, in lists, filters, coaching, amendments, verification."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from agreements.drafting import amendments as amending
from agreements.drafting.amendment_forms import AmendmentForm
from agreements.models import PaperOriginal, PreAgreement
from agreements.models.terms import terms_on, terms_today
from agreements.notices.forms import NoticeForm
from agreements.office.filters import about
from agreements.policies.amending import can_amend, can_reopen
from agreements.policies.notices import can_give_notice, problem_with_notice_day
from agreements.text.amendment_text import amending_facts, changed_terms
from agreements.transitions import pre_agreement
from agreements.verification.legal_status import belongs_to
from communes.models import Commune
from communes.responsibility import staff_actor
from tests.factories.coaching import RunningFactory
from tests.factories.communes import TopicFactory
from tests.factories.notices import NEW_CONTACT, confirmed_notice, later, waiting_notice
from tests.factories.ready_agreements import caseworker_of, issued
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

Kind = PreAgreement.Kind


@pytest.fixture
def actor(agreement):
    return staff_actor(caseworker_of(agreement.commune), agreement.commune)


def test_the_form_of_the_next_one_begins_with_a_day_that_is_not_refused(agreement):
    def offered():
        return NoticeForm(agreement=agreement).fields["effective_on"].initial

    assert offered() == later(0)
    confirmed_notice(agreement, effective_on=later(20))
    assert offered() == later(20)
    assert problem_with_notice_day(agreement, offered()) == ""


def names(terms) -> list[str]:
    return sorted(topic.name for topic in terms.topics.all())


def fresh(agreement) -> PreAgreement:
    return PreAgreement.objects.get(pk=agreement.pk)


def draft_of(agreement, actor, **changes) -> PreAgreement:
    """An amendment as the page makes it, with what holds today but for ``changes``."""
    blank = amending.blank(agreement, Kind.AMENDMENT)
    terms = terms_today(agreement)
    values = {
        "topics": [topic.pk for topic in terms.topics.all()],
        **{name: getattr(blank, name) for name in ("contact_name", "contact_email", "contact_phone")},
        "term_until": blank.term_until,
        "token": 1,
    }
    form = AmendmentForm({**values, **changes}, instance=blank, cancel_url="/")
    assert form.is_valid(), form.errors
    return amending.start(form, actor=actor)


def put_in_force(amendment: PreAgreement) -> None:
    """Signed on paper today, without the steps between."""
    today = timezone.localdate()
    PreAgreement.objects.filter(pk=amendment.pk).update(
        status="in_force",
        route="paper",
        original=PaperOriginal.objects.create(),
        signed_on=today,
        status_since=timezone.now(),
    )


def test_each_notice_holds_from_its_day_for_what_it_changes(agreement):
    courage = TopicFactory(name="Zivilcourage")
    confirmed_notice(agreement, effective_on=later(-10))
    confirmed_notice(agreement, contact=None, topics=[courage], effective_on=later(5))
    agreement = fresh(agreement)
    assert terms_on(agreement, later(-11)).contact_name == "Olaf Ordnungsmuster"
    assert terms_on(agreement, later(-10)).contact == NEW_CONTACT
    assert names(terms_on(agreement, later(4))) == ["Graffiti", "Vandalismus"]
    assert names(terms_on(agreement, later(5))) == ["Zivilcourage"]
    assert terms_on(agreement, later(5)).contact == NEW_CONTACT, "the second one says nothing of the contact"


def test_lists_filters_and_files_ask_for_the_topics_of_the_day(agreement, client):
    old, new = agreement.topics.get(name="Graffiti"), TopicFactory(name="Zivilcourage")
    confirmed_notice(agreement, contact=None, topics=[new], effective_on=later(2))
    all_of_them = PreAgreement.objects.all()
    for day, topic, others in ((later(1), old, new), (later(2), new, old)):
        assert list(all_of_them.with_topic_on(topic, day)) == [agreement]
        assert not all_of_them.with_topic_on(others, day).exists()
        assert list(about(all_of_them, topic, day)) == [agreement]
        assert topic in all_of_them.topics_on(day)
        assert others not in all_of_them.topics_on(day)
        assert set(all_of_them.topics_on(day)) == set(terms_on(fresh(agreement), day).topics.all())
    confirmed_notice(agreement, contact=None, topics=[old], effective_on=later(2))
    assert set(all_of_them.topics_on(later(2))) == {old}, "of two for the same day the later one"
    client.force_login(caseworker_of(agreement.commune))
    assert agreement.commune.name in page(client, "/kommunen/", thema=old.pk)


def test_communes_and_agreements_are_found_by_what_was_told(agreement, client):
    old, new = agreement.topics.get(name="Graffiti"), TopicFactory(name="Zivilcourage")
    confirmed_notice(agreement, contact=None, topics=[new])
    client.force_login(caseworker_of(agreement.commune))
    row = f'href="{agreement.commune.get_absolute_url()}"'
    assert row in page(client, "/kommunen/", thema=new.pk)
    assert row not in page(client, "/kommunen/", thema=old.pk)
    row = f'href="{agreement.get_absolute_url()}"'
    assert row in page(client, "/vereinbarungen/", thema=new.pk)
    assert row not in page(client, "/vereinbarungen/", thema=old.pk)
    assert list(Commune.objects.filter(agreements__in=PreAgreement.objects.with_topic_on(new, later(0)))) == [
        agreement.commune
    ]


def test_coaching_shows_whom_to_call_today(agreement, client):
    engagement = RunningFactory(agreement=agreement, prepared_by=caseworker_of(agreement.commune))
    confirmed_notice(agreement)
    client.force_login(caseworker_of(agreement.commune))
    shown = page(client, engagement.get_absolute_url())
    assert "Nora Neumuster" in shown
    assert "Olaf Ordnungsmuster" not in shown


def test_an_amendment_starts_from_what_was_told_and_says_only_its_own(agreement, actor):
    confirmed_notice(agreement)
    amendment = draft_of(fresh(agreement), actor, term_until="2031-12-31")
    assert amendment.contact_name == "Nora Neumuster"
    assert [change.label for change in changed_terms(amendment)] == ["Laufzeit"]
    put_in_force(amendment)
    agreement = fresh(agreement)
    assert terms_today(agreement).contact == NEW_CONTACT
    assert terms_today(agreement).row == amendment
    assert [change.label for change in changed_terms(fresh(amendment))] == ["Laufzeit"], "also afterwards"


def test_a_notice_of_the_same_day_as_an_amendment_comes_after_it(agreement, actor):
    amendment = draft_of(agreement, actor, contact_name="Axel Anders")
    put_in_force(amendment)
    notice = confirmed_notice(agreement)
    assert notice.terms == amendment
    assert terms_today(fresh(agreement)).contact == NEW_CONTACT


def test_an_amendment_of_the_same_day_as_a_notice_comes_after_it(agreement, actor):
    confirmed_notice(agreement)
    put_in_force(draft_of(fresh(agreement), actor, contact_name="Axel Anders"))
    assert terms_today(fresh(agreement)).contact_name == "Axel Anders"


def test_while_an_amendment_is_open_nothing_is_told(agreement, actor):
    amendment = draft_of(agreement, actor, term_until="2031-12-31")
    decision = can_give_notice(actor, fresh(agreement))
    assert not decision
    assert amendment.reference in decision.reason
    pre_agreement.discard(amendment, actor=actor, reason="Doch nicht.")
    assert can_give_notice(actor, fresh(agreement))


def test_while_a_notice_waits_or_is_yet_to_hold_no_amendment_begins_but_a_termination_may(agreement, actor):
    given_up = draft_of(agreement, actor, term_until="2031-12-31")
    pre_agreement.discard(given_up, actor=actor, reason="Doch nicht.")
    waiting_notice(agreement, effective_on=later(5))
    for decision in (can_amend(actor, fresh(agreement)), can_reopen(actor, fresh(given_up))):
        assert not decision
        assert "wartet noch auf die Kommune" in decision.reason
    assert can_amend(actor, fresh(agreement), Kind.TERMINATION)


def test_an_amendment_waits_for_the_day_of_a_confirmed_notice(agreement, actor):
    day = later(5)
    confirmed_notice(agreement, effective_on=day)
    decision = can_amend(actor, fresh(agreement))
    assert not decision
    assert f"{day:%d.%m.%Y}" in decision.reason
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert can_amend(actor, fresh(agreement))


def test_the_verification_page_names_it_and_says_nothing_of_it(client):
    agreement = issued()
    today = timezone.localdate()
    PreAgreement.objects.filter(pk=agreement.pk).update(status="in_force", signed_on=today)
    notice = confirmed_notice(agreement)
    version = agreement.versions.get()
    assert belongs_to(version) == [f"Änderungsmitteilung {notice.reference}, gilt ab {today:%d.%m.%Y}"]
    shown = page(client, "/pruefen/", code=version.check_code)
    assert notice.reference in shown
    assert "Nora" not in shown


def test_many_notices_cost_the_agreements_page_no_more_queries(agreement, client):
    client.force_login(caseworker_of(agreement.commune))

    def cost() -> int:
        client.get(agreement.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(agreement.get_absolute_url()).status_code == 200
        return len(captured)

    confirmed_notice(agreement)
    one = cost()
    for number in range(3):
        confirmed_notice(agreement, contact=(f"Nora Nummer {number}", "nora@musterstadt.example", ""))
    assert cost() == one


def test_an_amendment_after_it_names_the_notice_that_holds(agreement, actor):
    notice = confirmed_notice(agreement)
    draft = draft_of(fresh(agreement), actor, term_until="2031-12-31")
    day = date_format(timezone.localdate(notice.confirmed_at), "j. F Y")
    said = f" in der Fassung der Änderungsmitteilung vom {day} (Aktenzeichen {notice.reference})"
    assert amending_facts(draft)["fassung"] == said
