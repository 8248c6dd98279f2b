"""Dated facts: recording, sharing, ending, taking back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from communes.facts.saving import MilestoneRefusedError, end, record, retract
from communes.models import Association, Milestone
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry
from staff.models import Role
from tests.factories.communes import CommuneFactory, DistrictFactory, ResponsibilityFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

FIELDS = {"kind": "advice", "happened_on": "2026-05-03", "ended_on": "", "note": ""}


def post(client, commune, path: str = "neu/", **changes):
    return client.post(f"/kommunen/{commune.ags}/fakten/{path}", FIELDS | changes)


def shown(client, commune) -> str:
    return page(client, f"/kommunen/{commune.ags}/")


def test_a_fact_is_recorded_and_reads_as_a_sentence(desk, commune, responsible):
    answer = post(desk, commune, note="Erstgespräch")
    assert (answer.status_code, answer.url) == (302, f"/kommunen/{commune.ags}/")
    fact = Milestone.objects.get()
    assert (fact.kind, fact.happened_on, fact.recorded_by, fact.fictitious) == (
        "advice",
        date(2026, 5, 3),
        responsible,
        True,
    )
    entry = JournalEntry.objects.get()
    assert (entry.key, entry.kind, entry.data) == (
        commune.ags,
        "milestone.recorded",
        {"kind": "advice", "on": "2026-05-03"},
    )
    source = shown(desk, commune)
    assert "Beratung am 03.05.2026 erfasst" in source
    assert "Erstgespräch" in source
    assert "Demo, erfunden" in source


def test_a_shared_fact_stands_in_the_file_and_the_journal_of_every_commune(desk, commune):
    other, stranger = CommuneFactory(name="Musterberg"), CommuneFactory(name="Fremdau")
    post(desk, commune, kind="kpr_constituted", others=[other.ags])
    assert set(Milestone.objects.get().communes.all()) == {commune, other}
    assert set(JournalEntry.objects.values_list("key", flat=True)) == {commune.ags, other.ags}
    assert "gemeinsam mit Musterberg" in shown(desk, commune)
    assert "gemeinsam mit Musterau" in shown(desk, other)
    assert "Musterau" not in shown(desk, stranger)


def test_a_fact_of_the_whole_association_is_one_of_its_communes_of_that_day(desk, commune):
    union = Association.objects.create(key="149990001", name="Musterverband", kind="union")
    commune.association = union
    commune.save()
    member = CommuneFactory(association=union)
    CommuneFactory(association=union, ars=None, valid_until=date(2018, 12, 31))
    CommuneFactory()
    post(desk, commune, kind="cooperation_agreement", whole_association="on")
    fact = Milestone.objects.get()
    assert (fact.association, set(fact.communes.all())) == (union, {commune, member})
    assert "Verwaltungsverband Musterverband (2 Kommunen)" in shown(desk, member)


def test_a_fact_of_the_whole_district(desk, commune):
    neighbour = CommuneFactory()
    CommuneFactory(district=DistrictFactory(key="14998", name="Beispielkreis"), ags="14998010")
    post(desk, commune, kind="kpr_constituted", whole_district="on")
    assert set(Milestone.objects.get().communes.all()) == {commune, neighbour}


def test_a_kreisfreie_stadt_has_no_neighbours_to_choose_from(client):
    district = DistrictFactory(key="14998", name="Beispielstadt", kind="urban")
    town = CommuneFactory(name="Beispielstadt", district=district, ags="14998000", kind="urban_district")
    client.force_login(ResponsibilityFactory(district=district).user)
    form = page(client, f"/kommunen/{town.ags}/fakten/neu/")
    assert "Weitere beteiligte Kommunen" not in form
    assert "Kommunen anderer Landkreise" in form
    post(client, town)
    assert set(Milestone.objects.get().communes.all()) == {town}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"happened_on": "2199-01-01"}, "Dieser Tag liegt in der Zukunft."),
        ({"happened_on": "0202-05-03"}, "Bitte prüfen Sie das Jahr."),
        ({"ended_on": "2026-06-01"}, "haben ein Ende."),
        ({"kind": "cooperation_agreement", "ended_on": "2026-05-02"}, "Das Ende liegt vor dem Beginn."),
        ({"kind": ""}, "Art"),
    ],
)
def test_what_cannot_have_happened_is_refused(desk, commune, changes, sentence):
    answer = post(desk, commune, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Milestone.objects.exists()


def test_the_same_fact_is_not_recorded_twice(desk, commune):
    post(desk, commune)
    answer = post(desk, commune)
    assert "Beratung am 03.05.2026 ist für Musterau schon erfasst." in answer.content.decode()
    with pytest.raises(MilestoneRefusedError):
        record(Milestone(kind="advice", happened_on=date(2026, 5, 3)), commune=commune, actor=SYSTEM)
    assert Milestone.objects.count() == 1


def test_a_retracted_fact_stays_struck_through_and_counts_no_more(desk, commune):
    other = CommuneFactory()
    fact = MilestoneFactory(kind="kpr_constituted", communes=[commune, other])
    assert "KPR konstituiert am 03.05.2026" in shown(desk, commune)
    post(desk, commune, f"{fact.pk}/zuruecknehmen/", reason="Falsche Kommune")
    source = shown(desk, commune)
    assert "<del>KPR konstituiert</del>" in source
    assert "zurückgenommen" in source
    assert "Falsche Kommune" in source
    assert "kern-badge--success" not in source
    assert not Milestone.objects.until(timezone.localdate()).exists()
    assert set(JournalEntry.objects.values_list("key", "kind")) == {
        (commune.ags, "milestone.retracted"),
        (other.ags, "milestone.retracted"),
    }
    assert verify_chain(commune.ags) == 1
    assert not page(desk, f"/kommunen/{commune.ags}/").count("/zuruecknehmen/")


def test_taking_back_needs_a_reason_and_happens_once(desk, commune):
    fact = MilestoneFactory(communes=[commune])
    assert post(desk, commune, f"{fact.pk}/zuruecknehmen/", reason=" ").status_code == 422
    retract(fact, "Irrtum", actor=SYSTEM)
    post(desk, commune, f"{fact.pk}/zuruecknehmen/", reason="Noch einmal")
    assert JournalEntry.objects.count() == 1


def test_after_taking_back_the_right_one_can_be_recorded(desk, commune):
    retract(MilestoneFactory(communes=[commune]), "Irrtum", actor=SYSTEM)
    assert post(desk, commune).status_code == 302


def test_a_cooperation_agreement_can_be_ended_later(desk, commune):
    fact = MilestoneFactory(kind="cooperation_agreement", communes=[commune])
    assert post(desk, commune, f"{fact.pk}/ende/", ended_on="2026-05-02").status_code == 422
    post(desk, commune, f"{fact.pk}/ende/", ended_on="2026-06-01")
    fact.refresh_from_db()
    assert fact.ended_on == date(2026, 6, 1)
    assert "Kooperationsvereinbarung am 03.05.2026: beendet am 01.06.2026" in shown(desk, commune)
    with pytest.raises(MilestoneRefusedError):
        end(fact, date(2026, 7, 1), actor=SYSTEM)


@pytest.mark.parametrize(
    ("kinds", "badge"),
    [
        (["kpr_constituted"], "KPR konstituiert am 01.01.2025"),
        (["kpr_constituted", "kpr_dormant"], "KPR ruht seit 01.01.2026"),
        (["kpr_dormant", "kpr_reactivated"], "KPR reaktiviert am 01.01.2026"),
    ],
)
def test_the_state_of_the_praeventionsrat_is_that_of_its_newest_fact(desk, commune, kinds, badge):
    for year, kind in zip((2025, 2026), kinds, strict=False):
        MilestoneFactory(kind=kind, happened_on=date(year, 1, 1), communes=[commune])
    assert badge in shown(desk, commune)


def test_facts_stand_side_by_side_each_with_its_newest_day(desk, commune):
    for kind, day in (("advice", date(2025, 1, 1)), ("advice", date(2026, 2, 2)), ("funding", date(2024, 3, 3))):
        MilestoneFactory(kind=kind, happened_on=day, communes=[commune])
    latest = page(desk, f"/kommunen/{commune.ags}/").split('<dl class="facts facts--wide">')[1].split("</dl>")[0]
    assert latest.index("Beratung") < latest.index("02.02.2026") < latest.index("Förderung")
    assert "01.01.2025" not in latest


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMIN])
def test_head_and_administration_record_everywhere(client, commune, role):
    client.force_login(UserFactory(role=role))
    post(client, commune)
    assert Milestone.objects.count() == 1


def test_a_substitute_records_for_the_absent_person(client, commune, responsible):
    substitute = SubstitutionFactory(absent=responsible).substitute
    client.force_login(substitute)
    post(client, commune)
    entry = JournalEntry.objects.get()
    assert (entry.actor_id, entry.acted_for_id) == (str(substitute.pk), str(responsible.pk))


@pytest.mark.parametrize("path", ["neu/", "{pk}/ende/", "{pk}/zuruecknehmen/"])
def test_another_caseworker_reads_and_changes_nothing(client, commune, responsible, path):
    fact = MilestoneFactory(kind="cooperation_agreement", communes=[commune])
    client.force_login(UserFactory())
    answer = post(client, commune, path.format(pk=fact.pk), reason="x", ended_on="2026-06-01")
    assert answer.url == f"/kommunen/{commune.ags}/"
    assert not JournalEntry.objects.exists()
    assert "/fakten/" not in shown(client, commune)


@pytest.mark.parametrize("path", ["neu/", "{pk}/ende/", "{pk}/zuruecknehmen/"])
def test_a_coach_finds_nothing(client, commune, path):
    fact = MilestoneFactory(communes=[commune])
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get(f"/kommunen/{commune.ags}/fakten/{path.format(pk=fact.pk)}").status_code == 404


def test_a_fact_shared_with_another_district_is_not_changed_by_one_caseworker_alone(desk, commune):
    other = CommuneFactory(district=DistrictFactory(key="14998", name="Beispielkreis"), ags="14998010")
    ResponsibilityFactory(district=other.district)
    fact = MilestoneFactory(communes=[commune, other])
    post(desk, commune, f"{fact.pk}/zuruecknehmen/", reason="Irrtum")
    fact.refresh_from_db()
    assert fact.retracted_at is None


def test_a_fact_of_another_commune_is_not_found_here(desk, commune):
    fact = MilestoneFactory()
    assert desk.get(f"/kommunen/{commune.ags}/fakten/{fact.pk}/zuruecknehmen/").status_code == 404


def test_today_is_no_future_day(desk, commune):
    assert post(desk, commune, happened_on=timezone.localdate().isoformat()).status_code == 302
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert post(desk, commune, kind="contact", happened_on=tomorrow.isoformat()).status_code == 422


@pytest.fixture
def elsewhere():
    """A commune of another district; nobody is responsible for it yet."""
    return CommuneFactory(
        name="Mühlau", ags="14998360", district=DistrictFactory(key="14998", name="Nebenkreis"), ars="149980000360"
    )


@pytest.mark.parametrize("typed", ["Mühlau", "muehlau", "Stadt Mühlau", "14998360", "Mühlau\n\n14998360"])
def test_a_fact_is_shared_beyond_the_district(desk, commune, responsible, elsewhere, typed):
    ResponsibilityFactory(district=elsewhere.district, user=responsible)
    post(desk, commune, kind="cooperation_agreement", elsewhere=typed)
    assert set(Milestone.objects.get().communes.all()) == {commune, elsewhere}
    assert "gemeinsam mit Musterau" in shown(desk, elsewhere)


def test_a_foreign_file_is_not_written_into(desk, commune, elsewhere):
    colleague = ResponsibilityFactory(district=elsewhere.district).user
    answer = post(desk, commune, elsewhere="Mühlau")
    assert answer.status_code == 422
    assert f"Stadt Mühlau: Zuständig ist {colleague}." in answer.content.decode()
    assert not Milestone.objects.exists()


def test_in_each_journal_one_acts_for_whom_one_stands_in_there(client, commune, responsible, elsewhere):
    substitute = SubstitutionFactory(absent=responsible).substitute
    ResponsibilityFactory(district=elsewhere.district, user=substitute)
    client.force_login(substitute)
    post(client, commune, elsewhere="Mühlau")
    acted_for = dict(JournalEntry.objects.values_list("key", "acted_for_id"))
    assert acted_for == {commune.ags: str(responsible.pk), elsewhere.ags: ""}


def test_names_that_are_not_clear_are_asked_about_and_the_text_stays(desk, commune, elsewhere):
    CommuneFactory(name="Mühlau")
    answer = post(desk, commune, elsewhere="Mühlau\nMuehlhau\nXyz")
    source = answer.content.decode()
    assert answer.status_code == 422
    assert "„Mühlau“ gibt es mehrmals. Bitte geben Sie den AGS an:" in source
    assert "14998360 (Landkreis Nebenkreis)" in source or "14998360 (Nebenkreis)" in source
    assert "„Muehlhau“ ist keine Kommune im Verzeichnis. Meinten Sie Mühlau" in source
    assert "Bitte prüfen Sie die Schreibweise" in source
    assert "Mühlau\nMuehlhau\nXyz" in source.replace("\r", "")
