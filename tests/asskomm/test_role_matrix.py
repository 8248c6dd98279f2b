"""Every address, tried by everyone, read and written: the answers stand in ``role_table*.py``, complete or it fails."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.asskomm import portal_world
from tests.asskomm.portal_world import ROLES
from tests.asskomm.role_addresses import ARGUMENTS, NO_ANSWER, POSTED, QUERY
from tests.asskomm.role_table import MATRIX
from tests.asskomm.role_table_admin import ADMIN_FRONT, ADMIN_MODELS, ADMIN_PAGES
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
@pytest.mark.usefixtures("signing_keys")
@pytest.mark.parametrize("name", NAMES)
def test_everyone_gets_what_the_table_says(name):
    world = portal_world.build()
    arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    query = QUERY[name](world) if name in QUERY else None
    address = reverse(name, kwargs=arguments, query=query)
    for method, data in (("GET", {}), ("POST", POSTED.get(name, NO_ANSWER))):
        got = {role: portal_world.answer(world, role, method, address, data) for role in ROLES}
        assert got == EXPECTED[name, method], f"{method} {address}"
    for role in ("responsible", "admin", "coach"):
        assert portal_world.answer(world, role, "HEAD", address, {}) == EXPECTED[name, "GET"][role], f"HEAD {address}"


def test_every_model_of_the_admin_has_its_kind():
    shown = {model._meta.label_lower for model in admin.site._registry}
    missing = sorted(shown - set(ADMIN_MODELS))
    assert not missing, f"Please say in role_table_admin.py of which kind these models are in the admin: {missing}."
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


FRONT = rows(ADMIN_FRONT, keys=1)
SAMPLE = {"app_label": "communes", "content_type_id": "0", "object_id": "0", "id": "0"}


def admin_patterns() -> dict[str, URLPattern]:
    """What the admin has beside the five pages of each model."""
    models = {str(model._meta.model_name) for model in admin.site._registry}
    pages = re.compile(rf"\w+_({'|'.join(models)})_(changelist|add|history|delete|change)")
    named = {str(p.name): p for _, p in every_pattern(admin.site.get_urls()) if p.name and not pages.fullmatch(p.name)}
    assert len(named) >= 9
    return named


def every_pattern(found: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern.url_patterns)
        else:
            yield str(pattern.pattern), pattern


def test_everything_else_in_the_admin_has_its_row():
    assert {(name,) for name in admin_patterns()} == set(FRONT)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(admin_patterns()))
def test_everyone_gets_what_the_table_says_at_the_doors_of_the_admin(name):
    world = portal_world.build()
    pattern = admin_patterns()[name].pattern
    arguments = {key: SAMPLE[key] for key in (*pattern.converters, *pattern.regex.groupindex) if key in SAMPLE}
    address = reverse(f"admin:{name}", kwargs=arguments)
    got = {role: portal_world.answer(world, role, "GET", address, {}) for role in ROLES}
    assert {role: got[role] for role in OFFICE} == FRONT[name,], address
    if name not in {"login", "logout", "jsi18n"}:
        assert {got["coach"], got["outsider"]} == {"404"}, address
        assert got["anonymous"] in {"login", "302"}, address


@pytest.mark.django_db
def test_the_history_of_an_account_is_for_administrators():
    world = portal_world.build()
    address = reverse("admin:staff_user_history", kwargs={"object_id": world.people["head"].pk})
    got = {role: portal_world.answer(world, role, "GET", address, {}) for role in OFFICE}
    assert got == {**dict.fromkeys(OFFICE, "403"), "admin": "200"}
