"""From a draft to a frozen version: the text is filled in, rendered, stored, then issued in one transaction."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from agreements.models import CouncilResolution, PreAgreement, tokens
from agreements.models.agreement_text import AgreementText
from agreements.policies.drafts import can_issue
from agreements.policies.routes import route_of
from agreements.text.addresses import check_url
from agreements.text.amendment_text import amending_facts
from agreements.text.documents import RenderedDocument, render_agreement
from agreements.text.filling import filled
from agreements.text.placeholder_values import TO_BE_FILLED, day_in_text, party_facts, term_facts, terms_of
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import IssuedDocument
from communes.models import Commune, OfficeHolder
from communes.models.offices import Office
from core import files
from core.failpoints import failpoint
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def issue(agreement: PreAgreement, *, actor: StaffActor, revision: int) -> None:
    """Freeze and send ``agreement``. ``revision``: the one whose preview the caseworker saw.

    Raises TransitionRefusedError when something is missing or the draft changed, RenderingFailed when no PDF can be
    made; then nothing was sent.
    """
    decision = can_issue(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    number = (agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    now = timezone.now().replace(microsecond=0)
    text = agreement_text(agreement, version=number, code=tokens.check_code(), issued_at=now, draft=False)
    rendered = render_agreement(text)
    failpoint("issuing.rendered")
    document = IssuedDocument(
        number=number,
        revision=revision,
        content=text.as_dict(),
        check_code=text.check_code,
        page_count=rendered.page_count,
        issued_at=now,
        blob=files.put(rendered.data, "application/pdf"),
        route=route_of(agreement.template_version.template),
    )
    failpoint("issuing.file_stored")
    pre_agreement.issue(agreement, actor=actor, document=document)


def preview(agreement: PreAgreement) -> RenderedDocument:
    """The draft as a PDF with the watermark ENTWURF; what is missing is marked as open."""
    number = (agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    now = timezone.now().replace(microsecond=0)
    return render_agreement(agreement_text(agreement, version=number, code="", issued_at=now, draft=True))


def agreement_text(
    agreement: PreAgreement, *, version: int, code: str, issued_at: datetime, draft: bool
) -> AgreementText:
    """Everything the version says, with the template's placeholders filled. ``code``: none yet where it is empty."""
    commune, day = agreement.commune, timezone.localdate(issued_at)
    route = route_of(agreement.template_version.template)
    sections = agreement.template_version.sections.order_by("position")
    terms = terms_of(agreement)
    return AgreementText(
        title=agreement.template_version.title,
        reference=agreement.reference,
        version=version,
        **both_sides(commune, agreement.signatory_on(day), day),
        sections=filled(sections, facts_of(agreement)),
        topics=terms.topics,
        contact_name=agreement.contact_name or ("" if agreement.amends_id else TO_BE_FILLED),
        contact_email=agreement.contact_email,
        contact_phone=agreement.contact_phone,
        term_from=agreement.term_from,
        term_until=agreement.term_until,
        council_resolution=_resolution(agreement.council_resolution),
        check_code=code,
        check_url=check_url(code) if code else "",
        issued_at=timezone.localtime(issued_at),
        demo=settings.DEMO,
        draft=draft,
        paper=route == PreAgreement.Route.PRINTED,
        qualified=route == PreAgreement.Route.QUALIFIED,
        kind=agreement.kind,
        amends=agreement.amends.reference if agreement.amends else "",
        last_day=agreement.last_day,
    )


def both_sides(commune: Commune, signatory: OfficeHolder | None, day: date) -> dict[str, str]:
    """The fields of an ``AgreementText`` that name the parties and who acts for them on ``day``."""
    responsible = commune.responsible_on(day)
    return {
        "commune_name": commune.full_name,
        "commune_ags": commune.ags,
        "district_name": commune.district.full_name,
        "commune_signatory": signatory.full_name if signatory else TO_BE_FILLED,
        "commune_office": _office_of(signatory) if signatory else TO_BE_FILLED,
        "lpr_name": settings.PORTAL_OPERATOR,
        "lpr_signatory": responsible.full_name if responsible else TO_BE_FILLED,
        "lpr_entity": settings.LPR_LEGAL_ENTITY,
        "lpr_address": settings.LPR_ADDRESS,
    }


def facts_of(agreement: PreAgreement) -> dict[str, str]:
    """What stands in the place of each placeholder (``wording.placeholders``)."""
    return party_facts(agreement.commune) | term_facts(terms_of(agreement)) | amending_facts(agreement)


def _office_of(signatory: OfficeHolder) -> str:
    """The office, with "i. V." for a deputy (domain rule 12)."""
    return f"i. V. {signatory.office_title}" if signatory.office == Office.DEPUTY else signatory.office_title


def _resolution(row: CouncilResolution) -> str:
    """What somebody said of the council's resolution; nothing while nobody did."""
    if row.state == CouncilResolution.State.PASSED and row.passed_on:
        return f"Beschluss Nr. {row.number or TO_BE_FILLED} vom {day_in_text(row.passed_on)}."
    if row.state == CouncilResolution.State.PENDING:
        return "Ein Beschluss der Vertretung der Kommune steht noch aus."
    if row.state == CouncilResolution.State.NOT_NEEDED:
        return "Ein Beschluss der Vertretung der Kommune ist nicht erforderlich."
    return ""
