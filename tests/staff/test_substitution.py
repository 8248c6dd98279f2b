"""Standing in for somebody: who may, for how long, and what the journal says."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.policies.handling import can_handle
from agreements.policies.signing import can_countersign_now
from communes.policies import can_change_commune
from communes.responsibility import staff_actor, stood_in_for
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.communes import CommuneFactory, DistrictFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.ready_agreements import ready_draft
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory
from tests.strict_templates import page
from tests.tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def commune():
    return CommuneFactory(name="Musterau")


@pytest.fixture
def absent(commune):
    user = UserFactory(first_name="Paula", last_name="Abwesend")
    ResponsibilityFactory(district=commune.district, user=user)
    return user


@pytest.fixture
def substitute(absent, today):
    user = UserFactory(first_name="Volker", last_name="Vertretung")
    SubstitutionFactory(absent=absent, substitute=user, valid_from=today, valid_until=today)
    return user


def test_a_substitute_of_today_acts_for_the_absent_person(commune, absent, substitute):
    actor = staff_actor(substitute, commune)
    assert actor.acting_for == absent
    assert can_handle(actor, commune)
    assert can_change_commune(actor, commune)


def test_an_actor_that_does_not_say_for_whom_is_refused(commune, absent, substitute):
    assert not can_handle(StaffActor(substitute), commune)
    assert not can_change_commune(StaffActor(substitute), commune)


@pytest.mark.parametrize(("begin", "end"), [(-5, -1), (1, 5)])
def test_before_and_after_the_period_nobody_stands_in(commune, absent, today, begin, end):
    user = UserFactory()
    first, last = today + timedelta(days=begin), today + timedelta(days=end)
    SubstitutionFactory(absent=absent, substitute=user, valid_from=first, valid_until=last)
    assert staff_actor(user, commune).acting_for is None
    # Nor does an actor that claims it.
    claiming = StaffActor(user, acting_for=absent)
    assert not can_handle(claiming, commune)
    assert not can_change_commune(claiming, commune)
    assert absent.full_name in can_handle(claiming, commune).reason


def test_standing_in_for_somebody_else_opens_no_other_district(commune, absent, substitute):
    elsewhere = CommuneFactory(district=DistrictFactory(key="14998", name="Nebenkreis"), ags="14998010")
    ResponsibilityFactory(district=elsewhere.district)
    assert staff_actor(substitute, elsewhere).acting_for is None
    assert not can_handle(StaffActor(substitute, acting_for=absent), elsewhere)


def test_who_stands_in_for_an_absent_substitute_acts_for_the_responsible_person(commune, absent, substitute):
    third = UserFactory()
    SubstitutionFactory(absent=substitute, substitute=third)
    actor = staff_actor(third, commune)
    assert actor.acting_for == absent
    assert can_handle(actor, commune)
    assert can_change_commune(actor, commune)
    assert not can_handle(StaffActor(third, acting_for=substitute), commune), "that is not whose districts these are"


def test_the_responsible_person_and_the_head_act_for_themselves(commune, absent, substitute):
    assert staff_actor(absent, commune).acting_for is None
    assert staff_actor(UserFactory(role=Role.HEAD), commune).acting_for is None


def test_a_coach_who_was_entered_by_mistake_gains_nothing(commune, absent, today):
    coach = UserFactory(role=Role.COACH)
    SubstitutionFactory(absent=absent, substitute=coach, valid_from=today)
    assert not can_handle(staff_actor(coach, commune), commune)
    assert not can_change_commune(staff_actor(coach, commune), commune)


def test_by_district_for_whom_one_acts(commune, absent, substitute, today):
    assert stood_in_for(substitute, today) == {commune.district_id: absent}
    assert stood_in_for(absent, today) == {}


def test_the_database_allows_one_substitute_at_a_time(absent, substitute, today):
    with pytest.raises(IntegrityError, match="substitution_one_at_a_time"), transaction.atomic():
        SubstitutionFactory(absent=absent, valid_from=today - timedelta(days=3))
    SubstitutionFactory(absent=absent, valid_from=today + timedelta(days=1))


def test_the_database_lets_nobody_stand_in_for_oneself(absent):
    with pytest.raises(IntegrityError, match="substitution_not_oneself"), transaction.atomic():
        SubstitutionFactory(absent=absent, substitute=absent)


def test_what_a_substitute_does_stands_in_the_journal_as_such(client, commune, absent, substitute):
    holder = OfficeHolderFactory(commune=commune, email="")
    client.force_login(substitute)
    file = f"/kommunen/{commune.ags}/"
    assert "in Vertretung für Paula Abwesend" in page(client, file)
    fields = {
        name: getattr(holder, name) or ""
        for name in ("office", "salutation", "title", "first_name", "last_name", "phone", "letter_salutation")
    }
    form = f"{file}amtspersonen/{holder.pk}/"
    answer = client.post(
        form,
        {
            **fields,
            "token": token_of(client, form),
            "deputy_rank": "",
            "email": "rathaus@musterau.example",
            "valid_from": "2022-08-01",
        },
    )
    assert answer.status_code == 302
    entry = JournalEntry.objects.get()
    assert (entry.actor_id, entry.acted_for_id) == (str(substitute.pk), str(absent.pk))
    shown = page(client, file)
    assert "Volker Vertretung i. V. für Paula Abwesend" in shown
    assert "heute vertreten durch Volker Vertretung" in shown


def test_a_substitute_sends_an_agreement_and_countersigns_only_with_an_own_authority(
    client, commune, absent, substitute
):
    draft = ready_draft(commune=commune)
    client.force_login(substitute)
    client.post(f"{draft.get_absolute_url()}senden/", {"token": draft.revision})
    draft.refresh_from_db()
    assert draft.status == "issued"
    entry = JournalEntry.objects.get(kind="preagreement.issue")
    assert entry.acted_for_id == str(absent.pk)
    # The commune's signature is not what this is about: the policy is the same before and after.
    draft.status = "commune_signed"
    actor = staff_actor(substitute, commune)
    assert "keine Zeichnungsbefugnis" in can_countersign_now(actor, draft).reason
    SigningAuthorityFactory(user=substitute)
    assert can_countersign_now(actor, draft)


def test_the_desk_shows_what_one_stands_in_for(client, commune, absent, substitute):
    draft = ready_draft(commune=commune)
    own = CommuneFactory(district=DistrictFactory(key="14998", name="Nebenkreis"), ags="14998010")
    ResponsibilityFactory(district=own.district, user=substitute)
    mine = ready_draft(commune=own)
    client.force_login(substitute)
    shown = page(client, "/arbeit/")
    assert draft.reference in shown
    assert mine.reference in shown
    assert shown.count("in Vertretung für Paula Abwesend") == 2, "once beside the task, once beside the communes"
    assert "1 Kommunen in Vertretung für Paula Abwesend" in shown
    client.force_login(absent)
    shown = page(client, "/arbeit/")
    assert draft.reference in shown
    assert "in Vertretung" not in shown
