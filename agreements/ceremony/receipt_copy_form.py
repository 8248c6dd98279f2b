"""The form for a copy of the receipt."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse_lazy

from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper
from core.mail_fields import MailAddressFormField


class ReceiptCopyForm(forms.Form):
    """One address; what is sent is fixed."""

    address = MailAddressFormField(
        label="E-Mail-Adresse",
        help_text="Zum Beispiel die Ihres Vorzimmers oder der Zentrale. Bitte sehen Sie noch einmal hin: Gesendet wird "
        "sofort.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Actions(Primary("", "Kopie senden"), Cancel("Zurück zum Beleg", reverse_lazy("ceremony-receipt")))
        self.helper = plain_helper(Layout("address", actions))
        self.helper.mark_optional = False
