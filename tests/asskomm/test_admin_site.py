"""The admin as a whole."""

import pytest
from django.contrib.contenttypes.models import ContentType

from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.coaching import EngagementFactory
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


def test_no_address_of_the_admin_asks_for_rows_of_any_table(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    for kind in [*ContentType.objects.values_list("pk", flat=True), 0, 99999999999999999999]:
        assert client.get(f"/verwaltung/r/{kind}/1/").status_code == 404


@pytest.mark.parametrize("factory", [CommuneFactory, PreAgreementFactory, EngagementFactory])
def test_the_admin_leads_to_the_page_of_a_row(client, factory):
    client.force_login(UserFactory(role=Role.ADMIN))
    row = factory()
    meta = row._meta
    page = client.get(f"/verwaltung/{meta.app_label}/{meta.model_name}/{row.pk}/change/").content.decode()
    assert f'href="{row.get_absolute_url()}" class="viewsitelink"' in page


@pytest.mark.parametrize("year", ["99999999999999999999", "-1", "gibt-es-nicht"])
def test_a_year_that_no_calendar_counts_is_a_wrong_parameter(client, year):
    client.force_login(UserFactory(role=Role.ADMIN))
    answer = client.get("/verwaltung/communes/attachment/", {"dated__year": year})
    assert (answer.status_code, answer.url) == (302, "/verwaltung/communes/attachment/?e=1")
