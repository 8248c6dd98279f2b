"""Deep pages of a list hold the rows that Django's own would, in that order, for the same number of queries."""

import pytest
from django.core.paginator import EmptyPage, Paginator
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from communes.models import Commune, Contact
from core import deep_pages
from core.deep_pages import DeepPaginator
from core.ordering import ordering
from tests.factories.communes import CommuneFactory
from tests.factories.facts import ContactFactory

pytestmark = pytest.mark.django_db
ALIKE = 5  # rows of each name and population, so that ties are broken by key


@pytest.fixture
def many(monkeypatch):
    """Thirty-three rows on pages of four; every page but the first two is a deep one."""
    monkeypatch.setattr(deep_pages, "DEEP", 8)
    for number in range(33):
        known = number % 3 > 0
        population = number // ALIKE if known else None
        CommuneFactory(name=f"Ort {number // ALIKE}", population=population, population_on=None)


def both(rows, number):
    return [[row.pk for row in paginator(rows, 4).page(number)] for paginator in (DeepPaginator, Paginator)]


@pytest.mark.parametrize("names", [("sort_key",), ("population",), ("-population", "sort_key"), ("district__name",)])
@pytest.mark.parametrize("descending", [False, True])
def test_every_page_holds_the_same_rows_in_the_same_order(many, names, descending):
    rows = Commune.objects.select_related("district")
    rows = rows.order_by(*ordering(rows, names, descending=descending))
    for number in range(1, 10):
        ours, djangos = both(rows, number)
        assert ours == djangos
        assert len(ours) == (4 if number < 9 else 1)


def test_what_was_fetched_with_the_rows_is_there_too(many, django_assert_num_queries):
    ContactFactory(commune=Commune.objects.order_by("ags").last())
    has_contact = Exists(Contact.objects.filter(commune=OuterRef("pk")))
    rows = Commune.objects.select_related("district").prefetch_related("contacts").annotate(has_contact=has_contact)
    [row] = DeepPaginator(rows.filter(has_contact=True, contacts__active=True).order_by("ags"), 4).page(1)
    paginator = DeepPaginator(rows.order_by("ags"), 4)
    with django_assert_num_queries(4):  # how many, keys, rows, contacts
        last = list(paginator.page(9))
        assert last == [row]
        assert (last[0].has_contact, len(last[0].contacts.all()), bool(last[0].district.name)) == (True, 1, True)


def test_the_number_of_queries_is_the_same_for_each_deep_page(many):
    rows = Commune.objects.order_by("sort_key", "ags")
    numbers = set()
    for number in range(3, 10):
        with CaptureQueriesContext(connection) as queries:
            list(DeepPaginator(rows, 4).page(number))
        numbers.add(len(queries))
    assert numbers == {3}


def test_a_row_that_a_filter_finds_twice_stays_twice(many):
    for commune in Commune.objects.all():
        ContactFactory.create_batch(2, commune=commune)
    rows = Commune.objects.filter(contacts__active=True).order_by("ags")
    for number in (3, 10, 17):
        ours, djangos = both(rows, number)
        assert ours == djangos
        assert len(ours) > len(set(ours))


def test_a_row_that_is_deleted_in_between_is_left_out(many, monkeypatch):
    paginator = DeepPaginator(Commune.objects.order_by("sort_key", "ags"), 4)
    keys = paginator._keys(8)
    Commune.objects.filter(pk=keys[0]).delete()
    monkeypatch.setattr(paginator, "_keys", lambda _first: keys)
    assert [row.pk for row in paginator.page(3)] == keys[1:]


def test_a_page_that_is_none_is_refused_as_by_django(many):
    with pytest.raises(EmptyPage):
        DeepPaginator(Commune.objects.order_by("ags"), 4).page(10)
