"""The list page: one for the whole portal.

Filters, sorting and the page stand in the address, so Back restores them. A list says which rows, which
columns and which filters; it works without JavaScript and makes the same number of queries for one row as for
five hundred, if ``rows()`` fetches what its columns show.

    class CommuneList(ListPage):
        title = "Kommunen"
        noun = ("Kommune", "Kommunen")
        columns = (Column("name", "Name", str, order_by=("sort_key",), link=Commune.get_absolute_url), …)
        filterset_class = CommuneFilter

        def rows(self):
            return Commune.objects.visible_to(self.request.user)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.forms import BooleanField
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone
from django.views.generic import TemplateView
from django_filters import DateFilter, FilterSet

from core import exports
from core.actions import Action
from core.columns import Column, Row, as_text
from core.deep_pages import DeepPaginator
from core.forms import DayField
from core.ordering import ordering

SORT, PAGE, EXPORT = "sort", "page", "als"
FETCHED_AT_ONCE = 2000  # rows of an export; what the columns show of other tables is fetched with each lot


class DayFilter(DateFilter):
    """A filter by one day, which has to be plausible."""

    field_class = DayField


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. ``direction``: ascending, descending or empty; ``href`` sorts or turns."""

    label: str
    numeric: bool
    href: str
    direction: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """A column and its direction, as the address gives them: "name", or "-name" for descending."""

    column: Column
    descending: bool = False

    @property
    def direction(self) -> str:
        return "descending" if self.descending else "ascending"

    @property
    def caption(self) -> str:
        return f"sortiert nach {self.column.label}, {'absteigend' if self.descending else 'aufsteigend'}"


