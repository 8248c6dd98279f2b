"""The form of the page for who lost the link."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from core.crispy_kern.layout import Actions, Primary
from core.forms import plain_helper
from core.mail_fields import MailAddressFormField, MailAddressInput


class LostLinkForm(forms.Form):
    """Where the link went; the reference only where somebody signs for more than one."""

    address = MailAddressFormField(
        label="Ihre E-Mail-Adresse",
        help_text="Die Adresse, an die der Link ging. An eine andere senden wir nichts.",
        widget=MailAddressInput(attrs={"autocomplete": "email"}),
    )
    reference = forms.CharField(
        label="Aktenzeichen",
        required=False,
        max_length=30,
        help_text="Steht im Betreff der E-Mail, zum Beispiel LPR-2026-0042.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(Layout("address", "reference", Actions(Primary("", "Link noch einmal senden"))))
