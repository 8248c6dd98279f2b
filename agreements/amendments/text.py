"""What an amendment or a termination says of the agreement it is about, as placeholders of its template."""

from django.utils.formats import date_format

from agreements.changes import Change, Terms, terms_changes
from agreements.models import PreAgreement

NOTHING = "keine Angabe"


def amending_facts(agreement: PreAgreement) -> dict[str, str]:
    """The placeholders ``$vereinbarung`` and so on; none for an agreement of its own."""
    amended = agreement.amends
    if amended is None:
        return {}
    return {
        "vereinbarung": amended.reference,
        "inkraftseit": date_format(amended.in_force_on, "d.m.Y") if amended.in_force_on else "",
        "aenderungen": "\n\n".join(_sentence(change) for change in changed_terms(agreement)),
        "wortlaut": agreement.wording,
        "letztertag": date_format(agreement.last_day, "d.m.Y") if agreement.last_day else "",
    }


def changed_terms(agreement: PreAgreement) -> list[Change]:
    """What an amendment changes against the terms that held before it; nothing for other kinds."""
    if agreement.kind != PreAgreement.Kind.AMENDMENT or agreement.amends is None:
        return []
    return terms_changes(_terms(agreement.amends.terms_before(agreement)), _terms(agreement))


def _terms(row: PreAgreement) -> Terms:
    return Terms(
        topics=tuple(topic.name for topic in row.topics.all()),
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        term_from=row.term_from,
        term_until=row.term_until,
    )


def _sentence(change: Change) -> str:
    return f"{change.label}: bisher {change.before or NOTHING}; künftig {change.after or NOTHING}."
