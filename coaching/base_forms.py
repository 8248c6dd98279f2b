"""What the forms of coaching share: how a part of an engagement is locked, and that nothing happens in the future."""

from datetime import date
from typing import TypeVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from coaching.models import Engagement, Goal, Session
from core.models import JournalEntry
from core.optimistic_forms import OptimisticForm

P = TypeVar("P", bound=Goal | Session)


class EngagementPartForm(OptimisticForm[P]):
    """A form for a part of an engagement: locked after it, its changes told in its journal."""

    part: str

    def _stored(self, *, lock: bool = False) -> P:
        if lock:
            Engagement.objects.select_for_update(of=("self",), no_key=True).get(pk=self.instance.engagement_id)
        return super()._stored(lock=lock)

    def _entries(self, stored: P) -> QuerySet[JournalEntry]:
        about = JournalEntry.objects.filter(
            subject_type=Engagement._meta.label_lower, subject_id=str(stored.engagement_id)
        )
        return about.filter(**{f"data__{self.part}": stored.pk})


def refuse_future(day: date) -> None:
    """Raise ValidationError for a day that has not come."""
    if day > timezone.localdate():
        raise forms.ValidationError("Das Datum liegt in der Zukunft. Bitte tragen Sie ein, was geschehen ist.")
