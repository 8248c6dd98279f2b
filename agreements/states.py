"""How states read and look: one vocabulary for badges, steps and lists."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from agreements.models import PreAgreement

Status = PreAgreement.Status

_WAY = (
    (Status.DRAFT, "Entwurf"),
    (Status.ISSUED, "Unterschrift der Kommune"),
    (Status.COMMUNE_SIGNED, "Gegenzeichnung"),
    (Status.IN_FORCE, "In Kraft"),
)
_WAY_OF_PRINTED = (
    (Status.DRAFT, "Entwurf"),
    (Status.ISSUED, "Unterschriften auf Papier"),
    (Status.SCANNED, "Bestätigung des Scans"),
    (Status.IN_FORCE, "In Kraft"),
)
_STOPPED = {Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: done, current or todo."""

    label: str
    state: str


def steps(agreement: PreAgreement, *, sent: bool = True) -> list[Step]:
    """The way of an agreement with where it stands; one that was stopped stands at the commune's signature.

    ``sent``: whether a version ever went out; a draft that was given up before stands at the draft. One on paper came
    another way: no steps.
    """
    if agreement.route == PreAgreement.Route.PAPER:
        return []
    stopped_at = Status.ISSUED if sent else Status.DRAFT
    status = stopped_at if agreement.status in _STOPPED else Status(agreement.status)
    way = _WAY_OF_PRINTED if agreement.route == PreAgreement.Route.PRINTED else _WAY
    order = [state for state, _ in way]
    reached = len(order) if status in {Status.IN_FORCE, Status.ENDED} else order.index(status)
    return [
        Step(label, "done" if index < reached else "current" if index == reached else "todo")
        for index, (_, label) in enumerate(way)
    ]


_SIDES = {
    Status.DRAFT: "noch nicht versandt, Entwurf {since}",
    Status.ISSUED: "wartet auf Kommune {since}",
    Status.COMMUNE_SIGNED: "Kommune hat unterzeichnet, wartet auf LPR {since}",
    Status.SCANNED: "Scan wartet auf Bestätigung {since}",
    Status.IN_FORCE: "beide Seiten haben unterzeichnet",
    Status.ENDED: "beide Seiten hatten unterzeichnet",
    Status.DECLINED: "Kommune hat abgelehnt",
    Status.WITHDRAWN: "LPR hat zurückgezogen",
    Status.EXPIRED: "Kommune hat nicht rechtzeitig unterzeichnet",
}


def sides_text(agreement: PreAgreement) -> str:
    """Which side has done what, for whom the agreement waits since when, and the last day that was agreed on."""
    return _SIDES[Status(agreement.status)].format(since=since_text(agreement)) + _agreed_end(agreement)


def _agreed_end(agreement: PreAgreement) -> str:
    """Uses prefetched amendments; an amendment has none of its own and is not asked."""
    if agreement.kind != PreAgreement.Kind.AGREEMENT or agreement.status != Status.IN_FORCE:
        return ""
    agreed = agreement.agreed_last_day
    return f", aufgehoben zum {date_format(agreed, 'd.m.Y')}" if agreed else ""


def state_text(agreement: PreAgreement) -> str:
    """``since_text``, and of what is in force also the last day that both sides agreed on."""
    return since_text(agreement) + _agreed_end(agreement)


def later_begin_text(agreement: PreAgreement) -> str:
    """Say "Laufzeit ab 01.01.2027" where the term begins after the last signature, else nothing."""
    begin = agreement.later_begin
    return f"Laufzeit ab {date_format(begin, 'd.m.Y')}" if begin else ""


def since_text(agreement: PreAgreement) -> str:
    """Say "seit heute", "seit gestern" or "seit 8 Tagen"; of what was in force, the day itself."""
    day = {Status.IN_FORCE: agreement.in_force_on, Status.ENDED: agreement.ended_on}.get(Status(agreement.status))
    if day is not None:
        begin = later_begin_text(agreement) if agreement.status == Status.IN_FORCE else ""
        return f"seit {date_format(day, 'd.m.Y')}{begin and f', {begin}'}"
    days = (timezone.localdate() - timezone.localdate(agreement.status_since)).days
    return {0: "seit heute", 1: "seit gestern"}.get(days, f"seit {days} Tagen")
