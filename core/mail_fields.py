"""The one field for mail addresses, of models and of forms: normalised when they come in, refused with a reason."""

from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.html import format_html

from core.mail_addresses import differing_domain, normalised_address, stored_address


class MailAddressInput(forms.TextInput):
    """A line of text with the keyboard for addresses.

    Not type="email": browsers rewrite a domain with umlauts before they send it, older ones to another domain.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "email", "autocapitalize": "none", "spellcheck": "false", **(attrs or {})})


class MailAddressFormField(forms.EmailField):
    """Returns the address as it is stored. Shows the domain that mail servers see where it looks different."""

    widget = MailAddressInput
    default_validators = []  # to_python() judges

    def to_python(self, value: Any) -> str:
        """The normalised address, or "". Raises ValidationError."""
        text = super().to_python(value)
        return normalised_address(text) if text else ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        domain = differing_domain(str(bound.value() or ""))
        if domain:
            bound.help_text = format_html("{} Die Domain heißt für Mailserver: {}.", bound.help_text, domain)
        return bound


class MailAddressField(models.EmailField):
    """A column with a mail address. For migrations it is Django's."""

    default_validators = []  # clean() judges

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """The address as it is stored, for ``full_clean()``; a search may ask for anything. Raises ValidationError."""
        text = super().clean(value, model_instance)
        return stored_address(text) if text else text

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MailAddressFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
