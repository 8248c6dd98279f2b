"""Drafting what changes or ends an agreement in force; from then on it goes the way of every agreement."""

from agreements.drafting.drafts import default_template
from agreements.models import PreAgreement
from agreements.models.agreement_states import AgreementKind
from agreements.models.terms import terms_today
from agreements.office.forms import AgreementForm
from agreements.policies.amending import can_amend
from agreements.policies.routes import route_of
from core import journal
from core.failpoints import failpoint
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

Kind = AgreementKind
SUFFIXES = {Kind.AMENDMENT: "A", Kind.TERMINATION: "K"}


class NoTemplateError(Exception):
    """There is no published text for this kind of agreement. ``str()`` is German."""


def blank(agreement: PreAgreement, kind: AgreementKind) -> PreAgreement:
    """A draft that is not saved yet, with the terms that hold today. Raises NoTemplateError."""
    template = default_template(kind)
    if template is None:
        raise NoTemplateError(
            "Dafür gibt es keine veröffentlichte Vorlage. Bitte wenden Sie sich an die Administration."
        )
    draft = PreAgreement(commune=agreement.commune, template_version=template, kind=kind, amends=agreement)
    if kind == Kind.AMENDMENT:
        terms = terms_today(agreement)
        for name in ("contact_name", "contact_email", "contact_phone", "term_from", "term_until"):
            setattr(draft, name, getattr(terms, name))
    return draft


def start(form: AgreementForm, *, actor: StaffActor) -> PreAgreement:
    """Save a valid form as a new draft. Raises TransitionRefusedError when another one is open or nothing is in force.

    The agreement is locked, so that of two people, or two clicks, one makes the draft.
    """
    draft: PreAgreement = form.instance
    assert draft.amends_id is not None
    with journal.collected():
        agreement = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.amends_id)
        decision = can_amend(actor, agreement, draft.kind)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        number = agreement.amendments.filter(kind=draft.kind).count() + 1
        draft.reference = f"{agreement.reference}-{SUFFIXES[Kind(draft.kind)]}{number}"
        draft.route = route_of(draft.template_version.template)
        draft.prepared_by = actor.user
        saved: PreAgreement = form.save()
        failpoint("amending.drafted")
        journal.record(
            key=saved.journal_key,
            kind="preagreement.create",
            subject=saved,
            actor=actor,
            data={"reference": saved.reference, "kind": saved.kind, "amends": agreement.reference},
        )
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.amendment_drafted",
            subject=agreement,
            actor=actor,
            data={"reference": saved.reference, "kind": saved.kind},
        )
    return saved
