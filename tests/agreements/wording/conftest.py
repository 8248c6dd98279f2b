import pytest

from staff.models import Role, User
from tests.factories.editions import administrator
from tests.factories.staff import UserFactory


@pytest.fixture
def admin_account(db: None) -> User:
    """Who writes."""
    return administrator(first_name="Anna", last_name="Adminmuster")


@pytest.fixture
def head(db: None) -> User:
    """Who releases."""
    user: User = UserFactory(role=Role.HEAD, first_name="Lena", last_name="Leitmuster")
    return user
