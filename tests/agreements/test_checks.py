"""Keys, revocation lists and the timestamp authority: what is missing is named before anybody wants to sign."""

import shutil

import pytest
from django.core import checks as django_checks

from agreements.office import checks
from core.checks import TAG
from core.signing.demo_keys import DemoKeyFiles
from tests.plugins.signing_keys import serving


@pytest.fixture
def keys(settings, tmp_path, signing_keys) -> DemoKeyFiles:
    """A copy of the run's keys in a portal that is no demo."""
    folder = tmp_path / "pki"
    shutil.copytree(signing_keys.authority_p12.parent, folder)
    settings.DEMO = False
    settings.SIGNING = {
        **settings.SIGNING,
        "ROOT_CERTS": folder / "root.pem",
        "CA_P12": folder / "issuing-ca.p12",
        "SEAL_P12": folder / "seal.p12",
        "TSA_P12": folder / "tsa.p12",
        "CRL_DIR": folder / "crl",
        "TSA_TIMEOUT": 5,
    }
    return DemoKeyFiles(folder / "root.pem", folder / "issuing-ca.p12", "", folder / "crl")


def ids(messages) -> list[str]:
    assert all(message.hint for message in messages), "each says what to do"
    return [message.id for message in messages]


def test_a_complete_set_with_an_authority_that_answers_is_fine(keys, settings):
    with serving(keys) as url:
        settings.SIGNING["TSA_URL"] = url
        found = [checks.key_files, checks.timestamp_address, checks.key_lives, checks.timestamps]
        assert [message for check in found for message in check(None)] == []


@pytest.mark.parametrize("name", ["root.pem", "issuing-ca.p12", "seal.p12"])
def test_a_key_file_that_is_missing_is_named(keys, name):
    (keys.root_certs.parent / name).unlink()
    (message,) = checks.key_files(None)
    assert message.id == "betrieb.E011"
    assert name in message.msg
    assert checks.key_lives(None) == [], "said once"


def test_a_missing_or_empty_folder_of_revocation_lists_is_named(keys):
    for path in keys.crl_dir.iterdir():
        path.unlink()
    assert ids(checks.key_files(None)) == ["betrieb.E012"]
    keys.crl_dir.rmdir()
    assert ids(checks.key_files(None)) == ["betrieb.E012"]


def test_a_missing_key_folder_names_all_of_it(keys):
    shutil.rmtree(keys.root_certs.parent)
    assert ids(checks.key_files(None)) == ["betrieb.E011"] * 3 + ["betrieb.E012"]


def test_a_damaged_key_file_is_named(keys):
    keys.seal_p12.write_bytes(b"kaputt")
    found = checks.key_lives(None)
    assert "betrieb.E014" in ids(found)
    assert any("seal.p12" in message.msg for message in found)


@pytest.mark.parametrize("address", ["", "zeitstempel.example", "ftp://tsa.example", "http://", "https://tsa:viele/"])
def test_a_malformed_timestamp_address_is_named_and_not_asked(keys, settings, address):
    settings.SIGNING["TSA_URL"] = address
    assert ids(checks.timestamp_address(None)) == ["betrieb.E013"]
    assert checks.timestamps(None) == []


def test_an_authority_that_does_not_answer_is_named(keys, settings):
    settings.SIGNING["TSA_URL"] = "http://127.0.0.1:9/"
    (message,) = checks.timestamps(None)
    assert message.id == "betrieb.E015"


def test_an_authority_that_nobody_trusts_is_named(keys, settings, tmp_path):
    from tests.plugins.signing_keys import key_files  # noqa: PLC0415 - fixtures are made where they are wanted

    with serving(key_files(tmp_path / "foreign")) as url:
        settings.SIGNING["TSA_URL"] = url
        assert ids(checks.timestamps(None)) == ["betrieb.E015"]


def test_the_demo_makes_its_keys_itself(keys, settings):
    settings.DEMO = True
    shutil.rmtree(keys.root_certs.parent)
    assert [*checks.key_files(None), *checks.key_lives(None), *checks.timestamps(None)] == []


def test_a_plain_check_asks_for_files_and_a_deployment_check_for_everything():
    registered = django_checks.registry.registry
    plain = {check.__name__ for check in registered.registered_checks if TAG in check.tags}
    deploy = {check.__name__ for check in registered.deployment_checks if TAG in check.tags}
    assert plain == {"document_store", "key_files", "timestamp_address"}
    assert deploy == {"document_folder", "background_work", "key_lives", "timestamps", "published_texts"}
