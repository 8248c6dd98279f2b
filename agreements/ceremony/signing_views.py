"""The mayor reads and consents, then signs (signing rules 4 to 6)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony import ceremonies
from agreements.ceremony.ceremony_action import CeremonyAction, SigningStep
from agreements.ceremony.forms import ConsentForm, SignatureForm
from agreements.ceremony.reading import reading_context
from agreements.models import Ceremony, PreAgreement
from agreements.text.versions import changes_for_signatory
from core.action_views import CONFLICT, INVALID
from core.refused_forms import SeeOther
from core.signing.errors import InkRejected
from core.signing.ink import Ink
from core.transitions import StaleError


class Read(CeremonyAction):
    """The reading version of exactly the frozen text, the PDF itself, and the consent; of a print, how to go on."""

    form_class = ConsentForm
    said = ("problem", "outdated")
    outdated = ""

    @property
    def is_printed(self) -> bool:
        return self.ceremony.invitation.version.agreement.route == PreAgreement.Route.PRINTED

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        if ceremonies.changes_to_see(ceremony):
            return redirect("ceremony-changes")
        return super().inside(request, ceremony)

    def get_template_names(self) -> list[str]:
        return ["agreements/ceremony/print.html" if self.is_printed else "agreements/ceremony/read.html"]

    def get_initial(self) -> dict[str, str]:
        return {"shown": self.ceremony.invitation.version.sha256}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "commune": self.ceremony.invitation.version.content["commune_name"]}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_printed:  # nothing to consent to: the page once more
            return SeeOther(request.path)
        return super().post(request, *args, **kwargs)

    def perform(self, form: ConsentForm) -> None:
        if not ceremonies.consent(self.ceremony, form.cleaned_data["shown"]):
            raise StaleError

    def stale(self, form: ConsentForm, _stale: StaleError) -> HttpResponse:
        """Consent to what holds now is another one."""
        self.outdated = "Die Fassung hat sich geändert" if form.cleaned_data["shown"] else "Die Seite war veraltet"
        return self.show_again(self.empty_form(), CONFLICT)

    def empty_form(self) -> ConsentForm:
        commune: str = self.ceremony.invitation.version.content["commune_name"]
        return ConsentForm(commune=commune, initial=self.get_initial())

    def leads_to(self, _result: Any) -> str:
        return "ceremony-sign"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.ceremony.invitation.version
        shown = {"outdated": self.outdated, "changes": changes_for_signatory(version), **reading_context(version)}
        return super().get_context_data(**shown, **kwargs)


class Sign(SigningStep):
    """Typed name or strokes; the server signs the stored bytes."""

    form_class = SignatureForm
    template_name = "agreements/ceremony/sign.html"

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        version = ceremony.invitation.version
        online = version.agreement.route == PreAgreement.Route.ONLINE
        if not online or ceremony.consented_sha256 != version.sha256:
            return redirect("ceremony-read" if online else "ceremony-upload")
        return super().inside(request, ceremony)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "signatory": self.ceremony.invitation.office_holder.full_name}

    def attempt(self, form: Any) -> tuple[int, Any]:
        if form.is_valid() and form.must_ask:
            return INVALID, None
        return super().attempt(form)

    def perform(self, form: SignatureForm) -> None:
        ink = _ink(form)
        if ink is None:
            return
        said = form.cleaned_data
        ceremonies.sign(
            self.ceremony,
            ink=ink,
            nonce=said["nonce"],
            shown_sha256=said["shown"],
            confirmed_name=said["confirmed_name"],
        )


def _ink(form: SignatureForm) -> Ink | None:
    """What a valid form says; what is wrong with the strokes stands in the form."""
    if form.cleaned_data["method"] == SignatureForm.TYPED:
        return Ink(typed_name=form.cleaned_data["typed_name"])
    try:
        return Ink.from_json(form.cleaned_data["strokes"])
    except InkRejected as rejected:
        form.add_error("method", str(rejected))
        return None
