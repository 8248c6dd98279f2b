"""Making and changing drafts: under the lock, with a journal entry, never over somebody else's newer change."""

from django.db.models import Case, When
from django.utils import timezone

from agreements.models import PreAgreement, ReferenceCounter, TemplateVersion
from agreements.models.agreement_states import AgreementKind
from agreements.models.code_channels import CodeChannel
from agreements.office.forms import AgreementForm
from agreements.policies.handling import can_change
from agreements.policies.routes import route_of
from core import journal
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def offered_templates(kind: AgreementKind = AgreementKind.AGREEMENT) -> list[TemplateVersion]:
    """The newest published text of each active template of the kind; one query.

    First what is signed online, and of that what needs nobody of the office for the code.
    """
    online = Case(When(template__signature_level__in=("advanced", "text"), then=0), default=1)
    by_mail = Case(When(template__code_channel=CodeChannel.MAIL, then=0), default=1)
    published = (
        TemplateVersion.objects.filter(template__active=True, template__kind=kind, published_at__isnull=False)
        .select_related("template")
        .order_by(online, by_mail, "-published_at", "-number")
    )
    newest: dict[int, TemplateVersion] = {}
    for version in published:
        newest.setdefault(version.template_id, version)
    return list(newest.values())


def default_template(kind: AgreementKind = AgreementKind.AGREEMENT) -> TemplateVersion | None:
    """The text that new agreements of this kind use when nobody chooses another."""
    return next(iter(offered_templates(kind)), None)


def create(form: AgreementForm, *, actor: StaffActor) -> PreAgreement:
    """Save a valid form as a new draft. Raises IntegrityError if the commune got an open one meanwhile."""
    with journal.collected():
        draft: PreAgreement = form.instance
        draft.reference = ReferenceCounter.next_reference(timezone.localdate().year)
        draft.route = route_of(draft.template_version.template)
        draft.prepared_by = actor.user
        agreement: PreAgreement = form.save()
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.create",
            subject=agreement,
            actor=actor,
            data={"reference": agreement.reference},
        )
    return agreement


def change(form: AgreementForm, *, actor: StaffActor) -> None:
    """Save a valid form over the draft. Raises TransitionRefusedError; then nothing is changed."""
    with journal.collected():
        stored = locked_draft(form.instance.pk, actor=actor)
        form.instance.revision = stored.revision + 1
        if form.changed_data:
            form.instance.text_changed_at = timezone.now()
        form.instance.route = route_of(form.instance.template_version.template)
        form.save()
        journal.record(
            key=stored.journal_key,
            kind="preagreement.change",
            subject=stored,
            actor=actor,
            data={"fields": sorted(form.changed_data)},
        )


def locked_draft(pk: int, *, actor: StaffActor) -> PreAgreement:
    """The draft, locked, as long as ``actor`` may change it. Raises TransitionRefusedError.

    Whether it is the one that was seen, the form has compared under the same lock (``core/optimistic_forms.py``).
    """
    stored = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if stored.status != PreAgreement.Status.DRAFT:
        raise TransitionRefusedError("Der Entwurf wurde inzwischen versandt und lässt sich nicht mehr ändern.")
    decision = can_change(actor, stored)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    return stored
