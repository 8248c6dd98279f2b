"""The list page against Django admin's changelist: the same rows, columns, filters and prefetched relations."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import include, path

from communes.filters import CommuneFilter
from communes.models import Commune, District
from communes.views import CommuneList
from staff.models import Role
from tests.benchmarks.interleaved import print_ratio
from tests.factories.communes import OfficeHolderFactory, ResponsibilityFactory
from tests.factories.staff import UserFactory

site = admin.AdminSite(name="benchmark")


def list_filters() -> list[type[admin.SimpleListFilter]]:
    """The filters of our list for the admin's sidebar: the same choices, the same narrowing."""
    return [_as_list_filter(name) for name in CommuneFilter.base_filters if name not in {"q", "frueher"}]


def _as_list_filter(name: str) -> type[admin.SimpleListFilter]:
    class Narrow(admin.SimpleListFilter):
        title = CommuneFilter.base_filters[name].label
        parameter_name = name

        def lookups(self, request, model_admin):
            return [(value, label) for value, label in _choices(request)[name] if value]

        def queryset(self, request, queryset):
            if not self.value():
                return queryset
            return CommuneFilter({name: self.value()}, queryset=queryset, request=request).qs

    return Narrow


def _choices(request):
    """Asked for once a request, as on our page."""
    if not hasattr(request, "list_choices"):
        form = CommuneFilter({}, queryset=Commune.objects.all(), request=request).form
        request.list_choices = {n: list(f.choices) for n, f in form.fields.items() if hasattr(f, "choices")}
    return request.list_choices


@admin.register(Commune, site=site)
class Changelist(admin.ModelAdmin):
    """What the admin needs to show the columns of our list, 50 rows a page."""

    list_display = [column.key for column in CommuneList.columns]
    list_filter = list_filters()
    search_fields = ("search_key", "ags")
    list_per_page = CommuneList.per_page
    ordering = ("sort_key",)

    def get_queryset(self, request):
        page = CommuneList()
        page.setup(request)
        return page.rows().filter(valid_until=None)


def as_method(column):
    def show(_self, commune):
        value = column.value(commune)
        return getattr(value, "label", value)

    return admin.display(description=column.label, ordering=column.order_by[0] if column.order_by else None)(show)


for column in CommuneList.columns:
    setattr(Changelist, column.key, as_method(column))

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
def test_list_page_against_the_admins_changelist(client):
    call_command("load_register", verbosity=0)
    user = UserFactory(role=Role.ADMIN)
    for district in District.objects.all():
        ResponsibilityFactory(district=district, user=user)
    for commune in Commune.objects.filter(valid_until=None):
        OfficeHolderFactory(commune=commune)
    client.force_login(user)
    print_ratio(
        "list page to the admin's changelist",
        lambda: fetch(client, "/kommunen/"),
        lambda: fetch(client, "/benchmark/communes/commune/"),
        rounds=30,
        aim=0.5,
    )


def fetch(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
