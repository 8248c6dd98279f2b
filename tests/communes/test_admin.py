"""Master data in Django's admin: read by the office, kept by the administration; nothing deleted, keys fixed."""

import pytest

from communes.models import Commune
from core.models import JournalEntry
from staff.models import Role, User
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.facts import ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, SubstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGES = (
    "communes/district",
    "communes/association",
    "communes/commune",
    "communes/topic",
    "communes/officeholder",
    "communes/responsibility",
    "staff/user",
)


@pytest.fixture
def administration(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_the_administration_sees_and_adds_master_data(administration, page):
    OfficeHolderFactory()
    ResponsibilityFactory()
    SigningAuthorityFactory()
    TopicFactory()
    assert administration.get(f"/verwaltung/{page}/").status_code == 200
    assert administration.get(f"/verwaltung/{page}/add/").status_code == 200


REGISTER = PAGES[:-1]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD])
@pytest.mark.parametrize("page", REGISTER)
def test_the_office_reads_the_register(client, role, page):
    client.force_login(UserFactory(role=role))
    assert client.get(f"/verwaltung/{page}/").status_code == 200
    adds_topics = role == Role.HEAD and page == "communes/topic"
    assert client.get(f"/verwaltung/{page}/add/").status_code == (200 if adds_topics else 403)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD])
def test_the_office_reads_a_commune_but_does_not_change_it(client, role):
    commune = CommuneFactory(name="Musterau")
    client.force_login(UserFactory(role=role))
    address = f"/verwaltung/communes/commune/{commune.ags}/change/"
    source = client.get(address).content.decode()
    assert 'name="_save"' not in source
    assert f'href="/kommunen/{commune.ags}/"' in source, "the way back to the file"
    assert client.post(address, {"name": "Anders"}).status_code == 403
    file = client.get(f"/kommunen/{commune.ags}/").content.decode()
    assert f'href="{address}"' in file, "and the way from there"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD])
def test_accounts_and_templates_are_for_the_administration(client, role):
    client.force_login(UserFactory(role=role))
    for page in ("staff/user", "staff/substitution", "agreements/agreementtemplate", "agreements/preagreement"):
        assert client.get(f"/verwaltung/{page}/").status_code == 403
    assert client.get("/verwaltung/").status_code == 200


def test_a_coach_does_not_enter(client):
    client.force_login(UserFactory(role=Role.COACH))
    for page in ("", *(f"{page}/" for page in PAGES)):
        assert client.get(f"/verwaltung/{page}", follow=True).status_code == 404


def correct(client, holder, **changes):
    fields = {
        "office": holder.office,
        "deputy_rank": "",
        "salutation": holder.salutation,
        "title": "",
        "first_name": holder.first_name,
        "last_name": holder.last_name,
        "email": "rathaus@musterau.example",
        "phone": holder.phone,
        "letter_salutation": "",
        "valid_from": "01.08.2022",
        "valid_until": "",
    }
    return client.post(f"/verwaltung/communes/officeholder/{holder.pk}/change/", {**fields, **changes})


def test_the_responsible_caseworker_corrects_an_office_holder_with_a_journal_entry(client):
    holder = OfficeHolderFactory()
    responsible = ResponsibilityFactory(district=holder.commune.district).user
    client.force_login(responsible)
    elsewhere = CommuneFactory()
    assert correct(client, holder, commune=elsewhere.ags).status_code == 302
    holder.refresh_from_db()
    assert holder.email == "rathaus@musterau.example"
    assert holder.commune != elsewhere, "nobody moves to another commune this way"
    entry = JournalEntry.objects.get()
    assert (entry.key, entry.kind, entry.data) == (holder.commune_id, "officeholder.changed", {"fields": ["email"]})
    assert entry.actor_id == str(responsible.pk)


def test_a_substitute_corrects_in_the_name_of_the_absent(client):
    holder = OfficeHolderFactory()
    responsible = ResponsibilityFactory(district=holder.commune.district).user
    substitute = SubstitutionFactory(absent=responsible).substitute
    client.force_login(substitute)
    assert correct(client, holder).status_code == 302
    assert JournalEntry.objects.get().acted_for_id == str(responsible.pk)


def test_a_caseworker_of_another_district_looks_only(client):
    holder = OfficeHolderFactory()
    ResponsibilityFactory(district=holder.commune.district)
    client.force_login(UserFactory())
    address = f"/verwaltung/communes/officeholder/{holder.pk}/change/"
    assert 'name="_save"' not in client.get(address).content.decode()
    assert correct(client, holder).status_code == 403
    assert not JournalEntry.objects.exists()


def test_keys_have_no_thousands_separator(administration):
    commune = CommuneFactory()
    assert commune.ags in administration.get("/verwaltung/communes/commune/").content.decode()


def test_nothing_is_deleted(administration):
    commune = CommuneFactory()
    address = f"/verwaltung/communes/commune/{commune.ags}/delete/"
    assert administration.post(address, {"post": "yes"}).status_code == 403
    assert Commune.objects.filter(pk=commune.pk).exists()


def test_a_key_once_given_is_not_changed(administration):
    commune = CommuneFactory()
    source = administration.get(f"/verwaltung/communes/commune/{commune.ags}/change/").content.decode()
    assert 'name="ars"' in source
    assert 'name="ags"' not in source


def test_a_new_account_can_sign_in_with_its_address(administration):
    fields = {
        "email": "Neu@lpr.example",
        "first_name": "Nina",
        "last_name": "Neumuster",
        "role": Role.CASEWORKER,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "signing_authorities-TOTAL_FORMS": "0",
        "signing_authorities-INITIAL_FORMS": "0",
    }
    response = administration.post("/verwaltung/staff/user/add/", fields)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert User.objects.get(email__iexact="neu@lpr.example").check_password(PASSWORD)


KEPT_IN_THE_PORTAL = {
    "communes/milestone": MilestoneFactory,
    "communes/contact": ContactFactory,
    "communes/task": TaskFactory,
}


@pytest.mark.parametrize(("page", "factory"), KEPT_IN_THE_PORTAL.items())
def test_what_the_portals_pages_keep_is_only_looked_up(administration, page, factory):
    row = factory()
    assert administration.get(f"/verwaltung/{page}/").status_code == 200
    address = f"/verwaltung/{page}/{row.pk}/change/"
    assert 'name="_save"' not in administration.get(address).content.decode()
    assert administration.post(address, {}).status_code == 403
    assert administration.get(f"/verwaltung/{page}/add/").status_code == 403
