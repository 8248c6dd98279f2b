"""A signature from outside leaves the commune's box empty: the stamp beside it and the evidence name it."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from agreements.evidence.gathering import gather
from agreements.models import Signature
from agreements.text.outside_signature import LONGEST, outside_remark
from core import dates, files
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import content_text
from tests.agreements.test_qualified_route import countersign, issued_bytes, send
from tests.factories.qualified import sign_like_a_tool, trusted_provider
from tests.factories.ready_agreements import issued, published_template, ready_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


def stamp_of(final: bytes) -> str:
    """The words of the countersignature's visible part, without blanks."""
    with pikepdf.open(BytesIO(final)) as pdf:
        box = next(field for field in pdf.Root.AcroForm.Fields if field.get("/T") == "sig_lpr")
        return "".join(content_text(box.AP.N, box.AP.N.Resources).split())


def test_the_stamp_and_the_evidence_name_it(newest_link, newest_code):
    """So that a reader of the final file sees that the commune has signed: recorded facts only (signing rule 22)."""
    with trusted_provider() as provider:
        agreement = issued(ready_draft(template_version=published_template(signature_level="qualified")))
        mayor = Mayor(newest_link, newest_code)
        mayor.go_to_signature()
        send(mayor, sign_like_a_tool(issued_bytes(agreement), provider.person(), field="Signature1"))
        assert countersign(agreement).status_code == 302
    agreement.refresh_from_db()
    version = agreement.versions.get()
    signature = version.signatures.get(party="commune")
    said = (
        "Für die Kommune: qualifiziert elektronisch signiert von Erika Musterfrau (Aussteller "
        f"{signature.certificate_issuer}), eingegangen am {dates.moment(signature.signed_at)} Uhr"
    )
    assert outside_remark(signature) == said
    assert "".join(said.split()) in stamp_of(files.read(version.final_file))
    assert "als „Signature1“ in der Datei, das Feld der Kommune ist leer" in gather(version).signers[0].method
    assert outside_remark(version.signatures.get(party="lpr")) == ""


def test_the_moment_is_that_of_the_timestamp_and_long_names_are_cut():
    at = datetime(2026, 11, 27, 8, 34, tzinfo=UTC)
    signature = Signature(method="qualified", certificate_name="E" * 300, signed_at=at, timestamped=True)
    assert outside_remark(signature) == (
        f"Für die Kommune: qualifiziert elektronisch signiert von {'E' * (LONGEST - 1)}…, am 27.11.2026, 09:34 Uhr"
    )
    signature.method = "drawn"
    assert outside_remark(signature) == ""
