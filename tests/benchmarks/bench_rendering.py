"""Rendering against the bare WeasyPrint call on the same HTML and CSS, with fonts and CSS read before in both."""

from collections.abc import Iterator

import pytest
from django.test.utils import setup_test_environment, teardown_test_environment

from agreements.text.documents import render_agreement
from core.typesetting.pdf import warm_up
from tests.agreements.texts import ORDINARY
from tests.benchmarks import bare
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
    bare_rendering = bare.rendering()

    def ours() -> bytes:
        return render_agreement(ORDINARY).data

    assert abs(len(ours()) - len(bare_rendering())) < 6_000, "both must make the same kind of file"
    print_ratio("rendering, against bare WeasyPrint", ours, bare_rendering, rounds=25, aim=1.15)
