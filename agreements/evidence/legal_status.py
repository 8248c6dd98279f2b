"""What of a version holds today, said to anyone who has its check code (signing rule 17)."""

from datetime import date

from django.utils import timezone

from agreements.models import DocumentVersion, PreAgreement
from agreements.models.terms import terms_on
from core import dates

Status = PreAgreement.Status

_SIGNED = "Von beiden Seiten unterzeichnet,"
_SIGNED_ON_PAPER = "Von beiden Seiten auf Papier unterschrieben, maßgeblich ist das Original;"
_NOT_IN_FORCE = "Nicht in Kraft"
_WAITING = {
    Status.ISSUED: "Noch nicht unterzeichnet",
    Status.COMMUNE_SIGNED: "Von der Kommune unterzeichnet, die Gegenzeichnung steht noch aus",
    Status.WITHDRAWN: f"{_NOT_IN_FORCE}: vom Landespräventionsrat zurückgezogen",
}


def status_text(version: DocumentVersion) -> str:
    """A German phrase. Why a commune did not sign is nobody else's business."""
    agreement = version.agreement
    if version.state == DocumentVersion.State.SUPERSEDED:
        return "Durch eine neuere Fassung ersetzt, nicht mehr gültig"
    on_paper = agreement.route == PreAgreement.Route.PRINTED
    if on_paper and agreement.status in {Status.ISSUED, Status.SCANNED}:
        return f"{_NOT_IN_FORCE}: wird auf Papier unterschrieben"
    signed = _SIGNED_ON_PAPER if on_paper else _SIGNED
    if agreement.status == Status.IN_FORCE and agreement.in_force_on:
        return f"{signed} {_in_force(agreement, agreement.in_force_on)}"
    if agreement.status == Status.ENDED and agreement.ended_on:
        before = ", bevor sie galt" if agreement.never_held else ""
        return f"{signed} beendet{before}; letzter Tag war der {_day(agreement.ended_on)}"
    return _WAITING.get(Status(agreement.status), f"{_NOT_IN_FORCE}: nicht von beiden Seiten unterzeichnet")


def belongs_to(version: DocumentVersion) -> list[str]:
    """What else was agreed about the same agreement: itself, amendments, a termination, what the commune told."""
    agreement = version.agreement
    if version.state == DocumentVersion.State.SUPERSEDED:
        return []
    base = agreement.amends or agreement
    others = [row for row in [base, *base.in_force_amendments()] if row != agreement]
    # Not "vom": on the document that is the day on which its version was made.
    signed = [f"{row.noun} {row.reference}, unterzeichnet am {_day(row.signed_on)}" for row in others if row.signed_on]
    told = base.notices.filter(status="confirmed").order_by("number")
    return signed + [f"Änderungsmitteilung {notice.reference}, gilt ab {_day(notice.effective_on)}" for notice in told]


def _in_force(agreement: PreAgreement, since: date) -> str:
    """A termination holds for good; an amendment as long as what it amends does."""
    if agreement.amends is not None and agreement.kind == PreAgreement.Kind.TERMINATION:
        return f"gilt seit {_day(since)} zur Vereinbarung {agreement.amends.reference}"
    today, base = timezone.localdate(), agreement.amends or agreement
    if agreement.begins_on:
        return f"gilt ab dem {_day(agreement.begins_on)}{_end(base, today)}"
    until = _last_day(base, today)
    if not base.is_in_force_on(today):
        return "nicht mehr in Kraft" + (f"; letzter Tag war der {_day(until)}" if until else "")
    if agreement.amends is not None:
        return f"gilt seit {_day(since)} zur Vereinbarung {agreement.amends.reference}"
    return f"in Kraft seit {_day(since)}{_end(base, today)}"


def _last_day(base: PreAgreement, today: date) -> date | None:
    """The agreed end as it is known today: of the term, or by a termination that comes before."""
    return min((day for day in (terms_on(base, today).term_until, base.agreed_last_day) if day), default=None)


def _end(base: PreAgreement, today: date) -> str:
    until = _last_day(base, today)
    how = "aufgehoben zum" if until == base.agreed_last_day else "vereinbart bis"
    return f", {how} {_day(until)}" if until else ""


def _day(day: date) -> str:
    return dates.day(day)
