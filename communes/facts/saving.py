"""Recording, ending and retracting dated facts: each with its entry in the journal of every commune concerned."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.utils import timezone

from communes.models import Commune, Milestone
from communes.responsibility import staff_actor
from core import journal
from core.actors import Actor
from core.periods import UNORDERED
from core.transitions import TransitionRefusedError
from staff.actors import staff_user

DISTRICT_KEY = 5  # digits of the AGS that name the district (domain rule 2)
KINDS_WITH_END = frozenset({Milestone.Kind.COOPERATION_AGREEMENT, Milestone.Kind.COACHING})


def problem_with_end(kind: str, day: date, end: date | None) -> str:
    """Why a fact cannot have ended then, with what to do; empty when it can."""
    if end is None:
        return ""
    if kind not in KINDS_WITH_END:
        return "Nur eine Kooperationsvereinbarung und ein Coaching haben ein Ende."
    return UNORDERED if end < day else ""


class MilestoneRefusedError(TransitionRefusedError):
    """A fact that cannot be recorded or changed now."""


def record(
    milestone: Milestone,
    *,
    commune: Commune,
    others: Collection[Commune] = (),
    actor: Actor,
) -> None:
    """Save a new fact about ``commune`` and ``others``.

    With an association or a district on ``milestone``, it is one of all their communes that existed on its day
    (domain rule 10). Refused when the same fact of that day is recorded already.
    """
    with journal.collected():
        # Two forms sent at the same moment: the second waits here and is then refused.
        Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
        if already_recorded(commune, milestone.kind, milestone.happened_on):
            raise MilestoneRefusedError(f"{milestone} ist für {commune.name} schon erfasst.")
        milestone.recorded_by = staff_user(actor)
        milestone.fictitious = settings.DEMO or commune.fictitious
        milestone.save()
        concerned = {commune, *others, *_members(milestone)}
        milestone.communes.add(*concerned)
        _note_in_journals(milestone, [commune.ags for commune in concerned], "recorded", actor)


def already_recorded(commune: Commune, kind: str, day: date) -> bool:
    """Whether a valid fact of this kind and day is known of ``commune``."""
    return commune.milestones.valid().filter(kind=kind, happened_on=day).exists()


def end(milestone: Milestone, ended_on: date, *, actor: Actor) -> None:
    """Note the last day of something that lasts, such as a Kooperationsvereinbarung."""
    with journal.collected():
        _lock(milestone)
        if milestone.kind not in KINDS_WITH_END or milestone.ended_on is not None:
            raise MilestoneRefusedError(f"{milestone} hat kein Ende oder ist schon beendet.")
        milestone.ended_on = ended_on
        milestone.full_clean()
        milestone.save(update_fields=["ended_on"])
        _note_in_journals(milestone, _ags(milestone), "ended", actor, ended_on=ended_on)


def retract(milestone: Milestone, reason: str, *, actor: Actor) -> None:
    """Take a wrong fact back: it stays, struck through, and counts no more (domain rule 22)."""
    with journal.collected():
        _lock(milestone)
        milestone.retracted_at = timezone.now()
        milestone.save(update_fields=["retracted_at"])
        _note_in_journals(milestone, _ags(milestone), "retracted", actor, text=reason)


def _lock(milestone: Milestone) -> None:
    milestone.refresh_from_db(from_queryset=Milestone.objects.select_for_update(of=("self",), no_key=True))
    if milestone.retracted_at is not None:
        raise MilestoneRefusedError(f"{milestone} wurde schon zurückgenommen.")


def _members(milestone: Milestone) -> list[Commune]:
    existing = Commune.objects.existing_on(milestone.happened_on)
    members: list[Commune] = []
    if milestone.association is not None:
        members += existing.filter(association=milestone.association)
    if milestone.district is not None:
        members += existing.filter(district=milestone.district)
    return members


def _ags(milestone: Milestone) -> list[str]:
    return list(milestone.communes.order_by().values_list("ags", flat=True))


def _note_in_journals(
    milestone: Milestone,
    concerned: Collection[str],
    what: str,
    actor: Actor,
    *,
    ended_on: date | None = None,
    text: str = "",
) -> None:
    data = {"kind": milestone.kind, "on": milestone.happened_on.isoformat()}
    if ended_on is not None:
        data["ended_on"] = ended_on.isoformat()
    actors = _actors(concerned, actor)
    for ags in sorted(concerned):
        journal.record(
            key=ags,
            kind=f"milestone.{what}",
            subject=milestone,
            actor=actors.get(ags[:DISTRICT_KEY], actor),
            data=data,
            text=text,
        )


def _actors(concerned: Collection[str], actor: Actor) -> dict[str, Actor]:
    """By district, where there are several: one may act for somebody here and for nobody there (domain rule 20)."""
    user, one_of_each = staff_user(actor), {ags[:DISTRICT_KEY]: ags for ags in concerned}
    if user is None or len(one_of_each) == 1:
        return {}
    communes = Commune.objects.filter(ags__in=one_of_each.values()).select_related("district")
    return {commune.district_id: staff_actor(user, commune) for commune in communes}
