"""All that happened with a commune, page by page, and whether the journal's chain holds."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from agreements.models import ChangeNotice, PreAgreement
from asskomm.desk.timeline_filter import TimelineFilter
from communes.models import Commune
from core.journal import ChainBrokenError, verify_chain
from core.models import JournalEntry
from core.timeline import Subject, TimelineEntry, as_shown
from staff.requests import staff_of

PER_PAGE = 100
AGREEMENT = PreAgreement._meta.label_lower
NOTICE = ChangeNotice._meta.label_lower


def with_agreements(entries: Iterable[JournalEntry]) -> list[TimelineEntry]:
    """Entries of a commune; those about an agreement, or what was told of one, name it. Two queries more."""
    rows = list(entries)
    agreements = PreAgreement.objects.filter(pk__in=_keys(rows, AGREEMENT))
    notices = ChangeNotice.objects.filter(pk__in=_keys(rows, NOTICE)).select_related("agreement")
    found: list[PreAgreement | ChangeNotice] = [*agreements, *notices]
    subjects = {(row._meta.label_lower, str(row.pk)): Subject(row.reference, row.get_absolute_url()) for row in found}
    return as_shown(rows, subjects)


def _keys(rows: list[JournalEntry], subject: str) -> set[str]:
    return {row.subject_id for row in rows if row.subject_type == subject}


@require_GET
def commune_timeline(request: HttpRequest, ags: str) -> HttpResponse:
    """The whole Verlauf or what was asked of it, newest first; a constant number of queries."""
    commune = get_object_or_404(Commune.objects.visible_to(staff_of(request)).select_related("district"), pk=ags)
    narrowed = TimelineFilter(request.GET, commune)
    entries = narrowed.entries()
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page") or _page_of(request, entries))
    entries_shown = with_agreements(page.object_list)
    context = {
        "commune": commune,
        "page_obj": page,
        "entries": entries_shown,
        "broken": _broken(commune),
        "filter": narrowed,
        "kinds": narrowed.kinds(),
    }
    return render(request, "desk/commune_timeline.html", context)


def _page_of(request: HttpRequest, entries: QuerySet[JournalEntry]) -> int:
    """The page on which the entry stands that the address asks for; the first without one."""
    wanted = request.GET.get("eintrag", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return 1
    return entries.filter(pk__gt=wanted).count() // PER_PAGE + 1


def _broken(commune: Commune) -> str:
    """What is wrong with the chain, empty when every hash fits."""
    if not JournalEntry.objects.filter(key=commune.ags).exists():
        return ""
    try:
        verify_chain(commune.ags)
    except ChainBrokenError as broken:
        return str(broken)
    return ""
