"""publiccode.yml keeps to the standard 0.4, as a catalogue's importer checks it, and to pyproject.toml."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def publiccode():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text())


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_mandatory_keys_are_there(publiccode):
    mandatory = {
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    }
    assert mandatory - publiccode.keys() == set()
    assert publiccode["publiccodeYmlVersion"] == "0.4"
    assert urlsplit(publiccode["url"]).scheme == "https"
    assert publiccode["softwareType"] == "standalone/web"
    assert publiccode["maintenance"]["contacts"][0]["name"]


def test_texts_keep_to_their_lengths(publiccode):
    german = publiccode["description"]["de"]
    assert len(german["genericName"]) <= 35
    assert len(german["shortDescription"]) <= 150
    assert 500 <= len(german["longDescription"]) <= 10_000
    assert [feature for feature in german["features"] if len(feature) > 100] == []


def test_it_says_the_same_as_the_project_file(publiccode, project):
    assert publiccode["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert publiccode["softwareVersion"] == project["version"]
