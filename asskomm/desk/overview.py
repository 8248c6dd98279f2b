"""The first screen of a commune's file: who to call, when one last spoke, what is due, and where the commune stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from agreements.models import PreAgreement
from coaching.models import Engagement
from communes.dossier_panels import TaskRow
from communes.models import Contact, Milestone, OfficeHolder
from communes.models.facts import KPR_KINDS
from core import dates

Kind = Milestone.Kind
OPEN, DONE, NEXT = "offen", "done", "next"


@dataclass(frozen=True, slots=True)
class Person:
    """One of those one calls: ``role`` as it is said, ``since``: the first day of a term."""

    role: str
    name: str
    phone: str
    email: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the programme's dated facts; they are no ladder (domain rule 6): each may come before the other.

    ``state``: done, next or offen; ``text``: since when, or what it waits for; ``anchor``: where the file tells more.
    """

    label: str
    state: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What ``desk/_overview.html`` shows."""

    people: list[Person]
    last_contact: Milestone | None
    ago: str
    due: TaskRow | None
    steps: list[Step] = field(default_factory=list)


def overview_of(
    holders: Sequence[OfficeHolder],
    contacts: Sequence[Contact],
    facts: Sequence[Milestone],
    tasks: Sequence[TaskRow],
    agreements: Sequence[PreAgreement],
    engagements: Sequence[Engagement],
) -> Overview:
    """Of what the file has loaded anyway. ``holders``: those of today; ``facts``: valid ones, the newest first."""
    last = next((fact for fact in facts if fact.kind == Kind.CONTACT), None)
    return Overview(
        people=_people(holders, contacts),
        last_contact=last,
        ago=_ago(last.happened_on) if last else "",
        due=tasks[0] if tasks else None,
        steps=_steps(facts, agreements, engagements),
    )


def _people(holders: Sequence[OfficeHolder], contacts: Sequence[Contact]) -> list[Person]:
    """The head, the first deputy and the first current contact, as far as they are known."""
    order = {"mayor": 0, "acting": 0, "deputy": 1}
    heads = sorted(holders, key=lambda holder: (order[holder.office], holder.deputy_rank or 0))
    shown = [next((one for one in heads if order[one.office] == rank), None) for rank in (0, 1)]
    people = [Person(one.office_title, one.full_name, one.phone, one.email, one.valid_from) for one in shown if one]
    current = next((contact for contact in contacts if contact.active), None)
    if current:
        role = " · ".join(filter(None, ("Ansprechperson", current.function)))
        people.append(Person(role, current.full_name, current.phone, current.email))
    return people


def _ago(day: date) -> str:
    days = (timezone.localdate() - day).days
    if days < 1:
        return "heute"
    if days == 1:
        return "gestern"
    return f"vor {days} Tagen" if days < 61 else f"vor {days // 30} Monaten"


def _steps(
    facts: Sequence[Milestone], agreements: Sequence[PreAgreement], engagements: Sequence[Engagement]
) -> list[Step]:
    found = [
        ("Kontakt", _newest(facts, Kind.CONTACT), "", "fakten"),
        ("Beratung", _newest(facts, Kind.ADVICE), "", "fakten"),
        ("Vorvereinbarung", *_agreement(agreements), "vereinbarungen"),
        ("Coaching", *_coaching(engagements, facts), "coaching"),
        ("Analyse", _newest(facts, Kind.SECURITY_ANALYSIS), "", "fakten"),
        ("Kooperation", _newest(facts, Kind.COOPERATION_AGREEMENT), "", "fakten"),
        ("Präventionsrat", _newest(facts, *KPR_KINDS), _council(facts), "fakten"),
        ("Förderung", _newest(facts, Kind.FUNDING), "", "fakten"),
    ]
    following = next((label for label, done, _, _ in found if not done), "")
    return [_step(label, done, waits, anchor, is_next=label == following) for label, done, waits, anchor in found]


def _step(label: str, done: str, waits: str, anchor: str, *, is_next: bool) -> Step:
    if done:
        return Step(label, DONE, " ".join(filter(None, (waits, done))), anchor)
    return Step(label, NEXT if is_next else OPEN, waits or ("Nächster Schritt" if is_next else "offen"), anchor)


def _newest(facts: Sequence[Milestone], *kinds: str) -> str:
    return next((dates.day(fact.happened_on) for fact in facts if fact.kind in kinds), "")


def _agreement(agreements: Sequence[PreAgreement]) -> tuple[str, str]:
    """Since when one has been in force, else how far the newest has come."""
    held = next((one for one in agreements if one.status == "in_force" and one.in_force_on), None)
    if held and held.in_force_on:
        begins = held.in_force_on > timezone.localdate()
        return dates.day(held.in_force_on), "gilt ab" if begins else "in Kraft seit"
    newest = next(iter(agreements), None)
    return "", newest.status_badge.label if newest else ""


def _coaching(engagements: Sequence[Engagement], facts: Sequence[Milestone]) -> tuple[str, str]:
    begun = next((one for one in engagements if one.started_on), None)
    if begun and begun.started_on:
        return dates.day(begun.started_on), begun.get_status_display()
    earlier = _newest(facts, Kind.COACHING)
    return earlier, "" if earlier or not engagements else engagements[0].get_status_display()


def _council(facts: Sequence[Milestone]) -> str:
    newest = next((fact for fact in facts if fact.kind in KPR_KINDS), None)
    return "ruht seit" if newest and newest.kind == Kind.KPR_DORMANT else ""
