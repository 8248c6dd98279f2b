"""Handing a district over from a day on: the old responsibility ends the day before, the past stays (rule 19)."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from communes.models import District, Responsibility
from core import dates, journal
from core.actors import Actor
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import DayField, plain_helper
from core.transitions import TransitionRefusedError
from staff import absence_planning
from staff.forms import handlers, not_before_today
from staff.models import User


class HandoverForm(forms.Form):
    """To whom, and from which day on."""

    successor = forms.ModelChoiceField(User.objects.none(), label="Wer wird zuständig?", empty_label="Bitte wählen")
    day = DayField(
        label="Ab welchem Tag?",
        help_text="Bis zum Tag davor bleibt die Zuständigkeit, wie sie ist.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = handlers()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.helper = plain_helper(
            Layout("successor", "day", Actions(Primary("", "Landkreis übergeben"), Cancel("Abbrechen", cancel_url)))
        )

    def clean_day(self) -> date:
        return not_before_today(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        """Somebody must be there to act; that the successor is absent is said first."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        problem = absence_planning.problem_with_successor(given["successor"], given["day"])
        if problem:
            self.add_error("successor", problem)
        else:
            absence_planning.confirm(self, absence_planning.remarks_on_successor(given["successor"], given["day"]))
        return given


def hand_over(district: District, *, successor: User, day: date, actor: Actor) -> Responsibility:
    """``successor`` is responsible for ``district`` from ``day`` on, until the next planned handover, if any.

    A handover planned for the same day is replaced. Raises TransitionRefusedError, a German sentence, when nothing
    would change or when the present responsibility begins on that very day.
    """
    with journal.collected():
        District.objects.select_for_update(no_key=True).get(pk=district.pk)
        before = district.responsibilities.filter(valid_from__lt=day).on(day).select_related("user").first()
        same_day = district.responsibilities.filter(valid_from=day).select_related("user").first()
        following = district.responsibilities.filter(valid_from__gt=day).order_by("valid_from").first()
        _refuse_if_useless(before, same_day, successor, day)
        former = same_day or before
        if before is not None:
            before.valid_until = day - timedelta(days=1)
            before.save()
        row = same_day or Responsibility(district=district, valid_from=day)
        row.valid_until = following.valid_from - timedelta(days=1) if following else None
        former_user, row.user = former.user if former else None, successor
        row.save()
        _record(row, former_user, actor)
    return row


def enter(responsibility: Responsibility, *, actor: Actor) -> None:
    """Save a responsibility as the office knows it, past or present, where nobody else has the district.

    Raises IntegrityError when somebody has.
    """
    before = responsibility.valid_from - timedelta(days=1)
    former = Responsibility.objects.filter(district=responsibility.district, valid_until=before).select_related("user")
    with journal.collected():
        predecessor = former.first()
        responsibility.save()
        _record(responsibility, predecessor.user if predecessor else None, actor)


def _refuse_if_useless(
    before: Responsibility | None, same_day: Responsibility | None, successor: User, day: date
) -> None:
    holder = same_day or before
    if holder is not None and holder.user == successor:
        raise TransitionRefusedError(f"{successor} ist an diesem Tag schon zuständig.")
    if same_day is not None and day <= timezone.localdate():
        raise TransitionRefusedError(
            f"{same_day.user} ist seit heute zuständig. Übergeben lässt sich der Landkreis frühestens ab morgen."
        )


def _record(row: Responsibility, former: User | None, actor: Actor) -> None:
    """Names stand in the entry's erasable text, ids in the entry."""
    day = dates.day(row.valid_from)
    journal.record(
        key=journal.PORTAL,
        kind="responsibility.handed_over",
        subject=row,
        actor=actor,
        data={
            "district": row.district_id,
            "from": former.pk if former else None,
            "to": row.user_id,
            "on": row.valid_from.isoformat(),
        },
        text=f"{row.district}: ab {day} {row.user}, zuvor {former or 'niemand'}",
    )
