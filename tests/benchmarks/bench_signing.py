"""Signing against the bare pyHanko call with the same parameters: same file, level, timestamp and appearance."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

from agreements.documents import render_agreement
from agreements.signing import Ink, SigningService
from agreements.signing.keys import as_asn1
from agreements.signing.people import Field
from agreements.signing.pki import distinguished_name, issue_one_shot, new_key
from agreements.signing.stamp import Stamp
from tests.agreements.signing.conftest import mayor
from tests.agreements.texts import ORDINARY
from tests.benchmarks.interleaved import print_ratio


def test_signing_against_bare_pyhanko(signing_service: SigningService) -> None:
    issued = render_agreement(ORDINARY).data
    stamp = Stamp(
        mayor(), Ink(typed_name="Erika Musterfrau"), ORDINARY.check_code, ORDINARY.check_url, datetime.now(UTC)
    )

    def ours() -> bytes:
        return signing_service.sign_for_commune(
            issued,
            signatory=stamp.signatory,
            ink=stamp.ink,
            check_code=stamp.check_code,
            check_url=stamp.check_url,
            signed_at=stamp.signed_at,
        ).data

    bare = _bare_signing(signing_service, issued, stamp)
    assert abs(len(ours()) - len(bare())) < 2_000, "both must make the same kind of file"
    print_ratio("signing, against bare pyHanko", ours, bare, rounds=25, aim=1.15)


def _bare_signing(service: SigningService, issued: bytes, stamp: Stamp):
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

    def sign() -> bytes:
        metadata = PdfSignatureMetadata(
            field_name=Field.COMMUNE.value,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            embed_validation_info=True,
            validation_context=service.keys.validation_context(),
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        pdf_signer = PdfSigner(
            metadata, signer, timestamper=HTTPTimeStamper(service.tsa_url), stamp_style=stamp.as_style()
        )
        writer = IncrementalPdfFileWriter(BytesIO(issued))
        return asyncio.run(pdf_signer.async_sign_pdf(writer, existing_fields_only=True)).getvalue()

    return sign
