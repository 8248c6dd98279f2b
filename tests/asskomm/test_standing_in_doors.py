"""Anyone who acts for an absent person comes through the same doors as that person, whichever file they belong to."""

import pytest
from django.urls import reverse

from tests.asskomm import portal_world
from tests.asskomm.role_addresses import ARGUMENTS, NO_ANSWER, POSTED, QUERY
from tests.asskomm.test_role_matrix import EXPECTED
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory

# Where who is responsible may what the substitute may not, or the other way round, and why.
OWN_BUSINESS = {
    "substitution-end": "the own absence is ended by who is absent",
    "substitution-take-back": "the own absence is taken back by who is absent",
    "agreement-scan-check": "four eyes: not by who uploaded the scan",
}


def differing(one, other):
    return {name for (name, _), answers in EXPECTED.items() if answers[one] != answers[other]}


def test_a_substitute_comes_through_every_door_of_the_responsible_person():
    assert differing("responsible", "substitute") == set(OWN_BUSINESS)


IN_CHARGE = sorted(differing("substitute", "colleague") - set(OWN_BUSINESS))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("signing_keys")
@pytest.mark.parametrize("name", IN_CHARGE)
def test_who_stands_in_for_an_absent_substitute_comes_through_them_too(name):
    world = portal_world.build()
    second = UserFactory()
    SigningAuthorityFactory(user=second, valid_from=world.things["authority"].valid_from)
    SubstitutionFactory(absent=world.people["substitute"], substitute=second)
    world.people["substitute"] = second
    arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    address = reverse(name, kwargs=arguments, query=QUERY[name](world) if name in QUERY else None)
    for method, data in (("GET", {}), ("POST", POSTED.get(name, NO_ANSWER))):
        got = portal_world.answer(world, "substitute", method, address, data)
        assert got == EXPECTED[name, method]["substitute"], f"{method} {address}"
