"""Invented: an agreement that both sides changed, and one that they agreed to end. Both signed on paper."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agreements.models import PreAgreement, ReferenceCounter
from agreements.text.standard_template import first_edition
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from asskomm.demo_data.on_paper import IN_FORCE, LPR, PLACE
from communes.models import Commune, Topic
from core import journal
from core.actors import SYSTEM

Kind = PreAgreement.Kind
AMENDED_ON = date(2025, 3, 3)
ENDING, ENDING_SIGNED_ON = "14999020", date(2024, 5, 6)
ENDING_SIGNATORY = "Bürgermeister Max Mustermann"


def load() -> None:
    """Create what is missing; needs the agreements on paper."""
    ags, signed_on = IN_FORCE
    agreement = PreAgreement.objects.filter(commune=ags, signed_on=signed_on).first()
    if agreement is not None and not agreement.amendments.exists():
        _amend(agreement)
    commune = Commune.objects.get(ags=ENDING)
    if not commune.agreements.filter(signed_on=ENDING_SIGNED_ON).exists():
        _end_by_both(commune)


def _amend(agreement: PreAgreement) -> None:
    _record(
        "Bürgermeister Bernd Beispielmann",
        AMENDED_ON,
        ("Vandalismus", "Jugend und Schule", "Graffiti"),
        kind=Kind.AMENDMENT,
        amends=agreement,
        reference=f"{agreement.reference}-A1",
        commune=agreement.commune,
        contact_name="Greta Großbeispiel",
        contact_email="ordnung@grossbeispiel.example",
        term_from=agreement.term_from,
        term_until=date(timezone.localdate().year + 3, 12, 31),
        wording="Demo, erfunden: § 3 wird um eine jährliche Auswertung ergänzt.",
    )


def _end_by_both(commune: Commune) -> None:
    agreement = _record(
        ENDING_SIGNATORY,
        ENDING_SIGNED_ON,
        ("Vandalismus",),
        reference=ReferenceCounter.next_reference(ENDING_SIGNED_ON.year),
        commune=commune,
        term_from=ENDING_SIGNED_ON,
    )
    today = timezone.localdate()
    _record(
        ENDING_SIGNATORY,
        today - timedelta(days=20),
        (),
        kind=Kind.TERMINATION,
        amends=agreement,
        reference=f"{agreement.reference}-K1",
        commune=commune,
        last_day=today + timedelta(days=60),
        wording="Demo, erfunden: Die Gemeinde arbeitet künftig über den Verwaltungsverband mit.",
    )


def _record(signatory: str, signed_on: date, topics: tuple[str, ...], **values: Any) -> PreAgreement:
    template = first_edition(values.get("kind", Kind.AGREEMENT))
    assert template is not None
    paper = PaperSignatures(signed_on, signatory, LPR, source="Demo, erfunden", place_of_original=PLACE)
    with journal.collected():
        agreement = PreAgreement.objects.create(template_version=template, route=PreAgreement.Route.PAPER, **values)
        agreement.topics.set(Topic.objects.filter(name__in=topics))
        pre_agreement.record_paper(agreement, actor=SYSTEM, paper=paper)
    return agreement
