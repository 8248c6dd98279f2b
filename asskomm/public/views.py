"""The legal pages, open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class PublicPage(TemplateView):
    """A page that anyone may read."""


class Imprint(PublicPage):
    """Who is responsible for the portal."""

    template_name = "public/imprint.html"


class PrivacyNotice(PublicPage):
    """Which personal data is used for what."""

    template_name = "public/privacy.html"


class AccessibilityStatement(PublicPage):
    """How accessible the portal is, and where to report a barrier."""

    template_name = "public/accessibility.html"
