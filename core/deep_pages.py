"""Pages far from the beginning of a long list, at the price of the first one."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

DEEP = 500  # rows before a page, from which on two small queries are cheaper than one


class DeepPaginator(Paginator[Model]):
    """Django's, but what lies before a page is counted by key alone, and from the end where that is nearer.

    PostgreSQL makes every row that it skips, with all that is joined to it. So a deep page asks for the keys of its
    rows, in their order, and then for these rows. The order must be the same at each call: ``core.ordering`` is.
    """

    object_list: QuerySet[Model]

    def page(self, number: int | str) -> Page[Any]:
        """As Django's: raises InvalidPage."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        if first < DEEP:
            return super().page(valid)
        return Page(self._rows(self._keys(first)), valid, self)

    def _keys(self, first: int) -> list[Any]:
        last = min(first + self.per_page, self.count)
        keys = self.object_list.values_list("pk", flat=True)
        if first < self.count // 2:
            return list(keys[first:last])
        return list(keys.reverse()[self.count - last : self.count - first])[::-1]

    def _rows(self, keys: Sequence[Any]) -> list[Model]:
        """In the order of ``keys``; without what was deleted in between."""
        found = {row.pk: row for row in self.object_list.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]
