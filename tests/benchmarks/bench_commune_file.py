"""The commune's file against Django admin's change page with inlines for the same rows."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import include, path
from django.utils import timezone

from agreements.models import PreAgreement
from communes.models import Commune, Contact, OfficeHolder, Task
from core import journal
from staff.actors import StaffActor
from staff.models import Role, User
from tests.benchmarks.interleaved import print_ratio
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.facts import ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.staff import UserFactory

site = admin.AdminSite(name="benchmark")
MANY = 20


def inline(of: type) -> type[admin.TabularInline]:
    """Rows of ``of`` on the commune's change page."""
    return type(f"{of.__name__}Inline", (admin.TabularInline,), {"model": of, "extra": 0})


@admin.register(Commune, site=site)
class ChangePage(admin.ModelAdmin):
    """What the admin needs to show most of what stands in the file; it has no timeline and no facts."""

    inlines = (inline(OfficeHolder), inline(Contact), inline(Task), inline(PreAgreement))


urlpatterns = [
    path("benchmark/", include((site.get_urls(), "admin"), namespace="benchmark")),
    path("", include("asskomm.urls")),
]


@pytest.fixture
def uninstrumented():
    """Without the tests' recording of every included template, which production does not have either."""
    teardown_test_environment()
    yield
    setup_test_environment(debug=False)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("uninstrumented")
def test_the_communes_file_against_the_admins_change_page(client):
    user = UserFactory(role=Role.ADMIN)
    commune = a_full_file(user)
    client.force_login(user)
    print_ratio(
        "commune's file to the admin's change page",
        lambda: fetch(client, commune.get_absolute_url()),
        lambda: fetch(client, f"/benchmark/communes/commune/{commune.pk}/change/"),
        rounds=30,
        aim=1.0,
    )


def a_full_file(user: User) -> Commune:
    """A commune with many rows of everything, and ten years of entries in its timeline."""
    commune = CommuneFactory()
    ResponsibilityFactory(district=commune.district, user=user)
    OfficeHolderFactory(commune=commune)
    today = timezone.localdate()
    for number in range(MANY):
        ContactFactory(commune=commune)
        TaskFactory(commune=commune)
        MilestoneFactory(communes=[commune], happened_on=today - timedelta(days=number))
        PreAgreementFactory(commune=commune, status="withdrawn")
    for _ in range(MANY * 10):
        journal.record(key=commune.ags, kind="note.taken", subject=commune, actor=StaffActor(user), text="Notiz")
    return commune


def fetch(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
