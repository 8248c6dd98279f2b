"""Recording what was signed on paper before the portal: draft and force in one transaction, nothing between."""

from collections.abc import Iterable

from agreements.models import PreAgreement, ReferenceCounter
from agreements.offline.paper_form import PaperAgreementForm
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from communes.models import Topic
from core import files, journal
from core.mail import queue_mail
from staff.actors import StaffActor
from staff.standing_in import heads


def record_existing(form: PaperAgreementForm, *, actor: StaffActor) -> PreAgreement:
    """Save a valid form as an agreement in force since its last signature; the reference is of that year.

    Nobody confirms it, so the heads are told.

    Raises ValidationError when the same agreement (commune, template, day) is recorded already, IntegrityError when
    it is in this moment, and TransitionRefusedError when ``actor`` may not; then nothing is saved.
    """
    data = form.cleaned_data
    blob = files.put(form.scan_pdf, "application/pdf") if form.scan_pdf else None
    paper = PaperSignatures(
        signed_on=data["signed_on"],
        commune_signatory=data["commune_signatory"],
        lpr_signatory=data["lpr_signatory"],
        place_of_original=data["place_of_original"],
        scan=blob,
    )
    draft: PreAgreement = form.instance
    draft.term_from = data["term_from"]
    with journal.collected():
        record_signed(draft, topics=data["topics"], paper=paper, actor=actor)
        for head in heads():
            if head != actor.user:
                queue_mail("agreements.paper_recorded", head.email, draft)
    return draft


def record_signed(
    draft: PreAgreement, *, topics: Iterable[Topic], paper: PaperSignatures, actor: StaffActor
) -> PreAgreement:
    """Save a valid draft and put it in force by what stands on paper. Raises as ``record_existing`` does."""
    draft.route, draft.prepared_by = PreAgreement.Route.PAPER, actor.user
    with journal.collected():
        draft.reference = ReferenceCounter.next_reference(paper.signed_on.year)
        draft.save()
        draft.topics.set(topics)
        pre_agreement.record_paper(draft, actor=actor, paper=paper)
    return draft


def already_recorded(form: PaperAgreementForm) -> PreAgreement | None:
    """The agreement that stands in the way of a valid form, if any."""
    data = form.cleaned_data
    return PreAgreement.objects.filter(
        commune=form.instance.commune_id,
        template_version=data["template_version"],
        signed_on=data["signed_on"],
        route=PreAgreement.Route.PAPER,
    ).first()
