"""Pages for visitors and the legal pages; all of them open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class PublicPage(TemplateView):
    """A page without data that anyone may read."""


class StartPage(PublicPage):
    template_name = "public/start.html"


class Imprint(PublicPage):
    template_name = "public/imprint.html"


class PrivacyNotice(PublicPage):
    template_name = "public/privacy.html"


class AccessibilityStatement(PublicPage):
    template_name = "public/accessibility.html"
