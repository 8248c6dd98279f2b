"""An edition as a commune would get it: with that commune and made-up terms, as a draft, in no ledger."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from agreements.drafting.issuing import both_sides
from agreements.models import PreAgreement, TemplateVersion
from agreements.models.agreement_text import AgreementText
from agreements.models.placeholders import AGREEMENT, TERMINATION, of_kind
from agreements.policies.routes import route_of
from agreements.text.filling import filled
from agreements.text.placeholder_values import party_facts, term_facts
from agreements.text.version_changes import Terms
from communes.models import Commune

REFERENCE = "MUSTER"
# The terms behind the examples of the placeholders.
TERMS = Terms(
    topics=("Vandalismus", "Graffiti"),
    contact_name="Olaf Ordnungsmuster",
    contact_email="ordnungsamt@musterstadt.example",
    contact_phone="03721 555 0120",
    term_from=date(2027, 1, 1),
    term_until=date(2029, 12, 31),
)
LAST_DAY = date(2027, 6, 30)


def sample_text(version: TemplateVersion, commune: Commune) -> AgreementText:
    """What ``version`` says to ``commune``; whatever is not the commune's comes from the placeholders' examples."""
    now = timezone.localtime().replace(microsecond=0)
    kind = version.template.kind
    examples = {name: each.example for name, each in of_kind(kind).items()}
    facts = examples | party_facts(commune) | term_facts(TERMS)
    route = route_of(version.template)
    return AgreementText(
        title=version.title,
        reference=REFERENCE,
        version=1,
        **both_sides(commune, commune.office_holders.head_on(now.date()), now.date()),
        sections=filled(version.sections.order_by("position"), facts),
        topics=TERMS.topics,
        contact_name=TERMS.contact_name,
        contact_email=TERMS.contact_email,
        contact_phone=TERMS.contact_phone,
        term_from=TERMS.term_from,
        term_until=TERMS.term_until,
        council_resolution="",
        check_code="",
        check_url="",
        issued_at=now,
        demo=settings.DEMO,
        draft=True,
        paper=route == PreAgreement.Route.PRINTED,
        qualified=route == PreAgreement.Route.QUALIFIED,
        kind=kind,
        amends="" if kind == AGREEMENT else examples["vereinbarung"],
        last_day=LAST_DAY if kind == TERMINATION else None,
    )
