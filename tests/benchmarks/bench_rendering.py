"""Rendering against the bare WeasyPrint call on the same HTML and CSS, with fonts and CSS read before in both."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.test.utils import setup_test_environment, teardown_test_environment
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from agreements.documents import VARIANT, agreement_html, data_attachment, render_agreement, warm_up
from agreements.typesetting import StaticFetcher
from tests.agreements.texts import ORDINARY
from tests.benchmarks.interleaved import print_ratio


@pytest.fixture
def uninstrumented() -> Iterator[None]:
    """Without the tests' recording of every included template, which production does not have either."""
    teardown_test_environment()
    yield
    setup_test_environment(debug=False)


@pytest.mark.usefixtures("uninstrumented")
def test_rendering_against_bare_weasyprint() -> None:
    warm_up()
    fonts, fetcher = FontConfiguration(), StaticFetcher()
    css = CSS(filename=finders.find("agreements/pdf.css"), font_config=fonts, url_fetcher=fetcher)
    html = agreement_html(ORDINARY)

    def ours() -> bytes:
        return render_agreement(ORDINARY).data

    def bare() -> bytes:
        source = HTML(string=html, base_url="static:", url_fetcher=fetcher)
        return source.write_pdf(
            font_config=fonts,
            stylesheets=[css],
            pdf_variant=VARIANT,
            pdf_forms=True,
            attachments=[data_attachment(ORDINARY)],
        )

    assert abs(len(ours()) - len(bare())) < 6_000, "both must make the same kind of file"
    print_ratio("rendering, against bare WeasyPrint", ours, bare, rounds=25, aim=1.15)
