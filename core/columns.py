"""The columns of a list and what they show of a row: text as people write it, badges, links."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from core import dates
from core.badges import Badge


@dataclass(frozen=True, slots=True)
class Cell:
    """A finished cell: ``text`` as the page shows it, or a badge; where it leads; what stands behind it."""

    text: str
    badge: Badge | None = None
    href: str = ""
    note: str = ""

    @property
    def markup(self) -> str:
        """As HTML. Every text is escaped here."""
        content = _badge_markup(self.badge) if self.badge else escape(self.text)
        if self.href:
            content = f'<a href="{escape(self.href)}">{content}</a>'
        return f'{content} <span class="muted small">{escape(self.note)}</span>' if self.note else content


@dataclass(frozen=True)
class Column:
    """One column. The functions get the row; none of them may ask the database.

    ``key`` names the column in the address. ``value`` gives text, a number, a date, a Badge or None.
    ``order_by`` are the fields it sorts by ("-" turns one round); without them it cannot be sorted. ``link``
    gives an address, ``note`` a short text that stands behind the value. ``compact``: never broken into lines.
    """

    key: str
    label: str
    value: Callable[[Any], object]
    order_by: tuple[str, ...] = ()
    numeric: bool = False
    compact: bool = False
    link: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None

    @cached_property
    def opening(self) -> str:
        """The tag before its cells, with the column's name for screens too narrow for a head."""
        name = "number" if self.numeric else "nowrap" if self.compact else ""
        css = f' class="{name}"' if name else ""
        return f'<td data-label="{escape(self.label)}"{css}>'

    def cell(self, row: Any) -> Cell:
        """What this column shows of ``row``."""
        value = self.value(row)
        href = self.link(row) if self.link else ""
        note = self.note(row) if self.note else ""
        if isinstance(value, Badge):
            return Cell("", value, href, note)
        return Cell(as_text(value), None, href, note)


@dataclass(frozen=True, slots=True)
class Row:
    """The finished cells of one row; the first one names it."""

    columns: Sequence[Column]
    cells: list[Cell]

    @property
    def markup(self) -> SafeString:
        """The row's cells as HTML: joined here, since a template takes five times as long for hundreds of cells."""
        head, *others = self.cells
        columns = self.columns[1:]
        rest = (f"{column.opening}{cell.markup}</td>" for column, cell in zip(columns, others, strict=True))
        return mark_safe(f'<th scope="row">{head.markup}</th>{"".join(rest)}')  # noqa: S308 - escaped by Cell.markup


@cache
def _badge_markup(badge: Badge) -> str:
    """One per state and tone, so there are few."""
    return render_to_string("components/badge.html", {"label": badge.label, "tone": badge.tone}).strip()


def as_text(value: object) -> str:
    """A value as people write it in German: 12.500; 24.11.2026; 24.11.2026, 14:05 Uhr. None is empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return dates.moment(timezone.localtime(value)) + " Uhr"
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_format(value, force_grouping=True)
    return str(value)
