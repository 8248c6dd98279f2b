"""The desk at which most tests of this room stand: of the person who is responsible for the commune's district."""

from typing import Any

import pytest

from communes.models import Commune
from staff.models import User
from tests.factories.communes import CommuneFactory, ResponsibilityFactory


@pytest.fixture
def commune(db: None) -> Commune:
    """A commune by the name of Musterau."""
    return CommuneFactory(name="Musterau")


@pytest.fixture
def responsible(commune: Commune) -> User:
    """The caseworker of its district."""
    return ResponsibilityFactory(district=commune.district).user


@pytest.fixture
def desk(client: Any, responsible: User) -> Any:
    """That person's browser, signed in."""
    client.force_login(responsible)
    return client
