"""Pages about agreements make the same number of queries for one row and for many."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import CouncilResolution
from communes.models import Commune
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory
from tests.factories.ready_agreements import caseworker_of, published_template, ready_draft

pytestmark = pytest.mark.django_db

MANY = 60


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/vereinbarungen/", "/arbeit/", "/arbeit/?sicht=team", "/kommunen/"])
def test_one_agreement_or_many_cost_the_same(client, path):
    first = ready_draft(resolution={"state": "not_needed"})
    client.force_login(caseworker_of(first.commune))
    few = queries(client, path)
    template = published_template()
    communes: list[Commune] = CommuneFactory.create_batch(MANY)
    for commune in communes:
        draft = PreAgreementFactory(commune=commune, template_version=template)
        CouncilResolution.objects.create(agreement=draft, state="not_needed")
    assert queries(client, path) == few
