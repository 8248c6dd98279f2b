"""Pages for visitors and the legal pages; all of them open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from asskomm.reports.chart import ATTRIBUTION as MAP_ATTRIBUTION
from asskomm.reports.chart import chart, district_map
from asskomm.reports.models import Figure
from asskomm.reports.remarks import demo_remark
from asskomm.reports.report import Scope, report_on
from communes.register.reading import ATTRIBUTION as REGISTER_ATTRIBUTION

SHOWN = (Figure.ADVISED, Figure.CLOSE, Figure.COACHING, Figure.KPR)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(TemplateView):
    """A page without data that anyone may read."""


class StartPage(PublicPage):
    """What ASSKomm is, today's figures, and the ways to verify, to sign and to sign in.

    The figures are sums by district: the page names no commune.
    """

    template_name = "public/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = report_on(Scope(timezone.localdate()))
        return super().get_context_data(
            report=report,
            results=[report.results[figure] for figure in SHOWN],
            chart=chart(report, Figure.CLOSE),
            map=district_map(report, Figure.CLOSE),
            demo_remark=demo_remark(),
            attribution=(REGISTER_ATTRIBUTION, MAP_ATTRIBUTION),
            **kwargs,
        )


class Imprint(PublicPage):
    """Who is responsible for the portal."""

    template_name = "public/imprint.html"


class PrivacyNotice(PublicPage):
    """Which personal data is used for what."""

    template_name = "public/privacy.html"


class AccessibilityStatement(PublicPage):
    """How accessible the portal is, and where to report a barrier."""

    template_name = "public/accessibility.html"
