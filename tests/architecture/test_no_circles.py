"""No modules of the product import each other in a circle, and no package's face loads what is inside."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.floors import FLOORS
from tests.architecture.imports import (
    circles,
    import_graph,
    imports_in_functions,
    modules,
    only_names_what_is_inside,
)

ROOT = Path(__file__).parents[2]
WHY = re.compile(r"# (?:noqa): (?:[A-Z]+\d+, )*PLC0415 - \w")


@pytest.fixture(scope="module")
def product() -> dict[str, Path]:
    return modules(ROOT, FLOORS)


def test_no_modules_import_each_other_in_a_circle(product):
    assert circles(import_graph(product)) == []


def test_imports_are_absolute_but_in_the_form_pack(product):
    """That package imports itself by dots, so that it works under whatever name it is installed."""
    relative = {
        name
        for name, path in product.items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert relative
    assert {name for name in relative if not name.startswith("core.crispy_kern.")} == set()


def test_an_import_within_a_function_says_why(product):
    """It makes the start faster, or waits for Django's registry; in a circle it counts as every other import."""
    silent = [
        f"{name}:{number}"
        for name, path in product.items()
        for number in imports_in_functions(path)
        if not WHY.search(path.read_text().splitlines()[number - 1])
    ]
    assert silent == []


def test_packages_have_empty_faces_but_for_the_models(product):
    """Importing one module loads what that module names; Django finds a room's models by its models' face."""
    faces = {name: path for name, path in product.items() if path.name == "__init__.py"}
    named = {name: path for name, path in faces.items() if name.endswith(".models")}
    filled = [name for name in faces.keys() - named.keys() if faces[name].stat().st_size > 0]
    assert sorted(filled) == []
    assert named
    assert [name for name, path in named.items() if not only_names_what_is_inside(path)] == []


def house(folder: Path, files: dict[str, str]) -> dict[str, Path]:
    for name, text in files.items():
        path = folder / "room" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return modules(folder, ("room",))


@pytest.mark.parametrize(
    "back",
    [
        "from room import a",
        "from room.a import NAME",
        "import room.a",
        "from . import a",
        "from .a import NAME",
        "from ..room.a import NAME",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from room.a import NAME",
        "def late():\n    from room.a import NAME",
        "made = import_string('room.a.NAME')()",
        "made = importlib.import_module('room.a')",
    ],
)
def test_every_way_to_import_is_seen(tmp_path, back):
    files = house(tmp_path, {"a.py": "from room import b", "b.py": "from room import c", "c.py": back})
    assert circles(import_graph(files)) == [["room.a", "room.b", "room.c"]]


def test_what_runs_down_is_no_circle(tmp_path):
    files = house(tmp_path, {"a.py": "from room import b, c", "b.py": "from room import c", "c.py": "import json"})
    assert circles(import_graph(files)) == []


def test_a_module_that_asks_its_own_package_makes_a_circle(tmp_path):
    face = {"models/__init__.py": "from room.models.a import A", "models/a.py": "from room.models import B"}
    assert circles(import_graph(house(tmp_path, face))) == [["room.models", "room.models.a"]]


@pytest.mark.parametrize(
    ("face", "is_sound"),
    [
        ('"""Rows."""\n\nfrom room.models.a import A\n\n__all__ = ["A"]\n', True),
        ("from room.policies import can_sign\n", False),
        ("from room.models.a import A\n\nLIMIT = A.limit\n", False),
    ],
)
def test_a_face_of_models_names_them_and_does_nothing_else(tmp_path, face, is_sound):
    files = house(tmp_path, {"models/__init__.py": face})
    assert only_names_what_is_inside(files["room.models"]) is is_sound


def test_imports_within_functions_are_found_with_their_lines(tmp_path):
    files = house(tmp_path, {"a.py": "import json\n\n\ndef late():\n    import csv\n\n    return csv, json\n"})
    assert list(imports_in_functions(files["room.a"])) == [5]
