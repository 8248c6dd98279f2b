"""All that happened with a commune, page by page, and whether the journal's chain holds."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agreements.models import ChangeNotice, PreAgreement
from asskomm.desk.timeline_filter import TimelineFilter
from communes.daily_work.saving import NOTES
from communes.models import Commune
from communes.policies import can_change_commune
from communes.responsibility import actor_for
from core import dates
from core.journal import ChainBrokenError, verify_chain
from core.models import JournalEntry, JournalText
from core.timeline import Subject, TimelineEntry, as_shown
from staff.requests import staff_of

PER_PAGE = 100
AGREEMENT = PreAgreement._meta.label_lower
NOTICE = ChangeNotice._meta.label_lower


def with_agreements(entries: Iterable[JournalEntry], *, may_correct: bool = False) -> list[TimelineEntry]:
    """Entries of a commune; those about an agreement, or what was told of one, name it. Four queries more.

    A corrected note says so, a correction shows what it corrects; ``may_correct``: whether notes lead to a form.
    """
    rows = list(entries)
    agreements = PreAgreement.objects.filter(pk__in=_keys(rows, AGREEMENT))
    notices = ChangeNotice.objects.filter(pk__in=_keys(rows, NOTICE)).select_related("agreement")
    found: list[PreAgreement | ChangeNotice] = [*agreements, *notices]
    subjects = {(row._meta.label_lower, str(row.pk)): Subject(row.reference, row.get_absolute_url()) for row in found}
    return _with_corrections(rows, as_shown(rows, subjects), may_correct=may_correct)


def _with_corrections(
    rows: list[JournalEntry], shown: list[TimelineEntry], *, may_correct: bool
) -> list[TimelineEntry]:
    notes = [row for row in rows if row.kind in NOTES]
    if not notes:
        return shown
    later = JournalEntry.objects.filter(
        key=notes[0].key, kind="note.corrected", data__corrects__in=[row.pk for row in notes]
    )
    corrected = {row.data["corrects"]: row for row in later}
    texts = JournalText.objects.filter(entry__in=[row.data["corrects"] for row in notes if "corrects" in row.data])
    former = {text.entry_id: text.text for text in texts}
    return [
        _as_note(row, entry, corrected.get(row.pk), former, may_correct=may_correct) if row.kind in NOTES else entry
        for row, entry in zip(rows, shown, strict=True)
    ]


def _as_note(
    row: JournalEntry,
    entry: TimelineEntry,
    correction: JournalEntry | None,
    former: dict[int, str],
    *,
    may_correct: bool,
) -> TimelineEntry:
    open_to_correction = may_correct and correction is None and entry.text
    return replace(
        entry,
        remark=f"berichtigt am {dates.day(correction.at)}" if correction else "",
        former=former.get(row.data.get("corrects", 0), ""),
        correct=reverse("note-correct", args=[row.key, row.pk]) if open_to_correction else "",
    )


def _keys(rows: list[JournalEntry], subject: str) -> set[str]:
    return {row.subject_id for row in rows if row.subject_type == subject}


@require_GET
def commune_timeline(request: HttpRequest, ags: str) -> HttpResponse:
    """The whole Verlauf or what was asked of it, newest first; a constant number of queries."""
    commune = get_object_or_404(Commune.objects.visible_to(staff_of(request)).select_related("district"), pk=ags)
    narrowed = TimelineFilter(request.GET, commune)
    entries = narrowed.entries()
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page") or _page_of(request, entries))
    change = can_change_commune(actor_for(request, commune), commune)
    entries_shown = with_agreements(page.object_list, may_correct=change.allowed)
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
