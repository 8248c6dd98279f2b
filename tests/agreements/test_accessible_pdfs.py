"""Each PDF of the agreements, read by a checker of PDF/UA-1 that is not ours."""

import pikepdf

from agreements.pdf_writing.documents import render_agreement
from agreements.signing import SigningService
from tests.accessible_pdf import findings
from tests.agreements.signing.conftest import sign_both
from tests.agreements.texts import ORDINARY


def test_the_issued_version():
    assert findings(render_agreement(ORDINARY).data) == []


def test_the_file_of_both_sides(signing_service: SigningService):
    assert findings(sign_both(signing_service).final.data) == []


def test_the_checker_finds_something(tmp_path):
    path = tmp_path / "untagged.pdf"
    with pikepdf.new() as untagged:
        untagged.add_blank_page()
        untagged.save(path)
    assert findings(path.read_bytes()) != []
