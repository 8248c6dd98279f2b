"""Production starts with a complete environment and with no other; values never enter a message."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.checks.deployment import production_with_timestamps, throw_away_production

ROOT = Path(__file__).parents[2]
REQUIRED = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "LPR_LEGAL_ENTITY",
    "LPR_ADDRESS",
    "DATABASE_URL",
    "EMAIL_HOST",
    "DEFAULT_FROM_EMAIL",
    "SIGNING_ROOT_CERTS",
    "SIGNING_CA_P12",
    "SIGNING_CA_P12_PASSWORD",
    "SIGNING_SEAL_P12",
    "SIGNING_SEAL_P12_PASSWORD",
    "SIGNING_CRL_DIR",
    "TSA_URL",
]
READ_SETTINGS = "from django.conf import settings; print(settings.DEBUG, settings.DEMO)"


@pytest.fixture
def production(tmp_path):
    return throw_away_production(tmp_path)


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with this environment and none of ours, so that nothing is set by chance."""
    return subprocess.run(
        [sys.executable, *(command or ("-c", READ_SETTINGS))],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_complete_environment_starts_without_debugging_and_without_the_demo(production):
    assert start(production).stdout.split() == ["False", "False"]


def test_cookies_are_bound_to_this_host_and_travel_encrypted(production):
    """What a browser demands of ``__Host-``: Secure, path "/", no domain (RFC 6265bis)."""
    read = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        "s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE,"
        "s.CSRF_COOKIE_PATH, s.CSRF_COOKIE_DOMAIN, s.CEREMONY_COOKIE_NAME)"
    )
    session, csrf, ceremony = "__Host-sitzung", "__Host-formulare", "__Secure-unterzeichnung"
    said = start(production, "-c", read).stdout.split()
    assert said == [session, "True", "/", "None", csrf, "True", "/", "None", ceremony]


def test_production_defines_every_storage_that_the_tests_have(production):
    read = "from django.conf import settings; print(*sorted(settings.STORAGES))"
    assert start(production, "-c", read).stdout.split() == sorted(settings.STORAGES)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_value_ends_the_start_and_is_named_with_its_purpose(production, name):
    del production[name]
    refused = start(production)
    assert refused.returncode != 0
    complaints = [line for line in refused.stderr.splitlines() if line.startswith("  - ")]
    assert len(complaints) == 1
    assert complaints[0].startswith(f"  - {name} fehlt: ")
    assert "Traceback" not in refused.stderr


def test_everything_missing_is_named_at_once():
    refused = start({"DJANGO_SETTINGS_MODULE": "asskomm.settings.production"})
    assert [name for name in REQUIRED if f"{name} fehlt" not in refused.stderr] == []


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "kurz-und-geheim", "SECRET_KEY ist zu kurz"),
        ("ALLOWED_HOSTS", "portal.example,*", "ALLOWED_HOSTS: der Stern ist nicht erlaubt"),
        ("PUBLIC_URL", "http://portal.example", "PUBLIC_URL: erwartet wird eine Adresse, die mit https://"),
        ("EMAIL_PORT", "fünf", "EMAIL_PORT: erwartet wird eine Zahl"),
        ("EMAIL_USE_SSL", "vielleicht", "EMAIL_USE_SSL: erwartet wird 1 oder 0"),
        ("SIGNING_CA_P12", "/nirgends/schluessel.p12", "SIGNING_CA_P12: die Datei gibt es nicht"),
        ("SIGNING_CRL_DIR", "/nirgends/sperrlisten", "SIGNING_CRL_DIR: den Ordner gibt es nicht"),
    ],
)
def test_an_unusable_value_is_refused_without_being_repeated(production, name, value, complaint):
    refused = start({**production, name: value})
    assert refused.returncode != 0
    assert complaint in refused.stderr
    assert value not in refused.stderr


def test_no_secret_is_printed_when_something_else_is_missing(production):
    secrets = [production["SECRET_KEY"], production["DATABASE_URL"]]
    secrets += [production["SIGNING_CA_P12_PASSWORD"], production["SIGNING_SEAL_P12_PASSWORD"]]
    del production["EMAIL_HOST"]
    refused = start(production)
    assert refused.returncode != 0
    assert [secret for secret in secrets if secret in refused.stdout + refused.stderr] == []


def test_the_application_server_refuses_with_the_same_message_instead_of_trying_again_and_again(production):
    del production["TSA_URL"]
    server = ("-m", "gunicorn", "-c", "python:asskomm.gunicorn_config", "--bind", "127.0.0.1:0")
    refused = start(production, *server)
    assert refused.returncode != 0
    assert "TSA_URL fehlt: " in refused.stderr


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    with production_with_timestamps(tmp_path) as production:
        checked = start(production, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_production_does_not_let_a_test_kill_it(production):
    refused = start({**production, "PORTAL_STOP_AT": "signature.commune.made"})
    assert refused.returncode != 0
    assert "PORTAL_STOP_AT ist hier nicht erlaubt" in refused.stderr


def test_a_key_s_password_may_stand_in_a_file(production, tmp_path):
    (tmp_path / "password").write_text("geheim\n")
    del production["SIGNING_CA_P12_PASSWORD"]
    production["SIGNING_CA_P12_PASSWORD_FILE"] = str(tmp_path / "password")
    read = "from django.conf import settings; print(settings.SIGNING['CA_P12_PASSWORD'])"
    assert start(production, "-c", read).stdout == "geheim\n"
    (tmp_path / "password").unlink()
    assert "SIGNING_CA_P12_PASSWORD_FILE: die Datei gibt es nicht" in start(production).stderr


def test_a_policy_of_timestamps_is_an_object_identifier(production):
    assert "TSA_POLICY: erwartet wird" in start({**production, "TSA_POLICY": "qualifiziert"}).stderr
    assert start({**production, "TSA_POLICY": "0.4.0.2023.1.1"}).returncode == 0


def test_an_own_timestamp_authority_s_key_is_named_with_its_password(production, tmp_path):
    (tmp_path / "tsa.p12").touch()
    production["SIGNING_TSA_P12"] = str(tmp_path / "tsa.p12")
    assert "SIGNING_TSA_P12_PASSWORD fehlt" in start(production).stderr
    production["SIGNING_TSA_P12_PASSWORD"] = "geheim"
    assert start(production).returncode == 0
