"""What an amendment or a termination says of the agreement it is about, as placeholders of its template."""

from datetime import date

from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.terms import terms_before
from agreements.text.placeholder_values import day_in_text, terms_of
from agreements.text.replacing import replacements
from agreements.text.version_changes import Change, terms_changes


def amending_facts(agreement: PreAgreement) -> dict[str, str]:
    """The placeholders ``$vereinbarung`` and so on; none for an agreement of its own."""
    amended = agreement.amends
    if amended is None:
        return {}
    return {
        "vereinbarung": amended.reference,
        "geschlossenam": day_in_text(amended.signed_on) if amended.signed_on else "",
        "inkraftseit": day_in_text(amended.in_force_on) if amended.in_force_on else "",
        "fassung": _as_amended(agreement, amended),
        "aenderungen": "\n\n".join(_replacements(agreement, amended)),
        "wortlaut": agreement.wording,
        "letztertag": day_in_text(agreement.last_day) if agreement.last_day else "",
    }


def changed_terms(agreement: PreAgreement) -> list[Change]:
    """What an amendment changes against the terms that held before it; nothing for other kinds."""
    if agreement.kind != PreAgreement.Kind.AMENDMENT or agreement.amends is None:
        return []
    return terms_changes(terms_of(terms_before(agreement.amends, agreement)), terms_of(agreement))


def _replacements(agreement: PreAgreement, amended: PreAgreement) -> list[str]:
    if agreement.kind != PreAgreement.Kind.AMENDMENT:
        return []
    return replacements(amended, terms_of(terms_before(amended, agreement)), terms_of(agreement))


def _as_amended(agreement: PreAgreement, amended: PreAgreement) -> str:
    """Name what has changed it: " in der Fassung der Änderung vom 3. März 2025 (Aktenzeichen ...)", or nothing."""
    amendments = [
        (row.signed_on, row.reference)
        for row in amended.in_force_amendments()
        if row.kind == PreAgreement.Kind.AMENDMENT and row.pk != agreement.pk and row.signed_on
    ]
    told = amended.notices.filter(status="confirmed").order_by("number")
    notices = [(timezone.localdate(row.confirmed_at), row.reference) for row in told if row.confirmed_at]
    known = [
        _named("Änderung", "Änderungen", amendments),
        _named("Änderungsmitteilung", "Änderungsmitteilungen", notices),
    ]
    together = " und ".join(filter(None, known))
    return f" in der Fassung {together}" if together else ""


def _named(one: str, many: str, rows: list[tuple[date, str]]) -> str:
    """Such as "der Änderungen vom 3. März 2025 (Aktenzeichen ...) und vom ...", or nothing."""
    known = [f"vom {day_in_text(day)} (Aktenzeichen {reference})" for day, reference in rows]
    if not known:
        return ""
    listed = " und ".join(part for part in (", ".join(known[:-1]), known[-1]) if part)
    return f"der {one if len(known) == 1 else many} {listed}"
