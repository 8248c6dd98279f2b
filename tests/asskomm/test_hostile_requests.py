"""Every page, form, parameter and address of the portal with what nobody should send: no answer is a fault of ours.

Made from the URL configuration. A new address is walked by itself, with what ``role_addresses.py`` says of it.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from tests.asskomm import portal_world
from tests.asskomm.hostile_forms import EACH_ALONE, everything
from tests.asskomm.hostile_values import ARGUMENTS as HOSTILE_ARGUMENTS
from tests.asskomm.hostile_values import QUERIES, some
from tests.asskomm.hostile_walk import BROKEN_BODIES, Walk, encoded, names_read
from tests.asskomm.page_forms import Form, read
from tests.asskomm.portal_world import ROLES, World
from tests.asskomm.role_addresses import ARGUMENTS, QUERY
from tests.asskomm.test_addresses import patterns
from tests.asskomm.test_role_matrix import NAMES
from tests.asskomm.typeset_once import typeset_once

TRIED: set[tuple[str, ...]] = set()
OK = 200
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def by_module() -> dict[str, list[str]]:
    """The names of the addresses by the module of their views: each gets a world of its own."""
    groups: dict[str, list[str]] = {}
    for _, pattern in patterns(get_resolver()):
        groups.setdefault(pattern.callback.__module__, []).append(str(pattern.name))
    return groups


MODULES = by_module()
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys")]


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    with typeset_once():
        yield


@pytest.fixture
def world() -> World:
    """With everybody signed in, so that no session is undone with what was tried."""
    made = portal_world.build()
    for role in ROLES:
        made.client(role)
    return made


def test_every_address_is_walked():
    assert sorted(name for names in MODULES.values() for name in names) == sorted(NAMES)


@pytest.mark.parametrize("module", MODULES)
def test_no_request_to_an_address_is_answered_by_a_fault(world, monkeypatch, module):
    faults = []
    for name in MODULES[module]:
        with transaction.atomic():
            arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
            address = reverse(name, kwargs=arguments)
            query = QUERY[name](world) if name in QUERY else {}
            for role in ROLES:
                walk = Walk(world.client(role))
                try_page(walk, address, query, monkeypatch)
                faults += [f"{role}: {fault}" for fault in walk.faults]
            transaction.set_rollback(True)
    assert faults == []


def try_page(walk: Walk, address: str, query: dict[str, Any], monkeypatch: Any) -> None:
    """The page itself, its parameters, its forms, and what is no form at all; each once, by anyone who may first."""
    with names_read(monkeypatch) as asked:
        page = walk.get(address, query)
    opened = page is not None and page.status_code == OK
    if not opened and page is not None and page.status_code != 405:
        return
    if first("address", address):
        some = len(TRIED) % len(BROKEN_BODIES)
        for kind, body in (BROKEN_BODIES * 2)[some : some + 3]:
            walk.send("POST", address, body, kind)
        walk.send(METHODS[some % len(METHODS)], address, b"x")
    if not opened or page is None or page.streaming or not page.get("Content-Type", "").startswith("text/html"):
        return
    forms, linked = read(page.content.decode())
    if first("query", address):
        try_query(walk, address, query, asked | linked | query.keys())
    for form in forms:
        if form.method == "post":
            try_form(walk, form, address + (f"?{encoded(query)}" if query else ""))


def first(*what: str) -> bool:
    """Whether this is tried for the first time."""
    if what in TRIED:
        return False
    TRIED.add(what)
    return True


def try_query(walk: Walk, address: str, query: dict[str, Any], names: set[str]) -> None:
    """All parameters with each value, each with some and the others right; and what a list makes of it as a file."""
    for value in QUERIES:
        walk.get(address, dict.fromkeys(sorted(names), value))
    for number, name in enumerate(sorted(names)):
        for value in some(QUERIES, 6, number):
            walk.get(address, {**query, name: value})
    for kind in ("excel", "csv", "pdf") if "als" in names else ():
        for value in ("0021-01-01", "9999-12-31", "gibt-es-nicht"):
            walk.get(address, {**dict.fromkeys(sorted(names), value), "als": kind})


def try_form(walk: Walk, form: Form, page: str, alone: dict[str, int] = EACH_ALONE) -> None:
    """Empty, half and wrong."""
    action = form.action if form.action.startswith("/") else page + form.action
    if not first(form_at(action), *sorted(form.fields)):
        return
    for said, sent in everything(form, alone):
        walk.post(action, sent, said)


def form_at(action: str) -> str:
    """The name of the address that a form is sent to."""
    try:
        return str(resolve(urlsplit(action).path).view_name)
    except Resolver404:
        return action


WITH_ARGUMENTS = [pattern for _, pattern in patterns(get_resolver()) if pattern.pattern.converters]


def test_no_argument_of_an_address_is_answered_by_a_fault(world):
    faults = []
    for pattern in WITH_ARGUMENTS:
        with transaction.atomic():
            walk = Walk(world.client("admin"))
            for number, path in enumerate(with_hostile_arguments(pattern, ARGUMENTS[str(pattern.name)](world))):
                walk.get(path)
                if number % 3 == 0:
                    walk.post(path, {})
            faults += walk.faults
            transaction.set_rollback(True)
    assert faults == []


def with_hostile_arguments(pattern: URLPattern, sound: dict[str, Any]) -> Iterator[str]:
    """The address with one argument wrong, whatever its converter would take."""
    for name in pattern.pattern.converters:
        for value in HOSTILE_ARGUMENTS:
            path = "/" + str(pattern.pattern)
            for key, each in {**sound, name: value}.items():
                raw = quote(str(each).encode("utf-8", "surrogatepass"), safe="")
                path = re.sub(rf"<\w+:{key}>", lambda _, raw=raw: raw, path)
            yield path
