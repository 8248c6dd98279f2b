"""The libraries' calls without us: what each step costs at least. Keys, fonts and CSS are read before, as ours are."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.contrib.staticfiles import finders
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from agreements.text.documents import agreement_html, data_file
from agreements.text.stamps import draw_stamp
from core.signing.keys import as_asn1
from core.signing.people import Field
from core.signing.pki import distinguished_name, issue_one_shot, new_key
from core.signing.signing_service import SigningService
from core.signing.stamp import Stamp, style_of
from core.typesetting.accessible import VARIANT, as_attachment
from core.typesetting.typesetter import StaticFetcher
from tests.agreements.texts import ORDINARY


def rendering() -> Callable[[], bytes]:
    """WeasyPrint on the same HTML and CSS."""
    fonts, fetcher = FontConfiguration(), StaticFetcher()
    css = CSS(filename=finders.find("agreements/pdf.css"), font_config=fonts, url_fetcher=fetcher)
    html = agreement_html(ORDINARY)

    def render() -> bytes:
        source = HTML(string=html, base_url="static:", url_fetcher=fetcher)
        data: bytes = source.write_pdf(
            font_config=fonts,
            stylesheets=[css],
            pdf_variant=VARIANT,
            pdf_forms=True,
            attachments=[as_attachment(data_file(ORDINARY))],
        )
        return data

    return render


def signing(service: SigningService, stamp: Stamp, field: Field = Field.COMMUNE) -> Callable[[bytes], bytes]:
    """One key and certificate, made once and used for every round; the rest as pyHanko's manual has it."""
    key, authority = new_key(), service.keys.authority
    certificate = issue_one_shot(
        distinguished_name(stamp.signatory.name, stamp.signatory.organisation, title=stamp.signatory.office),
        key.public_key(),
        authority,
        now=datetime.now(UTC),
    )
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(as_asn1(certificate), PrivateKeyInfo.load(encoded), service.keys.chain(), embed_roots=False)
    certifies = field is Field.COMMUNE

    def sign(pdf: bytes) -> bytes:
        metadata = PdfSignatureMetadata(
            field_name=field.value,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS if certifies else MDPPerm.NO_CHANGES,
            embed_validation_info=True,
            validation_context=service.keys.validation_context(),
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        pdf_signer = PdfSigner(
            metadata, signer, timestamper=HTTPTimeStamper(service.tsa_url), stamp_style=style_of(draw_stamp(stamp))
        )
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        return asyncio.run(pdf_signer.async_sign_pdf(writer, existing_fields_only=True)).getvalue()

    return sign


def validating(service: SigningService) -> Callable[[bytes], list[bool]]:
    """Every signature one by one with full analysis of what was changed after it."""

    def validate(pdf: bytes) -> list[bool]:
        trust = service.keys.validation_context()
        signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return [asyncio.run(async_validate_pdf_signature(found, trust)).bottom_line for found in signatures]

    return validate
