"""Master data in Django's admin: for the administration alone, nothing deleted, keys fixed."""

import pytest

from communes.models import Commune
from staff.models import Role, User
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, UserFactory

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


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD, Role.COACH])
@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_does(client, role, page):
    client.force_login(UserFactory(role=role))
    assert client.get(f"/verwaltung/{page}/").status_code != 200


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
