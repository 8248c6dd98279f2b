"""Do the confirmed notices of change still hold? Asked by ``manage.py verify_files``."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from agreements.models import ChangeNotice
from agreements.notices.text import sha256_of
from core.file_checks import PartResult, Tell
from core.models import JournalEntry

AT_ONCE = 100


def check(tell: Tell) -> PartResult:
    """Whether wording and PDF of each confirmed notice are those that the journal told of. One query."""
    checked = bad = 0
    for notice in _confirmed().iterator(chunk_size=AT_ONCE):
        checked += 1
        if problem := _problem(notice):
            bad += 1
            tell(f"nicht gültig: Änderungsmitteilung {notice.reference}: {problem}")
    return PartResult(f"{checked} Änderungsmitteilungen, {f'{bad} nicht gültig' if bad else 'alle gültig'}", bad)


def _problem(notice: Any) -> str:
    if sha256_of(notice.content) != notice.content_sha256:
        return "der Wortlaut passt nicht zu seiner Prüfsumme"
    if notice.told is None:
        return "im Verlauf steht nichts davon"
    if (notice.told.get("sha256"), notice.told.get("file")) != (notice.content_sha256, notice.file.sha256):
        return "im Verlauf steht ein anderer Wortlaut oder eine andere Datei"
    return ""


def _confirmed() -> QuerySet[ChangeNotice]:
    entries = JournalEntry.objects.filter(
        subject_type=ChangeNotice._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
        kind="changenotice.confirm",
    )
    notices = ChangeNotice.objects.filter(status=ChangeNotice.Status.CONFIRMED).select_related("agreement", "file")
    return notices.annotate(told=Subquery(entries.order_by("-seq").values("data")[:1])).order_by("pk")
