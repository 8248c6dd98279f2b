"""KERN buttons and rows for django-crispy-forms layouts.

A form's helper says ``helper.layout = Layout("topics", Row("start", "end"), Actions(Primary("", "Speichern")))``.
``helper.mark_optional = False`` leaves out the optional marks, as in filter rows where nothing is required.
"""

from typing import Any

from crispy_forms.layout import BaseInput, Div
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string

__all__ = ["Actions", "Cancel", "Primary", "Secondary", "Tertiary"]


class _SubmitButton(BaseInput):
    """A submit button; ``name`` may be empty, ``value`` is both its label and what it sends."""

    input_type = "submit"


class Primary(_SubmitButton):
    """The one thing a form is for."""

    field_classes = "kern-btn--primary"


class Secondary(_SubmitButton):
    """Another way to send the form, such as saving without sending."""

    field_classes = "kern-btn--secondary"


class Tertiary(_SubmitButton):
    """A way out that still sends the form."""

    field_classes = "kern-btn--tertiary"


class Actions(Div):
    """The row of buttons below a form."""

    css_class = "actions"


class Cancel:
    """A link beside the buttons that leaves the form without sending it."""

    template = "kern/layout/link.html"

    def __init__(self, label: str, url: str) -> None:
        self.label = label
        self.url = url

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        return render_to_string(self.template, {"link": self})
