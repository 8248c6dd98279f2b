"""Guessing at the sign-in page, as strangers do."""

from django.test import Client

STRANGER, HOME = "192.0.2.66", "198.51.100.7"
WAITS = "Von hier aus kam zu oft ein falsches Passwort"
NEW = "Ein-ganz-neues-Passwort-2026"


def try_password(address, password, *, ip=STRANGER, client=None):
    client = client or Client()
    return client.post("/anmelden/", {"login": address, "password": password}, REMOTE_ADDR=ip)


def guess(address, times, *, ip=STRANGER, client=None):
    return [try_password(address, f"geraten-{number}", ip=ip, client=client) for number in range(times)]


def guess_from_everywhere(address, times):
    """From a different address each time, as a botnet does."""
    return [try_password(address, "geraten", ip=f"203.0.{number // 250}.{number % 250}") for number in range(times)]


def is_in(answer):
    return answer.status_code == 302


def waits(answer):
    return WAITS in answer.content.decode()
