"""Layout objects that crispy-forms does not have: KERN's three buttons, the row they stand in, a link beside them.

``helper.layout = Layout("topics", Row("start", "end"), Actions(Primary("", "Save"), Cancel("Cancel", "/")))``
"""

from typing import Any

from crispy_forms.layout import BaseInput, Div, TemplateNameMixin
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.functional import Promise

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

    css_class = "crispy-actions"


class Cancel(TemplateNameMixin):
    """A link beside the buttons that leaves the form without sending it."""

    template = "%s/layout/link.html"

    def __init__(self, label: str | Promise, url: str | Promise) -> None:
        self.label = label
        self.url = url

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Return the link's HTML; ``form`` and ``context`` are what every layout object is given."""
        return render_to_string(self.get_template_name(template_pack), {"link": self})
