"""Every address, tried by everyone, read and written: the answers stand in ``role_table.py``, complete or it fails."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from tests.asskomm import portal_world
from tests.asskomm.portal_world import ROLES
from tests.asskomm.role_addresses import ARGUMENTS, NO_ANSWER, POSTED, QUERY
from tests.asskomm.role_table import ADMIN_MODELS, ADMIN_PAGES, MATRIX
from tests.asskomm.test_addresses import patterns

OFFICE = ROLES[:5]


def rows(table: str, keys: int) -> dict[tuple[str, ...], dict[str, str]]:
    """A table of text by its first ``keys`` columns; the other columns' names are roles."""
    head, *lines = (line.split() for line in table.strip().splitlines())
    assert all(len(line) == len(head) for line in lines), "every row needs an answer for every role"
    found = {tuple(line[:keys]): dict(zip(head[keys:], line[keys:], strict=True)) for line in lines}
    assert len(found) == len(lines), "a row stands there twice"
    return found


EXPECTED = rows(MATRIX, keys=2)
EXPECTED_IN_ADMIN = rows(ADMIN_PAGES, keys=3)
NAMES = sorted({name for name, _ in EXPECTED})


def test_every_address_has_its_rows():
    walked = {str(pattern.name) for _, pattern in patterns(get_resolver())}
    missing = sorted(walked - set(NAMES))
    assert not missing, (
        f"These addresses have no rows: {missing}. Please add a row for GET and one for POST to role_table.py, and to "
        "role_addresses.py what the address needs."
    )
    gone = sorted(set(NAMES) - walked)
    assert not gone, f"These rows of role_table.py belong to no address any more: {gone}."
    assert len(EXPECTED) == 2 * len(NAMES), "each address is read and written"


def test_the_table_knows_every_role():
    assert all(tuple(answers) == ROLES for answers in EXPECTED.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_everyone_gets_what_the_table_says(name):
    world = portal_world.build()
    arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    query = QUERY[name](world) if name in QUERY else None
    address = reverse(name, kwargs=arguments, query=query)
    for method, data in (("GET", {}), ("POST", POSTED.get(name, NO_ANSWER))):
        got = {role: portal_world.answer(world, role, method, address, data) for role in ROLES}
        assert got == EXPECTED[name, method], f"{method} {address}"


def test_every_model_of_the_admin_has_its_kind():
    shown = {model._meta.label_lower for model in admin.site._registry}
    missing = sorted(shown - set(ADMIN_MODELS))
    assert not missing, f"Please say in role_table.py of which kind these models are in the admin: {missing}."
    assert not set(ADMIN_MODELS) - shown


@pytest.mark.django_db
@pytest.mark.parametrize("model", ADMIN_MODELS)
def test_everyone_gets_what_the_table_says_in_the_admin(model):
    world = portal_world.build()
    for (kind, page, method), answers in EXPECTED_IN_ADMIN.items():
        if kind != ADMIN_MODELS[model]:
            continue
        arguments = {} if page in {"changelist", "add"} else {"object_id": "0"}
        address = reverse(f"admin:{model.replace('.', '_')}_{page}", kwargs=arguments)
        data = {} if method == "GET" else NO_ANSWER
        got = {role: portal_world.answer(world, role, method, address, data) for role in ROLES}
        expected = {**answers, "coach": "404", "outsider": "404", "anonymous": "login"}
        assert got == expected, f"{method} {address}"
    assert tuple(next(iter(EXPECTED_IN_ADMIN.values()))) == OFFICE


@pytest.mark.django_db
def test_the_front_door_of_the_admin():
    world = portal_world.build()
    got = {role: portal_world.answer(world, role, "GET", "/verwaltung/", {}) for role in ROLES}
    assert got == {**dict.fromkeys(OFFICE, "200"), "coach": "404", "outsider": "404", "anonymous": "302"}
