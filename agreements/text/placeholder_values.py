"""What the placeholders of a template stand for: the two sides, and the terms that an amendment can change."""

from datetime import date

from django.conf import settings

from agreements.models import PreAgreement
from agreements.models.terms import HoldingTerms
from agreements.text.version_changes import Terms
from communes.models import Commune
from core import dates

TO_BE_FILLED = "noch offen"
OPEN_END = "auf unbestimmte Zeit"


def day_in_text(day: date) -> str:
    """A day as every document writes it: "1. Januar 2027"."""
    return dates.day_in_words(day)


def terms_of(row: PreAgreement | HoldingTerms) -> Terms:
    """What a row, or what holds, says of topics, contact and term."""
    return Terms(
        topics=tuple(topic.name for topic in row.topics.all()),
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        term_from=row.term_from,
        term_until=row.term_until,
    )


def party_facts(commune: Commune) -> dict[str, str]:
    """The placeholders that name the two sides."""
    return {
        "kommune": commune.full_name,
        "landkreis": commune.district.full_name,
        "lpr": settings.PORTAL_OPERATOR,
        "rechtstraeger": settings.LPR_LEGAL_ENTITY,
        "lpranschrift": settings.LPR_ADDRESS,
    }


def term_facts(terms: Terms) -> dict[str, str]:
    """The placeholders that an amendment can change; what nobody has said yet is marked as open."""
    return {
        "themen": ", ".join(terms.topics) or TO_BE_FILLED,
        "ansprechperson": terms.contact_name or TO_BE_FILLED,
        "kontakt": _contact(terms),
        "beginn": day_in_text(terms.term_from) if terms.term_from else TO_BE_FILLED,
        "laufzeit": _term(terms),
    }


def _contact(terms: Terms) -> str:
    """The name with what is known of the ways to it: "Max Muster (max@muster.example, Telefon 030 23125 042)"."""
    phone = f"Telefon {terms.contact_phone}" if terms.contact_phone else ""
    ways = ", ".join(way for way in (terms.contact_email, phone) if way)
    return f"{terms.contact_name or TO_BE_FILLED}{f' ({ways})' if ways else ''}"


def _term(terms: Terms) -> str:
    """An agreement on paper may have no beginning that anybody knows."""
    until = f"bis zum {day_in_text(terms.term_until)}" if terms.term_until else OPEN_END
    if terms.term_from is None:
        return until if terms.term_until else TO_BE_FILLED
    start = day_in_text(terms.term_from)
    return f"vom {start} {until}" if terms.term_until else f"ab dem {start} {until}"
