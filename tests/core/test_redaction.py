"""Secrets of links never reach a log."""

import logging
import sys

import pytest
from django.test import Client

from core.redaction import RedactingFormatter, redact


def test_the_secret_part_of_a_link_is_cut():
    line = "GET /unterzeichnen/link/s3cr3t_-T/ HTTP/1.1"
    assert redact(line) == "GET /unterzeichnen/link/…/ HTTP/1.1"
    assert redact("/passwort-vergessen/neu/1-abc-def/") == "/passwort-vergessen/neu/…/"
    assert redact("/kommunen/14521450/") == "/kommunen/14521450/"


def test_the_address_of_a_mail_gateway_is_cut_too():
    link = "https://gateway.example/?url=https%3A%2F%2Fportal.example%2Funterzeichnen%2Flink%2Fgeheim-_1%2F&data=05"
    assert redact(link) == link.replace("geheim-_1", "…")
    assert redact("GET /unterzeichnen/link%2fgeheim/ HTTP/1.1") == "GET /unterzeichnen/link%2f…/ HTTP/1.1"


def test_message_arguments_and_traceback_are_redacted():
    try:
        raise ValueError("kaputt: http://testserver/unterzeichnen/link/geheim/")
    except ValueError:
        problem = sys.exc_info()
    record = logging.LogRecord("x", 40, "", 0, "%s: %s", ("Not Found", "/unterzeichnen/link/geheim/"), problem)
    written = RedactingFormatter().format(record)
    assert "Not Found: /unterzeichnen/link/…/" in written
    assert "ValueError: kaputt" in written
    assert "geheim" not in written


def test_every_logger_of_django_goes_through_the_redacting_one():
    loggers = [logging.getLogger(name) for name in ("django", "django.request", "django.server", "django.security")]
    assert all(logger.propagate and not logger.handlers for logger in loggers)
    assert any(isinstance(handler.formatter, RedactingFormatter) for handler in logging.getLogger().handlers)


@pytest.mark.django_db
def test_a_wrong_link_leaves_no_token_in_the_log(capfd):
    Client().get("/unterzeichnen/link/sehr-geheim-und-lang/")
    logged = capfd.readouterr().err
    assert "sehr-geheim" not in logged
