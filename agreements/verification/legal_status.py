"""What of a version holds today, said to anyone who has its check code (signing rule 17)."""

from datetime import date

from agreements.models import DocumentVersion
from agreements.verification.standing import SIGNED, Standing, State, standing_of
from core import dates

_SIGNED = "Von beiden Seiten unterzeichnet,"
_SIGNED_ON_PAPER = "Von beiden Seiten auf Papier unterschrieben, maßgeblich ist das Original;"
_NOT_IN_FORCE = "Nicht in Kraft"
_NOT_SIGNED = {
    State.REPLACED: "Durch eine neuere Fassung ersetzt, nicht mehr gültig",
    State.ISSUED: "Noch nicht unterzeichnet",
    State.ON_PAPER: f"{_NOT_IN_FORCE}: wird auf Papier unterschrieben",
    State.COMMUNE_SIGNED: "Von der Kommune unterzeichnet, die Gegenzeichnung steht noch aus",
    State.WITHDRAWN: f"{_NOT_IN_FORCE}: vom Landespräventionsrat zurückgezogen",
    State.NOT_SIGNED: f"{_NOT_IN_FORCE}: nicht von beiden Seiten unterzeichnet",
}


def status_text(version: DocumentVersion) -> str:
    """A German phrase. Why a commune did not sign is nobody else's business."""
    return phrase_of(standing_of(version))


def phrase_of(standing: Standing) -> str:
    """The same of a standing that is already known."""
    if standing.state not in SIGNED:
        return _NOT_SIGNED[standing.state]
    return f"{_SIGNED_ON_PAPER if standing.on_paper else _SIGNED} {held(standing)}"


def held(standing: Standing) -> str:
    """From when to when it holds or held, where both sides signed: half a German sentence."""
    since, until, to = (
        dates.day(standing.since) if standing.since else "",
        _last_day(standing.until),
        f" zur Vereinbarung {standing.amends}" if standing.amends else "",
    )
    if standing.state == State.NEVER_HELD:
        return f"beendet, bevor sie galt; {until}"
    if standing.state == State.ENDED:
        return f"beendet; {until}"
    if standing.state == State.OVER:
        return "nicht mehr in Kraft" + (f"; {until}" if until else "")
    if standing.state == State.BEGINS_LATER:
        return f"gilt ab dem {since}{_agreed_end(standing)}"
    return f"gilt seit {since}{to}" if to else f"in Kraft seit {since}{_agreed_end(standing)}"


def _last_day(day: date | None) -> str:
    return f"letzter Tag war der {dates.day(day)}" if day else ""


def _agreed_end(standing: Standing) -> str:
    if standing.until is None:
        return ""
    return f", {'aufgehoben zum' if standing.cancelled else 'vereinbart bis'} {dates.day(standing.until)}"


def belongs_to(version: DocumentVersion) -> list[str]:
    """What else was agreed about the same agreement: itself, amendments, a termination, what the commune told."""
    agreement = version.agreement
    if version.state == DocumentVersion.State.SUPERSEDED:
        return []
    base = agreement.amends or agreement
    others = [row for row in [base, *base.in_force_amendments()] if row != agreement]
    # Not "vom": on the document that is the day on which its version was made.
    signed = [
        f"{row.noun} {row.reference}, unterzeichnet am {dates.day(row.signed_on)}" for row in others if row.signed_on
    ]
    told = base.notices.filter(status="confirmed").order_by("number")
    return signed + [
        f"Änderungsmitteilung {notice.reference}, gilt ab {dates.day(notice.effective_on)}" for notice in told
    ]
