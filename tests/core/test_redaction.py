"""Secrets of links never reach a log."""

import logging

import pytest
from django.test import Client

from core.redaction import RedactingFilter, redact


def test_the_secret_part_of_a_link_is_cut():
    line = "GET /unterzeichnen/link/s3cr3t_-T/ HTTP/1.1"
    assert redact(line) == "GET /unterzeichnen/link/…/ HTTP/1.1"
    assert redact("/passwort-vergessen/neu/1-abc-def/") == "/passwort-vergessen/neu/…/"
    assert redact("/kommunen/14521450/") == "/kommunen/14521450/"


def test_the_filter_redacts_message_and_arguments():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s: %s", ("Not Found", "/unterzeichnen/link/geheim/"), None)
    assert RedactingFilter().filter(record)
    assert record.getMessage() == "Not Found: /unterzeichnen/link/…/"


@pytest.mark.django_db
def test_a_wrong_link_leaves_no_token_in_the_log(capfd):
    Client().get("/unterzeichnen/link/sehr-geheim-und-lang/")
    logged = capfd.readouterr().err
    assert "sehr-geheim" not in logged
