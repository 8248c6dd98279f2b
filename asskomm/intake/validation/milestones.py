"""Lines about dated facts."""

import copy
import re
from dataclasses import replace
from datetime import date

from asskomm.intake.models import Verdict
from asskomm.intake.validation.row_form import Entry, Plan
from communes import milestones
from communes.fact_forms import problem_with_past_day
from communes.models import Commune, Milestone
from communes.names import search_key
from communes.policies import can_change_commune
from staff.actors import StaffActor

_BETWEEN = re.compile(r"\s*[;,]\s*")
COLUMNS = {"kind": "kind", "happened_on": "on", "ended_on": "ended_on", "note": "note"}


def milestone(entry: Entry) -> Plan | None:
    """A fact about a commune and others; the same kind and day at one commune are the same fact."""
    commune, kind, day, end = entry.commune(), entry.choice("kind"), entry.day("on"), entry.day("ended_on")
    _check_days(entry, kind, day, end)
    fact = Milestone(kind=kind, ended_on=end, note=entry.text("note"))
    if day is not None:
        fact.happened_on = day
    entry.clean(fact, COLUMNS)
    whole = entry.choice("whole")
    if commune is None:
        return None
    others = _others(entry, commune)
    _ask_policy(entry, [commune, *others])
    _share(entry, fact, commune, whole)
    if day is None or entry.problems:
        return None
    plan = Plan(
        Verdict.NEW,
        ("milestone", commune.ags, kind, day),
        (end, tuple(sorted(other.ags for other in others)), whole),
        lambda actor: milestones.record(fact, commune=commune, others=others, actor=actor),
        lambda: _remember(entry, fact, {commune.ags, *(other.ags for other in others)}),
    )
    known = entry.known.milestones[commune.ags, kind, day.isoformat()]
    same = next((fact for fact in known if fact.retracted_at is None), None)
    if same is not None:
        return _known_fact(entry, same, end, others, plan)
    if known:
        entry.fault(
            "on",
            "Dieser Fakt wurde im Portal zurückgenommen. Gilt er doch, erfassen Sie ihn bitte in der Akte der Kommune.",
        )
    return plan


def _check_days(entry: Entry, kind: str, day: date | None, end: date | None) -> None:
    for key, value in (("on", day), ("ended_on", end)):
        problem = problem_with_past_day(value) if value else ""
        if problem:
            entry.fault(key, problem)
    problem = milestones.problem_with_end(kind, day, end) if kind and day else ""
    if problem:
        entry.fault("ended_on", problem)


def _ask_policy(entry: Entry, communes: list[Commune]) -> None:
    for commune in communes:
        decision = can_change_commune(entry.actor, commune)
        if not decision:
            entry.fault("", decision.reason)


def _known_fact(entry: Entry, same: Milestone, end: date | None, others: list[Commune], plan: Plan) -> Plan | None:
    """What the portal has stays; only an end that it lacks is added. ``plan``: as if the fact were new."""
    members = entry.known.members.get(same.pk or -id(same), set())
    missing = [other.full_name for other in others if other.ags not in members]
    if missing:
        entry.fault(
            "others",
            f"Der Fakt ist schon erfasst, aber ohne {', '.join(missing[:5])}. Bitte nehmen Sie ihn in der Akte zurück "
            "und erfassen Sie ihn dort neu.",
        )
    if end is not None and same.ended_on not in {None, end}:
        entry.fault("ended_on", f"Im Portal ist das Ende schon erfasst: {same.ended_on:%d.%m.%Y}.")
    if end is not None and -id(same) in entry.known.members and same.ended_on is None:
        entry.fault("ended_on", "Eine andere Zeile nennt denselben Fakt ohne dieses Ende. Bitte gleichen Sie sie an.")
    if entry.problems:
        return None
    note = entry.text("note")
    if note and note != same.note:
        entry.hint("note", "Die Bemerkung weicht ab; im Portal bleibt sie, wie sie ist.")
    if end is None or same.ended_on == end:
        return Plan(Verdict.PRESENT, plan.identity, plan.content)
    ended = copy.copy(same)
    ended.ended_on = end

    def add_end(actor: StaffActor) -> None:
        milestones.end(same, end, actor=actor)

    def remember() -> None:
        for ags in members:
            facts = entry.known.milestones[ags, same.kind, same.happened_on.isoformat()]
            facts[:] = [ended if fact is same else fact for fact in facts]

    entry.hint("ended_on", "Der Fakt ist schon erfasst; das Ende wird ergänzt.")
    return replace(
        plan, verdict=Verdict.CHANGED, carry_out=lambda actor: milestones.end(same, end, actor=actor), remember=remember
    )


def _others(entry: Entry, commune: Commune) -> list[Commune]:
    """By AGS anywhere; by name in the same district, where it is clear (domain rule 1)."""
    found: list[Commune] = []
    for word in _BETWEEN.split(entry.text("others")):
        if not word:
            continue
        known = entry.known.communes.get(word)
        named = entry.known.communes_by_name.get((commune.district_id, search_key(word)), [])
        if known is None and len(named) == 1:
            known = named[0]
        if known is None:
            entry.fault(
                "others",
                f"„{word[:60]}“ ist kein AGS und kein eindeutiger Name in {commune.district.full_name}. Bitte "
                "schreiben Sie den AGS; mehrere trennen Sie durch Semikolon.",
            )
        elif known != commune and known not in found:
            found.append(known)
    return found


def _share(entry: Entry, fact: Milestone, commune: Commune, whole: str) -> None:
    if whole == "district":
        fact.district = commune.district
    elif whole == "association" and commune.association is None:
        entry.fault("whole", f"{commune.full_name} gehört zu keinem Verband. Bitte leeren Sie die Zelle.")
    elif whole == "association":
        fact.association = commune.association


def _remember(entry: Entry, fact: Milestone, ags: set[str]) -> None:
    day = fact.happened_on
    if fact.district is not None or fact.association is not None:
        ags = ags | {
            commune.ags
            for commune in entry.known.communes.values()
            if commune.exists_on(day)
            and (
                (fact.district is not None and commune.district_id == fact.district.key)
                or (fact.association is not None and commune.association_id == fact.association.key)
            )
        }
    entry.known.members[-id(fact)] = ags
    for key in ags:
        entry.known.milestones[key, fact.kind, day.isoformat()].append(fact)
