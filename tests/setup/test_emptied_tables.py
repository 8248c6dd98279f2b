"""After a test that commits the next one finds nothing of it, whatever guards the rows."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from core.actors import SYSTEM
from core.journal import record
from core.models import JournalEntry
from staff.models import User
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory
from tests.plugins.emptied_tables import KEPT, empty_tables


def filled() -> set[str]:
    names = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names))
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_rows_that_nobody_may_delete_are_gone_and_types_and_permissions_stay() -> None:
    UserFactory()
    commune = CommuneFactory()
    record(key=commune.pk, kind="commune.changed", subject=commune, actor=SYSTEM)
    assert JournalEntry.objects.exists()
    kept = [set(model.objects.values_list("pk", flat=True)) for model in (ContentType, Permission)]
    empty_tables()
    assert filled() == KEPT
    assert [set(model.objects.values_list("pk", flat=True)) for model in (ContentType, Permission)] == kept
    assert not User.objects.exists()
