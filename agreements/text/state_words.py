"""How states read and look: one vocabulary for badges, steps and lists."""

from dataclasses import dataclass

from django.utils import timezone

from agreements.models import PreAgreement
from core import dates

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
    begins = agreement.begins_on
    if begins is not None:
        way = (*way[:-1], (Status.IN_FORCE, f"In Kraft ab {dates.day(begins)}"))
        reached -= 1
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
    return f", aufgehoben zum {dates.day(agreed)}" if agreed else ""


def state_text(agreement: PreAgreement) -> str:
    """``since_text``, and of what is in force also the last day that both sides agreed on."""
    return since_text(agreement) + _agreed_end(agreement)


def in_force_text(agreement: PreAgreement) -> str:
    """Say "ist seit dem 01.09.2021 in Kraft", or until then "gilt ab dem 01.01.2027"; of what both sides signed."""
    if agreement.in_force_on is None:
        return ""
    day = dates.day(agreement.in_force_on)
    return f"gilt ab dem {day}" if agreement.begins_on else f"ist seit dem {day} in Kraft"


def once_signed_text(agreement: PreAgreement) -> str:
    """What the last signature brings: "in Kraft", or where the term begins later, "gilt ab dem 01.01.2027"."""
    begins = agreement.will_begin_on
    return f"gilt ab dem {dates.day(begins)}" if begins else "in Kraft"


def since_text(agreement: PreAgreement) -> str:
    """Say "seit heute", "seit gestern" or "seit 8 Tagen"; of what was signed by both sides, the day itself.

    Of what has ended, the last day: it still held on it.
    """
    if agreement.status == Status.ENDED and agreement.ended_on:
        return f"letzter Tag war der {dates.day(agreement.ended_on)}"
    in_force = agreement.signed_on if agreement.begins_on else agreement.in_force_on
    day = in_force if agreement.status == Status.IN_FORCE else None
    if day is not None:
        return f"seit {dates.day(day)}"
    days = (timezone.localdate() - timezone.localdate(agreement.status_since)).days
    return {0: "seit heute", 1: "seit gestern"}.get(days, f"seit {days} Tagen")
