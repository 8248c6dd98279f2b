"""The mayor draws or types the signature, sees it in the document, and signs with the last tap (rules 4 to 6)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony import ceremonies, kept_signatures
from agreements.ceremony.ceremony_action import CeremonyAction, SigningStep
from agreements.ceremony.forms import LastTapForm, SignatureForm
from agreements.ceremony.other_window import shows_another
from agreements.models import Ceremony, PreAgreement, SignatureDraft
from agreements.text.versions import changes_for_signatory
from core.action_views import CONFLICT
from core.transitions import TransitionRefusedError

ANOTHER_INK = (
    "Sie haben Ihre Unterschrift inzwischen in einem anderen Fenster geändert. Bitte prüfen Sie sie hier noch einmal."
)


def elsewhere(ceremony: Ceremony) -> HttpResponse | None:
    """Where the way goes on if not here: another route, or changes that nobody has seen (rule 5)."""
    route = ceremony.invitation.version.agreement.route
    if route != PreAgreement.Route.ONLINE:
        return redirect("ceremony-upload" if route == PreAgreement.Route.QUALIFIED else "ceremony-read")
    return redirect("ceremony-changes") if ceremonies.changes_to_see(ceremony) else None


class PutSignature(CeremonyAction):
    """Typed name or strokes, kept until the last tap."""

    form_class = SignatureForm
    template_name = "agreements/ceremony/sign.html"

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        return elsewhere(ceremony) or super().inside(request, ceremony)

    def get_initial(self) -> dict[str, str]:
        return {"nonce": self.ceremony.nonce, "shown": self.ceremony.invitation.version.sha256}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The name of the register stands there already, or what was typed or drawn before."""
        kept, name = kept_signatures.kept(self.ceremony), self.ceremony.invitation.office_holder.full_name
        known = {"name": (kept and kept.typed_name) or name, "strokes": kept.strokes_as_json if kept else ""}
        return {**super().get_form_kwargs(), **known}

    def attempt(self, form: Any) -> tuple[int, Any]:
        if shows_another(self.request, self.ceremony, form):
            return CONFLICT, None
        return super().attempt(form)

    def perform(self, form: SignatureForm) -> None:
        kept_signatures.keep(self.ceremony, form.cleaned_data["ink"])

    def leads_to(self, _result: Any) -> str:
        return "ceremony-check"


class CheckAndSign(SigningStep):
    """Shows the stamp in the document; consent and signature are one act. The server signs the stored bytes."""

    form_class = LastTapForm
    template_name = "agreements/ceremony/check.html"
    kept: SignatureDraft

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        kept = kept_signatures.kept(ceremony)
        if kept is None:
            return elsewhere(ceremony) or redirect("ceremony-sign")
        self.kept = kept
        return elsewhere(ceremony) or super().inside(request, ceremony)

    def get_initial(self) -> dict[str, str]:
        return {**super().get_initial(), "ink": self.kept.fingerprint}

    def kept_for(self) -> str:
        """What was wrong is said of the signature that it was said of, and not of the next."""
        return f"{super().kept_for()} {self.kept.fingerprint}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self._about()}

    def _about(self) -> dict[str, Any]:
        invitation = self.ceremony.invitation
        return {
            "signatory": invitation.office_holder.full_name,
            "commune": invitation.version.content["commune_name"],
            "kept": self.kept,
        }

    def perform(self, form: LastTapForm) -> None:
        said = form.cleaned_data
        ceremonies.check_page(self.ceremony, nonce=said["nonce"], shown_sha256=said["shown"])
        if said["ink"] != self.kept.fingerprint:
            raise TransitionRefusedError(ANOTHER_INK)
        ceremonies.consent(self.ceremony, said["shown"])
        ceremonies.sign(
            self.ceremony,
            ink=self.kept.ink,
            nonce=said["nonce"],
            shown_sha256=said["shown"],
            confirmed_name=said["confirmed_name"],
        )

    def form_after_refusal(self, _form: Any) -> LastTapForm:
        """What is consented to now is shown anew, and nobody has agreed to it yet."""
        return LastTapForm(initial=self.get_initial(), **self._about())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = changes_for_signatory(self.ceremony.invitation.version)
        return super().get_context_data(kept=self.kept, changes=changes, **kwargs)
