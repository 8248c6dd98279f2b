"""Every constraint on the tables of staff, each with statements that the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from staff.models import KnownPlace, SigningAuthority, WrongPasswords
from tests.factories.staff import (
    SigningAuthorityFactory,
    SubstitutionFactory,
    UserFactory,
    WaitingAuthorityFactory,
)
from tests.guarantees import World, delete, frozen, guarantees_of, insert, not_refused, update

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)
BEFORE = DAY - timedelta(days=1)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """One row of each kind, as well as it can be."""
    return {
        "user": UserFactory(email="petra.musterkraft@lpr.example"),
        "authority": SigningAuthorityFactory(valid_from=DAY),
        "ended": SigningAuthorityFactory(valid_from=DAY, valid_until=DAY),
        "waiting": WaitingAuthorityFactory(valid_from=DAY),
        "confirmed": SigningAuthorityFactory(
            valid_from=DAY, granted_by=UserFactory(), granted_at=NOW, confirmed_by=UserFactory()
        ),
        "substitution": SubstitutionFactory(valid_from=DAY),
        "colleague": UserFactory(),
        "history_of_authority": event("SigningAuthority"),
        "history_of_substitution": event("Substitution"),
        "counter": WrongPasswords.objects.create(counter="pair", account="a", place="b", since=NOW, last_at=NOW),
        "place": KnownPlace.objects.create(account="a", place="b", last_at=NOW),
    }


def event(model: str):
    """A row of the history that the world's rows left."""
    found = apps.get_model("staff", f"{model}Event").objects.first()
    assert found is not None
    return found


def key(row: str):
    """The row's id."""
    return lambda world: world[row].pk


def granter(world: World):
    return world["waiting"].granted_by_id


def grantee(world: World):
    return world["waiting"].user_id


STATEMENTS = [
    insert("staff_user_email_key", "user"),
    insert("user_email_unique_whatever_case", "user", email="Petra.Musterkraft@lpr.example"),
    update("user_role_valid", "user", role="king"),
    update("signing_authority_period_ordered", "authority", valid_until=BEFORE),
    insert("signing_authority_no_overlap", "authority"),
    insert("signing_authority_no_overlap", "authority", valid_from=BEFORE, valid_until=DAY),
    update("signing_authority_granted_then_confirmed", "waiting", confirmed_at=NOW),
    update("signing_authority_granted_then_confirmed", "waiting", confirmed_by_id=key("colleague")),
    insert("signing_authority_granted_then_confirmed", "waiting", user_id=key("colleague"), granted_by_id=None),
    insert("signing_authority_granted_then_confirmed", "authority", user_id=key("colleague"), confirmed_at=None),
    update("signing_authority_by_two_persons", "waiting", confirmed_at=NOW, confirmed_by_id=granter),
    update("signing_authority_by_two_persons", "waiting", confirmed_at=NOW, confirmed_by_id=grantee),
    *frozen("staff_signingauthority: only_confirmed_and_shortened", "confirmed", SigningAuthority, but={"valid_until"}),
    update("staff_signingauthority: only_confirmed_and_shortened", "ended", valid_until=None),
    update("staff_signingauthority: only_confirmed_and_shortened", "ended", valid_until=DAY + timedelta(days=1)),
    update("staff_signingauthorityevent: append_only", "history_of_authority", valid_until=DAY),
    delete("staff_signingauthorityevent: append_only", "history_of_authority"),
    update("staff_substitutionevent: append_only", "history_of_substitution", valid_until=DAY),
    delete("staff_substitutionevent: append_only", "history_of_substitution"),
    update("substitution_period_ordered", "substitution", valid_until=BEFORE),
    update("substitution_not_oneself", "substitution", substitute_id=lambda world: world["substitution"].absent_id),
    insert("substitution_one_at_a_time", "substitution"),
    insert("substitution_one_at_a_time", "substitution", substitute_id=key("colleague"), valid_until=DAY),
    insert("wrong_passwords_one_row_each", "counter"),
    update("wrong_passwords_counter_valid", "counter", counter="planet"),
    insert("known_place_once", "place"),
]


def test_the_database_refuses_each_of_them(world):
    assert not_refused(STATEMENTS, world) == []


def test_every_guarantee_has_a_statement_that_breaks_it():
    assert {statement.guarantee for statement in STATEMENTS} == guarantees_of("staff")
