"""The staff's pages about pre-agreements: find through the door, ask the policy, call one method, answer."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.countersigning.compared_with_last import compared_with_last
from agreements.countersigning.countersigning import countersign as countersign_agreement
from agreements.countersigning.signature_remarks import name_differs, remarks
from agreements.drafting import drafts, issuing
from agreements.drafting.amendment_forms import FORMS
from agreements.models import PreAgreement
from agreements.models.code_channels import CodeChannel
from agreements.office.agreement_page import agreement_page
from agreements.office.forms import AgreementForm, CountersignForm
from agreements.office.lookup import sent_revision, visible_agreement
from agreements.policies.drafts import can_edit, can_prepare
from agreements.policies.signatory_changes import changes_shown
from agreements.policies.signing import can_countersign_now
from agreements.text.documents import RenderingFailed
from agreements.text.legal_meaning import legal_meaning
from agreements.text.state_words import once_signed_text
from agreements.transitions import pre_agreement
from communes.models import Commune
from communes.responsibility import actor_for
from core import files
from core.careful_forms import tell_what_is_newer
from core.downloads import pdf_response
from core.signing.errors import NameNotSettable, SigningError
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import staff_of


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new draft for ``?kommune=<AGS>``; a second try leads to the draft that is there."""
    commune = get_object_or_404(Commune.objects.visible_to(staff_of(request)), pk=request.GET.get("kommune", ""))
    actor = actor_for(request, commune)
    decision = can_prepare(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        existing = commune.agreements.originals().open().first()
        return redirect(existing or commune)
    offered = drafts.offered_templates()
    wanted = [version for version in offered if str(version.template_id) == request.GET.get("vorlage")]
    template = next(iter([*wanted, *offered]), None)
    if template is None:
        messages.error(request, "Es gibt keine veröffentlichte Vorlage. Bitte wenden Sie sich an die Administration.")
        return redirect(commune)
    draft = PreAgreement(commune=commune, template_version=template)
    form = AgreementForm(request.POST or None, instance=draft, cancel_url=commune.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            agreement = drafts.create(form, actor=actor)
        except IntegrityError:
            return redirect(commune.agreements.originals().open().first() or commune)
        messages.success(request, "Der Entwurf ist angelegt. Sehen Sie sich die Vorschau an und senden Sie ihn dann.")
        return redirect(agreement)
    others = [version for version in offered if version != template]
    context = {"form": form, "commune": commune, "template": template, "others": others}
    return render(request, "agreements/create.html", context, status=422 if form.errors else 200)


@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of one agreement."""
    agreement = visible_agreement(request, reference)
    return render(request, "agreements/show.html", agreement_page(agreement, _actor(request, agreement)))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a draft; what was typed survives somebody else's newer change."""
    agreement = visible_agreement(request, reference)
    actor = _actor(request, agreement)
    decision = can_edit(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    form = FORMS[agreement.kind](
        request.POST or None,
        instance=agreement,
        cancel_url=agreement.get_absolute_url(),
        templates=drafts.offered_templates(PreAgreement.Kind(agreement.kind)),
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            drafts.change(form, actor=actor)
        except drafts.StaleDraftError:
            tell_what_is_newer(form)
            stale = True
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
            return redirect(agreement)
        else:
            messages.success(request, "Der Entwurf ist gespeichert.")
            return redirect(agreement)
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "agreements/edit.html", {"form": form, "agreement": agreement}, status=status)


@require_GET
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft as a PDF with the watermark."""
    agreement = visible_agreement(request, reference)
    if agreement.status != PreAgreement.Status.DRAFT:
        return redirect(agreement)
    try:
        rendered = issuing.preview(agreement)
    except RenderingFailed as failed:
        messages.error(request, str(failed))
        return redirect(agreement)
    return pdf_response(rendered.data, f"{agreement.reference}-Entwurf.pdf", inline=True)


@require_POST
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Freeze the draft and send the link."""
    agreement = visible_agreement(request, reference)
    try:
        issuing.issue(agreement, actor=_actor(request, agreement), revision=sent_revision(request))
    except (TransitionRefusedError, RenderingFailed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _issued_message(agreement))
    return redirect(agreement)


def _issued_message(agreement: PreAgreement) -> str:
    """Say what the office has to do itself: without an address a print goes by post, and no mail was sent."""
    version = agreement.current_version
    if version is not None and not version.invitations.exists():
        return "Die Vereinbarung ist ausgefertigt. Bitte drucken Sie sie aus und senden Sie sie per Post."
    sent = "Die Vereinbarung ist ausgefertigt, die E-Mail mit dem Link zum Unterzeichnen ist auf dem Weg."
    invitation = agreement.open_invitation
    if invitation is not None and invitation.code_channel == CodeChannel.LETTER:
        return f"{sent} Bitte drucken Sie jetzt den Brief mit dem Code und senden Sie ihn mit der Post."
    return sent


@require_POST
def resend(request: HttpRequest, reference: str) -> HttpResponse:
    """A new link; the former one is dead."""
    agreement = visible_agreement(request, reference)
    return _transition(
        request, agreement, pre_agreement.resend_link, "Ein neuer Link ist auf dem Weg. Der frühere gilt nicht mehr."
    )


@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Back to draft for a new version."""
    agreement = visible_agreement(request, reference)
    done = "Der Entwurf ist wieder offen. Beim Senden entsteht eine neue Fassung."
    try:
        return _transition(request, agreement, pre_agreement.reopen, done)
    except IntegrityError:  # another one was opened in the same moment
        messages.error(request, PreAgreement.ANOTHER_OPEN)
        return redirect(agreement)


@require_http_methods(["GET", "POST"])
def countersign(request: HttpRequest, reference: str) -> HttpResponse:
    """Look once more, type the password, sign."""
    agreement = visible_agreement(request, reference)
    actor = _actor(request, agreement)
    decision = can_countersign_now(actor, agreement)
    if not decision:
        messages.error(request, decision.reason)
        return redirect(agreement)
    version = agreement.current_version
    changes = changes_shown(agreement)
    initial = {"version": version.pk if version else None, "changes": changes[0].number if changes else 0}
    commune_signature = version.signatures.filter(party="commune").first() if version else None
    differs = commune_signature is not None and name_differs(commune_signature)
    form = CountersignForm(
        request.POST or None, initial=initial, cancel_url=agreement.get_absolute_url(), name_differs=differs
    )
    status = 200
    if request.method == "POST":
        status = _countersign(request, form, agreement, actor)
        if status == 200:
            done = f"Die {agreement.noun} ist gegengezeichnet und {once_signed_text(agreement)}."
            messages.success(request, f"{done} Beide Seiten erhalten sie.")
            return redirect(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "version": version,
        "signature": commune_signature,
        "remarks": remarks(commune_signature) if commune_signature else [],
        "acting_for": actor.acting_for,
        "legal_meaning": legal_meaning(agreement),
        "changes": [*changes, *compared_with_last(agreement)],
    }
    return render(request, "agreements/countersign.html", context, status=status)


@require_GET
def issued_document(request: HttpRequest, reference: str) -> HttpResponse:
    """The frozen PDF as it was sent, not yet signed."""
    agreement = visible_agreement(request, reference)
    version = agreement.current_version
    if version is None:
        return redirect(agreement)
    name = f"{agreement.reference}-Fassung-{version.number}.pdf"
    return pdf_response(files.read(version.issued_file), name, inline=True)


@require_GET
def version_document(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One of the versions as it was sent, also one that was replaced."""
    agreement = visible_agreement(request, reference)
    version = get_object_or_404(agreement.versions.select_related("issued_file"), number=number)
    return pdf_response(files.read(version.issued_file), f"{agreement.reference}-Fassung-{number}.pdf")


@require_GET
def signed_document(request: HttpRequest, reference: str) -> HttpResponse:
    """The file that both sides hold. Half-signed it is not given out (signing rule 9)."""
    agreement = visible_agreement(request, reference)
    version = agreement.current_version
    if version is None or version.final_file is None:
        messages.warning(request, "Die unterzeichnete Fassung gibt es, sobald beide Seiten unterzeichnet haben.")
        return redirect(agreement)
    return pdf_response(files.read(version.final_file), f"{agreement.reference}-unterzeichnet.pdf")


def _actor(request: HttpRequest, agreement: PreAgreement) -> StaffActor:
    return actor_for(request, agreement.commune)


def _transition(request: HttpRequest, agreement: PreAgreement, step: Callable[..., None], done: str) -> HttpResponse:
    try:
        step(agreement, actor=_actor(request, agreement))
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(agreement)


def _password_problem(request: HttpRequest, actor: StaffActor, password: str) -> str:
    """Why the password is not accepted, or nothing. With the fifth wrong one the session ends (``staff.sign_in``)."""
    if get_adapter(request).reauthenticate(actor.user, password):
        return ""
    return "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal; nach fünf Versuchen werden Sie abgemeldet."


def _countersign(request: HttpRequest, form: CountersignForm, agreement: PreAgreement, actor: StaffActor) -> int:
    """Try it; answers the HTTP status, errors stand in the form."""
    if not form.is_valid():
        return 422
    problem = _password_problem(request, actor, form.cleaned_data["password"])
    if problem:
        form.add_error("password", problem)
        return 422
    try:
        countersign_agreement(
            agreement,
            actor=actor,
            version_id=form.cleaned_data["version"],
            identified_at=timezone.now(),
            name_confirmed=form.cleaned_data.get("name_confirmed", False),
            changes_seen=form.cleaned_data["changes"],
        )
    except TransitionRefusedError as refused:
        form.add_error(None, str(refused))
        return 409
    except NameNotSettable as error:
        form.add_error(None, f"{error} Bitte lassen Sie ihn in Ihrem Konto von der Administration berichtigen.")
        return 422
    except SigningError as error:
        form.add_error(None, str(error))
        return 503
    return 200
