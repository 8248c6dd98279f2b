"""The list page: filters, sorting and pages in the address."""

from datetime import UTC, date, datetime
from decimal import Decimal

import django_filters
import pytest
from django.test import RequestFactory

from communes.models import Commune
from core.badges import Badge
from core.columns import Column, as_text
from core.lists import ListPage
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


class NameFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", field_name="name", lookup_expr="icontains")
    population = django_filters.NumberFilter(label="Einwohner")

    class Meta:
        model = Commune
        fields: tuple[str, ...] = ()


class Communes(ListPage):
    title = "Kommunen"
    noun = ("Kommune", "Kommunen")
    filterset_class = NameFilter
    columns = (
        Column("name", "Name", str, ("sort_key",), link=lambda commune: f"/k/{commune.ags}/"),
        Column("einwohner", "Einwohner", lambda commune: commune.population, ("population",), numeric=True),
        Column("stand", "Stand", lambda commune: Badge("erfunden", "info") if commune.fictitious else None),
    )
    empty_title = "Noch keine Kommune."

    def rows(self):
        return Commune.objects.all()


def show(query: str = ""):
    request = RequestFactory().get(f"/liste/?{query}")
    request.user = UserFactory.build(pk=1)
    return Communes.as_view()(request).render()


def names(query: str = "") -> list[str]:
    return [row.cells[0].text for row in show(query).context_data["rows"]]


@pytest.fixture
def three():
    CommuneFactory(name="Öderan", population=300)
    CommuneFactory(name="Aue", population=None, population_on=None)
    CommuneFactory(name="Zittau", population=100)


def test_rows_come_sorted_by_the_first_column(three):
    assert names() == ["Aue", "Öderan", "Zittau"]


def test_a_column_sorts_both_ways_and_rows_without_a_value_come_last(three):
    assert names("sort=einwohner") == ["Zittau", "Öderan", "Aue"]
    assert names("sort=-einwohner") == ["Öderan", "Zittau", "Aue"]


@pytest.mark.parametrize("query", ["sort=stand", "sort=password", "sort=-", "sort=--name", "sort=%00"])
def test_a_column_that_does_not_sort_is_ignored(three, query):
    assert names(query) == ["Aue", "Öderan", "Zittau"]


def test_the_sorted_column_says_so_and_its_link_turns_it_round(three):
    headings = {h.label: h for h in show("sort=-einwohner&q=a").context_data["headings"]}
    assert headings["Einwohner"].direction == "descending"
    assert headings["Einwohner"].href == "?q=a&sort=einwohner"
    assert headings["Name"].href == "?q=a&sort=name"
    assert headings["Stand"].href == ""


def test_filtering_keeps_the_sorting_and_starts_at_the_first_page(three):
    source = show("sort=-name&page=7&q=a").content.decode()
    assert '<input type="hidden" name="sort" value="-name">' in source
    assert 'name="page"' not in source


def test_the_hit_count_is_right_in_number(three):
    assert show().context_data["hits"] == "3 Kommunen"
    assert show("q=zitt").context_data["hits"] == "1 Kommune"
    assert show("q=xyz").context_data["hits"] == "0 Kommunen"


def test_filters_can_be_reset_when_there_are_any(three):
    assert "Filter zurücksetzen" not in show("sort=name").content.decode()
    assert '<a href="/liste/">Filter zurücksetzen</a>' in show("q=zitt").content.decode()


def test_no_hits_and_no_rows_at_all_read_differently():
    assert "Noch keine Kommune." in show().content.decode()
    assert "Dazu gibt es keine Treffer." in show("q=zitt").content.decode()


def test_a_filter_that_makes_no_sense_shows_its_error_and_no_rows(three):
    response = show("population=viele")
    assert response.context_data["rows"] == []
    assert "Fehler:" in response.content.decode()


def test_pages_have_fifty_rows_and_keep_the_filters():
    CommuneFactory.create_batch(101)
    page = show("q=muster&sort=name").context_data["page_obj"]
    assert (len(page.object_list), page.paginator.num_pages) == (50, 3)
    assert 'href="?q=muster&amp;sort=name&amp;page=2"' in show("q=muster&sort=name").content.decode()


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("99", 3), ("-1", 3), ("zwei", 1), ("", 1)])
def test_a_page_that_does_not_exist_leads_to_the_nearest(asked, given):
    CommuneFactory.create_batch(101)
    assert show(f"page={asked}").context_data["page_obj"].number == given


def test_every_row_is_on_exactly_one_page_even_if_all_sort_alike():
    CommuneFactory.create_batch(101, name="Musterau")
    seen = [row.cells[0].href for number in (1, 2, 3) for row in show(f"page={number}").context_data["rows"]]
    assert len(set(seen)) == len(seen) == 101


def test_what_people_typed_is_escaped():
    CommuneFactory(name="<script>alert(1)</script>")
    source = show("q=%3Cscript%3E").content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert" in source


def test_a_cell_has_its_columns_name_for_narrow_screens(three):
    assert '<td data-label="Einwohner" class="number">300</td>' in show().content.decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12500, "12.500"),
        (0, "0"),
        (Decimal("12500.50"), "12.500,50"),
        (date(2026, 11, 24), "24.11.2026"),
        (datetime(2026, 11, 24, 13, 5, tzinfo=UTC), "24.11.2026, 14:05 Uhr"),
        ("14521450", "14521450"),
    ],
)
def test_values_are_written_as_in_german(value, text):
    assert as_text(value) == text
