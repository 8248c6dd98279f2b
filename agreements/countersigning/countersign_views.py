"""Countersigning: look once more, type the password, sign."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.utils import timezone

from agreements.countersigning.compared_with_last import compared_with_last
from agreements.countersigning.countersigning import countersign
from agreements.countersigning.signature_remarks import name_differs, remarks
from agreements.models import DocumentVersion, Signature
from agreements.office.agreement_views import AgreementAction
from agreements.office.forms import CountersignForm
from agreements.policies.signatory_changes import SignatoryChange, changes_shown
from agreements.policies.signing import can_countersign_now
from agreements.text.legal_meaning import legal_meaning
from agreements.text.state_words import once_signed_text
from core.action_views import UNAVAILABLE
from core.policies import Decision
from core.signing.errors import NameNotSettable, SigningError

NOT_ACCEPTED = (
    "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal; nach fünf Versuchen werden Sie abgemeldet."
)


class Countersign(AgreementAction):
    """The office signs what the commune has signed (signing rule 3: with the password)."""

    form_class = CountersignForm
    template_name = "agreements/countersign.html"
    denied_level = messages.ERROR

    @property
    def version(self) -> DocumentVersion | None:
        return self.agreement.current_version

    @cached_property
    def signature(self) -> Signature | None:
        """The commune's."""
        return self.version.signatures.filter(party="commune").first() if self.version else None

    @cached_property
    def changes(self) -> list[SignatoryChange]:
        """Of the signatory's way, the newest first."""
        return changes_shown(self.agreement)

    def decide(self) -> Decision:
        return can_countersign_now(self.actor, self.agreement)

    def is_late(self) -> bool:
        """Only a password was typed, and that is never shown again."""
        return False

    def get_initial(self) -> dict[str, Any]:
        newest = self.changes[0].number if self.changes else 0
        return {"version": self.version.pk if self.version else None, "changes": newest}

    def get_form_kwargs(self) -> dict[str, Any]:
        differs = self.signature is not None and name_differs(self.signature)
        cancel_url = self.agreement.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": cancel_url, "name_differs": differs}

    def attempt(self, form: Any) -> tuple[int, Any]:
        try:
            return super().attempt(form)
        except SigningError as error:
            form.add_error(None, str(error))
            return UNAVAILABLE, None

    def perform(self, form: CountersignForm) -> None:
        said = form.cleaned_data
        # With the fifth wrong password the session ends (``staff.sign_in``).
        if not get_adapter(self.request).reauthenticate(self.actor.user, said["password"]):
            form.add_error("password", NOT_ACCEPTED)
            return
        try:
            countersign(
                self.agreement,
                actor=self.actor,
                version_id=said["version"],
                identified_at=timezone.now(),
                name_confirmed=said.get("name_confirmed", False),
                changes_seen=said["changes"],
            )
        except NameNotSettable as error:
            form.add_error(None, f"{error} Bitte lassen Sie ihn in Ihrem Konto von der Administration berichtigen.")

    def done_text(self, _result: Any) -> str:
        signed = f"Die {self.agreement.noun} ist gegengezeichnet und {once_signed_text(self.agreement)}."
        return f"{signed} Beide Seiten erhalten sie."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            version=self.version,
            signature=self.signature,
            remarks=remarks(self.signature) if self.signature else [],
            acting_for=self.actor.acting_for,
            legal_meaning=legal_meaning(self.agreement),
            changes=[*self.changes, *compared_with_last(self.agreement)],
            **kwargs,
        )
