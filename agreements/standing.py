"""What of a version holds today, said to whoever has its check code (signing rule 17)."""

from datetime import date

from django.utils.formats import date_format

from agreements.models import DocumentVersion, PreAgreement

Status = PreAgreement.Status

_NOT_IN_FORCE = "Nicht in Kraft"
_WAITING = {
    Status.ISSUED: "Noch nicht unterzeichnet",
    Status.COMMUNE_SIGNED: "Von der Kommune unterzeichnet, die Gegenzeichnung steht noch aus",
    Status.WITHDRAWN: f"{_NOT_IN_FORCE}: vom Landespräventionsrat zurückgezogen",
}


def standing(version: DocumentVersion) -> str:
    """A German phrase. Why a commune did not sign is nobody else's business."""
    agreement = version.agreement
    if version.state == DocumentVersion.State.SUPERSEDED:
        return "Durch eine neuere Fassung ersetzt, nicht mehr gültig"
    on_paper = agreement.route == PreAgreement.Route.PRINTED
    if agreement.status == Status.IN_FORCE and agreement.in_force_on and on_paper:
        since = f"in Kraft seit {_day(agreement.in_force_on)}{_term(agreement)}"
        return f"Von beiden Seiten auf Papier unterschrieben, maßgeblich ist das Original; {since}"
    if agreement.status in {Status.ISSUED, Status.SCANNED} and on_paper:
        return f"{_NOT_IN_FORCE}: wird auf Papier unterschrieben"
    if agreement.status == Status.IN_FORCE and agreement.in_force_on:
        return f"Von beiden Seiten unterzeichnet, in Kraft seit {_day(agreement.in_force_on)}{_term(agreement)}"
    if agreement.status == Status.ENDED and agreement.ended_on:
        return f"Von beiden Seiten unterzeichnet, beendet; letzter Tag war der {_day(agreement.ended_on)}"
    return _WAITING.get(Status(agreement.status), f"{_NOT_IN_FORCE}: nicht von beiden Seiten unterzeichnet")


def _term(agreement: PreAgreement) -> str:
    return f", vereinbart bis {_day(agreement.term_until)}" if agreement.term_until else ""


def _day(day: date) -> str:
    return date_format(day, "d.m.Y")
