"""``python -m tests.production.walk_pages``: every address under the settings in force, by three who may come along.

Prints a line for each answer of 500 or more, and the number of answers. Nothing stays: each address has a transaction.
"""

import sys
from copy import deepcopy

import django

django.setup()

from django.conf import settings  # noqa: E402 - once Django is set up
from django.db import transaction  # noqa: E402 - once Django is set up
from django.test import Client  # noqa: E402 - once Django is set up
from django.urls import reverse  # noqa: E402 - once Django is set up

from tests.asskomm import portal_world  # noqa: E402 - once Django is set up
from tests.asskomm.role_addresses import ARGUMENTS, QUERY  # noqa: E402 - once Django is set up
from tests.asskomm.test_role_matrix import NAMES  # noqa: E402 - once Django is set up

WHO = ("responsible", "admin", "anonymous")


class ClientBehindProxy(Client):
    """Asks as the proxy does."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False, SERVER_NAME=settings.ALLOWED_HOSTS[0])
        self.defaults["HTTP_X_FORWARDED_PROTO"] = "https"


def main() -> None:
    portal_world.Client = ClientBehindProxy  # type: ignore[misc]  # a client for every role of the world
    answers = 0
    with transaction.atomic():
        world = portal_world.build()
        for name in NAMES:
            with transaction.atomic():
                answers += walk(deepcopy(world), name)  # what is rolled back must not live on in memory
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    sys.stdout.write(f"{answers}\n")


def walk(world: portal_world.World, name: str) -> int:
    arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    address = reverse(name, kwargs=arguments, query=QUERY[name](world) if name in QUERY else None)
    for role in WHO:
        answer = portal_world.answer(world, role, "GET", address, {})
        if answer == "301" or (answer.isdecimal() and int(answer) >= 500):
            sys.stdout.write(f"{answer} {address} ({role})\n")
    return len(WHO)


if __name__ == "__main__":
    main()