class ListPage(TemplateView):
    """A page with a filter row, a hit count, a table and its pages; ``rows()`` is the door to the data."""

    template_name = "components/list_page.html"
    title: ClassVar[str]
    noun: ClassVar[tuple[str, str]]
    columns: ClassVar[Sequence[Column]]
    filterset_class: ClassVar[type[FilterSet]]
    default_sort: ClassVar[str] = ""
    per_page: ClassVar[int] = 50
    empty_title: ClassVar[str] = "Hier ist noch nichts."
    empty_text: ClassVar[str] = ""
    attribution: ClassVar[Sequence[str]] = ()

    def rows(self) -> QuerySet[Any]:
        """Every row the user may see, with what the columns show; begins at ``visible_to``."""
        raise NotImplementedError

    def suggestions(self) -> Sequence[tuple[str, str]]:
        """Asked when nothing was found: what the reader may have meant, as label and address."""
        return ()

    def get(  # type: ignore[override]  # a file is a stream
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """The page, or the same list as a file where the address asks for one."""
        wanted = exports.FORMATS.get(request.GET.get(EXPORT, ""))
        if wanted is None:
            return super().get(request, *args, **kwargs)
        _, write = wanted
        return write(self._table())

    def remarks(self) -> Sequence[str]:
        """What has to be said of the list as a whole; it stands below the title, in the files too."""
        return ()

    def actions(self) -> Sequence[Action]:
        """What can be done on this page as a whole; the first one is the primary one."""
        return ()

    @cached_property
    def filterset(self) -> FilterSet:
        return self.filterset_class(data=self.request.GET, queryset=self.rows(), request=self.request)

    @cached_property
    def sorting(self) -> Sorting:
        """As the address says; the default where it names no column that sorts."""
        wanted = self.request.GET.get(SORT, "") or self.default_sort
        sortable = {column.key: column for column in self.columns if column.order_by}
        found = sortable.get(wanted.removeprefix("-"))
        if found is None:
            return Sorting(next(iter(sortable.values())))
        return Sorting(found, descending=wanted.startswith("-"))

    def found(self) -> QuerySet[Any]:
        """The rows that the address asks for, in its order."""
        rows = self.filterset.qs if self.filterset.is_valid() else self.filterset.queryset.none()
        fields = self.sorting.column.order_by
        return rows.order_by(*ordering(rows, fields, descending=self.sorting.descending))

    def page(self) -> Page[Any]:
        """The rows of the page that the address names; the nearest one if there is no such page."""
        return DeepPaginator(self.found(), self.per_page).get_page(self.request.GET.get(PAGE))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, columns = self.page(), self.columns
        return super().get_context_data(
            page_title=self.title,
            page_obj=page,
            headings=[self._heading(column) for column in self.columns],
            rows=[Row(columns, [column.cell(row) for column in columns]) for row in page.object_list],
            caption=f"{self.title}, {self.sorting.caption}",
            hits=self._hits(page.paginator.count),
            filter_form=self.filterset.form,
            filtered=self._is_filtered(),
            sort=self.request.GET.get(SORT, ""),
            querystring=self._address_without(PAGE).urlencode(),
            exports=self._exports(),
            suggestions=() if page.object_list else self.suggestions(),
            remarks=self.remarks(),
            actions=self.actions(),
            empty_title=self.empty_title,
            empty_text=self.empty_text,
            attribution=self.attribution,
            **kwargs,
        )

    def _hits(self, count: int) -> str:
        singular, plural = self.noun
        return f"{as_text(count)} {singular if count == 1 else plural}"

    def _is_filtered(self) -> bool:
        return any(self.request.GET.get(name) for name in self.filterset.filters)

    def _exports(self) -> list[tuple[str, str]]:
        """Label and address of each file this list can be had as."""
        address = self._address_without(PAGE)
        links = []
        for key, (label, _) in exports.FORMATS.items():
            address[EXPORT] = key
            links.append((label, f"?{address.urlencode()}"))
        return links

    def _table(self) -> exports.Table:
        labels = []
        for column in self.columns:
            labels += [column.label, f"{column.label}: Hinweis"] if column.note else [column.label]
        stand = f"Stand: {as_text(timezone.now())}"
        narrowed = f"Filter: {'; '.join(self._filters_in_words()) or 'keiner'}"
        demo = ("Demonstration mit erfundenen Daten, rechtlich ohne Wirkung",) if settings.DEMO else ()
        sources = (f"Quelle: {source}" for source in self.attribution)
        head = [self.title, *demo, *self.remarks(), stand, narrowed, *sources]
        return exports.Table(self.title, head, labels, self._lines())

    def _lines(self) -> Iterator[list[exports.Cell]]:
        """Every row that was found, by the values its columns show; notes are cells of their own."""
        for row in self.found().iterator(chunk_size=FETCHED_AT_ONCE):
            cells = []
            for column in self.columns:
                cells.append(exports.plain(column.value(row)))
                if column.note:
                    cells.append(column.note(row))
            yield cells

    def _filters_in_words(self) -> list[str]:
        words = []
        for field in self.filterset.form:
            values = [value for value in self.request.GET.getlist(field.name) if value]
            choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
            chosen = ", ".join(choices.get(value, value) for value in values)
            if values:
                words.append(str(field.label) if isinstance(field.field, BooleanField) else f"{field.label}: {chosen}")
        return words

    def _address_without(self, *names: str) -> QueryDict:
        """The address's parameters without ``names`` and without empty ones."""
        kept = QueryDict(mutable=True)
        for name, values in self.request.GET.lists():
            filled = [value for value in values if value]
            if name not in names and filled:
                kept.setlist(name, filled)
        return kept

    def _heading(self, column: Column) -> Heading:
        if not column.order_by:
            return Heading(column.label, column.numeric, "", "")
        current = self.sorting.column is column
        turned = current and not self.sorting.descending
        address = self._address_without(PAGE, SORT)
        address[SORT] = f"-{column.key}" if turned else column.key
        direction = self.sorting.direction if current else ""
        return Heading(column.label, column.numeric, f"?{address.urlencode()}", direction)
