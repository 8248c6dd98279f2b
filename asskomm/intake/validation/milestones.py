"""Lines about dated facts."""

import copy
import re
from dataclasses import replace
from datetime import date

from asskomm.intake.models import Verdict
from asskomm.intake.validation.row_form import RowAction, RowForm
from communes.facts import saving as milestones
from communes.models import Commune, Milestone
from communes.models.names import search_key
from communes.past_days import problem_with_past_day
from communes.policies import can_change_commune
from core import dates

_BETWEEN = re.compile(r"\s*[;,]\s*")
COLUMNS = {"kind": "kind", "happened_on": "on", "ended_on": "ended_on", "note": "note"}


def milestone(form: RowForm) -> RowAction | None:
    """A fact about a commune and others; the same kind and day at one commune are the same fact."""
    commune, kind, day, end = form.commune(), form.choice("kind"), form.day("on"), form.day("ended_on")
    _check_days(form, kind, day, end)
    fact = Milestone(kind=kind, ended_on=end, note=form.text("note"))
    if day is not None:
        fact.happened_on = day
    form.clean(fact, COLUMNS)
    whole = form.choice("whole")
    if commune is None:
        return None
    others = _others(form, commune)
    _ask_policy(form, [commune, *others])
    _share(form, fact, commune, whole)
    if day is None or form.errors:
        return None
    action = RowAction(
        Verdict.NEW,
        ("milestone", commune.ags, kind, day),
        (end, tuple(sorted(other.ags for other in others)), whole),
        lambda actor: milestones.record(fact, commune=commune, others=others, actor=actor),
        lambda: _remember(form, fact, {commune.ags, *(other.ags for other in others)}),
    )
    existing = form.existing.milestones[commune.ags, kind, day.isoformat()]
    same = next((fact for fact in existing if fact.retracted_at is None), None)
    if same is not None:
        return _existing_fact(form, same, end, others, action)
    if existing:
        form.add_error(
            "on",
            "Dieser Fakt wurde im Portal zurückgenommen. Gilt er doch, erfassen Sie ihn bitte in der Akte der Kommune.",
        )
    return action


def _check_days(form: RowForm, kind: str, day: date | None, end: date | None) -> None:
    for key, value in (("on", day), ("ended_on", end)):
        problem = problem_with_past_day(value) if value else ""
        if problem:
            form.add_error(key, problem)
    problem = milestones.problem_with_end(kind, day, end) if kind and day else ""
    if problem:
        form.add_error("ended_on", problem)


def _ask_policy(form: RowForm, communes: list[Commune]) -> None:
    for commune in communes:
        decision = can_change_commune(form.actor, commune)
        if not decision:
            form.add_error("", decision.reason)


def _existing_fact(
    form: RowForm, same: Milestone, end: date | None, others: list[Commune], action: RowAction
) -> RowAction | None:
    """What the portal has stays; only an end that it lacks is added. ``action``: as if the fact were new."""
    members = form.existing.members.get(same.pk or -id(same), set())
    missing = [other.full_name for other in others if other.ags not in members]
    if missing:
        form.add_error(
            "others",
            f"Der Fakt ist schon erfasst, aber ohne {', '.join(missing[:5])}. Bitte nehmen Sie ihn in der Akte zurück "
            "und erfassen Sie ihn dort neu.",
        )
    if end is not None and same.ended_on not in {None, end}:
        form.add_error("ended_on", f"Im Portal ist das Ende schon erfasst: {dates.day(same.ended_on)}.")
    if end is not None and -id(same) in form.existing.members and same.ended_on is None:
        form.add_error(
            "ended_on", "Eine andere Zeile nennt denselben Fakt ohne dieses Ende. Bitte gleichen Sie sie an."
        )
    if form.errors:
        return None
    note = form.text("note")
    if note and note != same.note:
        form.add_hint("note", "Die Bemerkung weicht ab; im Portal bleibt sie, wie sie ist.")
    if end is None or same.ended_on == end:
        return RowAction(Verdict.PRESENT, action.identity, action.content)
    ended = copy.copy(same)
    ended.ended_on = end

    def remember() -> None:
        for ags in members:
            facts = form.existing.milestones[ags, same.kind, same.happened_on.isoformat()]
            facts[:] = [ended if fact is same else fact for fact in facts]

    form.add_hint("ended_on", "Der Fakt ist schon erfasst; das Ende wird ergänzt.")
    return replace(
        action, verdict=Verdict.CHANGED, apply=lambda actor: milestones.end(same, end, actor=actor), remember=remember
    )


def _others(form: RowForm, commune: Commune) -> list[Commune]:
    """By AGS anywhere; by name in the same district, where it is clear (domain rule 1)."""
    found: list[Commune] = []
    for word in _BETWEEN.split(form.text("others")):
        if not word:
            continue
        other = form.existing.communes.get(word)
        named = form.existing.communes_by_name.get((commune.district_id, search_key(word)), [])
        if other is None and len(named) == 1:
            other = named[0]
        if other is None:
            form.add_error(
                "others",
                f"„{word[:60]}“ ist kein AGS und kein eindeutiger Name in {commune.district.full_name}. Bitte "
                "schreiben Sie den AGS; mehrere trennen Sie durch Semikolon.",
            )
        elif other != commune and other not in found:
            found.append(other)
    return found


def _share(form: RowForm, fact: Milestone, commune: Commune, whole: str) -> None:
    if whole == "district":
        fact.district = commune.district
    elif whole == "association" and commune.association is None:
        form.add_error("whole", f"{commune.full_name} gehört zu keinem Verband. Bitte leeren Sie die Zelle.")
    elif whole == "association":
        fact.association = commune.association


def _remember(form: RowForm, fact: Milestone, ags: set[str]) -> None:
    day = fact.happened_on
    if fact.district is not None or fact.association is not None:
        ags = ags | {
            commune.ags
            for commune in form.existing.communes.values()
            if commune.exists_on(day)
            and (
                (fact.district is not None and commune.district_id == fact.district.key)
                or (fact.association is not None and commune.association_id == fact.association.key)
            )
        }
    form.existing.members[-id(fact)] = ags
    for key in ags:
        form.existing.milestones[key, fact.kind, day.isoformat()].append(fact)
