"""Data for measuring: as much as was asked for, plausible for every page, and never over anything that is there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import PreAgreement
from communes.models import Commune, Milestone, OfficeHolder, Task
from core import journal
from core.actors import SYSTEM
from core.models import JournalEntry
from staff.models import User
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db
NUMBER = 120


def seed(*arguments: str, number: int = NUMBER) -> str:
    said = StringIO()
    call_command("seed_scale", *arguments, kommunen=number, stdout=said)
    with connection.cursor() as cursor:  # the transaction of a test never ends
        cursor.execute("DROP TABLE IF EXISTS scale_commune")
    return said.getvalue()


def test_outside_the_demo_nothing_happens():
    with pytest.raises(CommandError, match="nur mit den Einstellungen der Demo"):
        seed("--zum-messen")
    assert not Commune.objects.exists()


@pytest.mark.usefixtures("demonstration")
class TestInTheDemo:
    def test_without_the_flag_nothing_happens(self):
        with pytest.raises(CommandError, match="--zum-messen"):
            seed()
        assert not Commune.objects.exists()

    def test_a_database_with_communes_is_left_alone(self):
        CommuneFactory()
        with pytest.raises(CommandError, match="nicht leer"):
            seed("--zum-messen")
        assert Commune.objects.count() == 1

    @pytest.mark.parametrize("number", [19, 20_001])
    def test_a_number_that_districts_cannot_hold_is_refused(self, number):
        with pytest.raises(CommandError, match="Möglich sind 20 bis 20000"):
            seed("--zum-messen", number=number)

    def test_each_commune_gets_its_share_and_pages_show_it(self, client):
        said = seed("--zum-messen")
        assert Commune.objects.count() == len(set(Commune.objects.values_list("name", flat=True))) == NUMBER
        assert PreAgreement.objects.originals().count() == NUMBER * 10
        assert Milestone.objects.filter(communes__isnull=False).count() == NUMBER * 6
        assert (Task.objects.count(), JournalEntry.objects.filter(key__startswith="149").count()) == (
            NUMBER * 3,
            NUMBER * 100,
        )
        statuses = set(PreAgreement.objects.order_by().values_list("status", flat=True).distinct())
        assert statuses == set(PreAgreement.Status.values) - {"scanned"}
        assert OfficeHolder.objects.exclude(email__endswith=".example").count() == 0
        assert "Ketten lassen sich nicht prüfen" in said
        with pytest.raises(journal.ChainBrokenError):
            journal.verify_chain("14900000")
        client.force_login(User.objects.get(email="sabine.muster@lpr.example"))
        commune = Commune.objects.earliest("ags")
        for address in ("/arbeit/", "/kommunen/", commune.get_absolute_url(), "/vereinbarungen/", "/berichte/"):
            assert client.get(address).status_code == 200
        # Rows that were counted in SQL leave the keys of the next ones free.
        Milestone.objects.create(kind="contact", happened_on="2026-01-01")
        journal.record(key="14900000", kind="task.done", subject=commune, actor=SYSTEM)
