"""Who hears of what a file brings: the commune's head that was known before, and the heads of the office."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agreements.models import PreAgreement
from communes.models import OfficeHolder
from tests.asskomm.intake.conftest import said
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory
from tests.factories.workbooks import workbook

KNOWN = "amt@musterau.example"
NEW = {
    "office": "Stellvertretung",
    "rank": 1,
    "first_name": "Nora",
    "last_name": "Neumuster",
    "email": "neu@anderswo.example",
}


@pytest.fixture
def commune(db):
    return CommuneFactory(ags="14999100", name="Musterau")


def taken_over(desk, **lines) -> dict[str, list[str]]:
    """What each address was told of a file with ``lines``."""
    run = desk.take_over(desk.upload(workbook(**lines)))
    assert run.status == "applied"
    desk.run_tasks()
    heard: dict[str, list[str]] = {}
    for message in mail.outbox:
        heard.setdefault(message.to[0], []).append(message.body)
    return heard


def line(commune, **values) -> dict[str, object]:
    return {"ags": commune.ags, **NEW, "from": date(2022, 9, 1), **values}


def test_the_head_who_was_known_hears_of_a_new_person(desk, commune):
    OfficeHolderFactory(commune=commune, email=KNOWN)
    heard = taken_over(desk, office_holders=[line(commune)])
    assert list(heard) == [KNOWN]
    assert "eine Person neu erfasst: Stellvertretung im" in heard[KNOWN][0]


def test_a_file_that_first_moves_the_heads_address_does_not_hide_the_new_person(desk, commune):
    head = OfficeHolderFactory(commune=commune, email=KNOWN)
    of_head = {"office": "Bürgermeister", "rank": "", "first_name": head.first_name, "last_name": head.last_name}
    moved = line(commune, **of_head, email="jemand@anderswo.example", **{"from": head.valid_from})
    heard = taken_over(desk, office_holders=[moved, line(commune)])
    assert OfficeHolder.objects.filter(email="jemand@anderswo.example").exists()
    assert list(heard) == [KNOWN]
    assert len(heard[KNOWN]) == 2


def test_a_successor_in_the_file_is_told_to_the_head_before(desk, commune):
    head = OfficeHolderFactory(commune=commune, email=KNOWN, valid_until=date(2026, 7, 31))
    successor = line(commune, office="Bürgermeister", rank="", **{"from": date(2026, 8, 1)})
    heard = taken_over(desk, office_holders=[successor, line(commune)])
    assert list(heard) == [head.email]
    assert len(heard[KNOWN]) == 2


def test_on_the_first_morning_no_mayor_gets_a_mail_and_the_heads_get_one(desk, commune):
    leader = UserFactory(role="head")
    mayor = line(commune, office="Bürgermeister", rank="", email="erika@musterau.example")
    heard = taken_over(desk, office_holders=[mayor, line(commune)])
    assert list(heard) == [leader.email]
    [text] = heard[leader.email]
    assert "- Amtspersonen: 2 neu, 0 geändert" in text
    assert "musterau.example" not in text
    assert "Neumuster" not in text


def test_a_file_puts_nothing_in_force_that_was_signed_a_moment_ago(desk, commune):
    published_template()
    yesterday = timezone.localdate() - timedelta(days=1)
    paper = {"commune_signatory": "B. Muster", "lpr_signatory": "P. Muster", "place": "Akte"}
    run = desk.upload(workbook(agreements=[{"ags": commune.ags, "signed_on": yesterday, **paper}]))
    assert any("bestätigt eine zweite Person" in text for text in said(run))
    desk.take_over(run, leave_out=True)
    assert not PreAgreement.objects.exists()
