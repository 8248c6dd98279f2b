"""A report as an accessible PDF (PDF/UA-1), set with the project's own fonts."""

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string

from asskomm.reports.chart import ATTRIBUTION as MAP_ATTRIBUTION
from asskomm.reports.chart import Chart
from asskomm.reports.remarks import SOURCE, demo_remark, in_words, scope_in_words
from asskomm.reports.report import Report
from core.typesetting.fonts import composed
from core.typesetting.pdf import accessible_pdf


def render_report(report: Report, chart: Chart, *, made_at: datetime) -> bytes:
    """Figures with definitions, map, bars and table. ``made_at`` (aware) dates the file.

    Raises MissingGlyphs if a name needs another font than the project's.
    """
    html = composed(
        render_to_string(
            "pdf/report.html",
            {
                "report": report,
                "results": [(result, in_words(result.definition)) for result in report.results.values()],
                "scope": scope_in_words(report.scope),
                "chart": chart,
                "demo_remark": demo_remark(),
                "source": SOURCE,
                "map_source": MAP_ATTRIBUTION,
                "operator": settings.PORTAL_OPERATOR,
                "portal_name": settings.PORTAL_NAME,
                "made_at": made_at,
                "created": made_at.astimezone(UTC).isoformat(timespec="seconds"),
            },
        )
    )
    return accessible_pdf(html).data
