"""Packages of others: named once, in pyproject.toml and package.json, and pinned with hashes from there."""

import json
import re
import tomllib
from collections.abc import Iterator

from packaging.requirements import Requirement

from tests.architecture.test_repository import ROOT, tracked

# The packages that the user's design card fixes for running the portal.
OF_THE_CARD = {"django", "django-crispy-forms", "psycopg2-binary", "weasyprint"}
PIN_AND_REASONS = re.compile(r"^([\w.-]+)\S*==.*\n(?: +--hash.*\n)+((?: +#.*\n?)+)", re.MULTILINE)
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("base", "dev")}


def named_requirements() -> Iterator[tuple[str, Requirement]]:
    """Yield where pyproject.toml names a package ("dependencies" or the name of a group), and what it asks for."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for line in pyproject["project"]["dependencies"]:
        yield "dependencies", Requirement(line)
    for group, lines in pyproject["dependency-groups"].items():
        yield from ((group, Requirement(line)) for line in lines if isinstance(line, str))


def pins(name: str) -> dict[str, str]:
    """Return the versions that a lock pins, by package."""
    pin = re.compile(r"^([a-z0-9][\w.\-]*)(?:\[[\w,\-]+\])?==(\S+)", re.MULTILINE)
    return dict(pin.findall(LOCKS[name].read_text()))


def test_a_package_is_named_once():
    names = [requirement.name for _, requirement in named_requirements()]
    assert sorted(names) == sorted(set(names))
    assert {requirement.name for where, requirement in named_requirements() if where == "dependencies"} >= OF_THE_CARD
    assert tracked("requirements/*", "*requirements*.txt", "setup.py", "setup.cfg") == sorted(LOCKS.values())


def test_the_locks_were_compiled_from_what_is_named():
    """A changed line of pyproject.toml without `make lock` is told here, and so is a pin that nothing asks for."""
    base, dev = pins("base"), pins("dev")
    for where, requirement in named_requirements():
        for lock in (base, dev) if where == "dependencies" else (dev,):
            assert requirement.specifier.contains(lock[requirement.name]), requirement
    asked_by_us = {
        (name, package)
        for name, lock in LOCKS.items()
        for package, reasons in PIN_AND_REASONS.findall(lock.read_text())
        if "(pyproject.toml" in reasons
    }
    named = {("dev", requirement.name) for _, requirement in named_requirements()}
    named |= {("base", requirement.name) for where, requirement in named_requirements() if where == "dependencies"}
    assert asked_by_us == named


def test_python_locks_have_hashes_and_name_no_index():
    for lock in LOCKS.values():
        text = lock.read_text()
        assert re.search(r"^-|://", text, re.MULTILINE) is None, f"{lock.name} names an index or an address"
        pins = re.findall(r"^[a-z0-9][\w.\-]*(?:\[[\w,\-]+\])?==[^\n]+\n( +--hash=)?", text, re.MULTILINE)
        assert len(pins) > 20
        assert all(pins), f"{lock.name} has a pin without a hash"


def test_the_npm_lock_has_integrities_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert packages
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert [name for name, facts in packages.items() if "integrity" not in facts] == []


def test_everything_that_python_runs_with_is_installed_for_the_tests_too():
    """The demo and the tests run on the same versions as production."""
    base, dev = pins("base"), pins("dev")
    assert {name: (version, dev.get(name)) for name, version in base.items() if dev.get(name) != version} == {}
