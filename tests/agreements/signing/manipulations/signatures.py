"""Tricks with the signatures themselves: exchanged values, timestamps, certificates, authorities."""

import asyncio
import hashlib
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper

from core.signing.one_shot import OneShotSigner, PyHankoSigner
from core.signing.people import Signatory
from core.signing.timestamps import TimestampClient
from tests.agreements.signing.conftest import caseworker, countersign, mayor, sign_for_commune
from tests.agreements.signing.manipulations.lab import Lab
from tests.agreements.signing.manipulations.raw import CONTENTS, FIRST, SECOND, replaced

TIMESTAMP = "signature_time_stamp_token"


def values_exchanged(lab: Lab) -> bytes:
    """Another agreement's genuine signature of the LPR in the place of this one's."""
    return _with_value(lab.final, SECOND, _value(lab.other_text.final.data, SECOND))


def mayor_s_value_exchanged(lab: Lab) -> bytes:
    return _with_value(lab.final, FIRST, _value(lab.other_text.final.data, FIRST))


def same_value_twice(lab: Lab) -> bytes:
    """The mayor's signature stands in both fields."""
    return _with_value(lab.final, SECOND, _value(lab.final, FIRST))


def without_timestamp(lab: Lab) -> bytes:
    return _with_attributes(lab.final, SECOND, [])


def with_the_other_timestamp(lab: Lab) -> bytes:
    """The LPR's signature carries the mayor's timestamp."""
    return _with_attributes(lab.final, SECOND, _timestamps(lab.final, FIRST))


def with_a_foreign_timestamp(lab: Lab) -> bytes:
    """A timestamp for the right value, of an authority that nobody trusts."""
    signature = _signer(_content(lab.final, SECOND))["signature"].native
    client = TimestampClient(lab.foreign.tsa_url, lab.foreign.tsa_timeout, lab.foreign.keys.validation_context())
    token = asyncio.run(client.async_timestamp(hashlib.sha256(signature).digest(), "sha256"))
    attribute = cms.CMSAttribute({"type": TIMESTAMP, "values": cms.SetOfContentInfo([token])})
    return _with_attributes(lab.final, SECOND, [attribute])


def signed_by_strangers(lab: Lab) -> bytes:
    """The issued bytes with both signatures in the same names, by an authority of the forger's own."""
    first = sign_for_commune(lab.foreign, lab.issued)
    return countersign(lab.foreign, lab.issued, first.data, first.certificate_sha256).data


def countersigned_by_strangers(lab: Lab) -> bytes:
    """The mayor's true signature; the LPR's by somebody who chose the same name."""
    metadata = PdfSignatureMetadata(field_name="sig_lpr", md_algorithm="sha256")
    signer = PdfSigner(metadata, _stranger(lab, caseworker()))
    return _signed(lab.commune, signer)


def signed_once_more_by_a_stranger(lab: Lab) -> bytes:
    """A third signature, in a field of its own, behind both."""
    signer = PdfSigner(
        PdfSignatureMetadata(field_name="sig_third", md_algorithm="sha256"),
        _stranger(lab, mayor()),
        new_field_spec=SigFieldSpec("sig_third"),
    )
    return _signed(lab.final, signer)


def timestamped_once_more(lab: Lab) -> bytes:
    """A document timestamp behind both: harmless, but no longer the file of the ledger."""
    client = TimestampClient(lab.service.tsa_url, lab.service.tsa_timeout, lab.service.keys.validation_context())
    writer = IncrementalPdfFileWriter(BytesIO(lab.final))
    output = asyncio.run(PdfTimeStamper(client).async_timestamp_pdf(writer, "sha256"))
    data: bytes = output.getvalue()
    return data


def signed_afresh(lab: Lab) -> bytes:
    """The same text, signed once more by the same portal."""
    first = sign_for_commune(lab.service, lab.issued)
    return countersign(lab.service, lab.issued, first.data, first.certificate_sha256).data


def other_text(lab: Lab) -> bytes:
    return lab.other_text.final.data


def other_code(lab: Lab) -> bytes:
    return lab.other_code.final.data


def other_version(lab: Lab) -> bytes:
    return lab.other_version.final.data


def _stranger(lab: Lab, signatory: Signatory) -> PyHankoSigner:
    issuer = lab.foreign.keys.authority
    return PyHankoSigner(OneShotSigner(signatory, issuer, now=datetime.now(UTC)), lab.foreign.keys.chain())


def _signed(pdf: bytes, signer: PdfSigner) -> bytes:
    output = asyncio.run(signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))))
    data: bytes = output.getvalue()
    return data


def _value(pdf: bytes, number: int) -> bytes:
    return bytes.fromhex(list(CONTENTS.finditer(pdf))[number][1].decode())


def _with_value(pdf: bytes, number: int, value: bytes) -> bytes:
    """Write another value into a signature, padded or cut to its place."""
    found = list(CONTENTS.finditer(pdf))[number]
    room = len(found[1])
    return replaced(pdf, found.start(1), value.hex().encode()[:room].ljust(room, b"0"))


def _content(pdf: bytes, number: int) -> cms.ContentInfo:
    return cms.ContentInfo.load(_value(pdf, number), strict=False)


def _signer(content: cms.ContentInfo) -> cms.SignerInfo:
    return content["content"]["signer_infos"][0]


def _timestamps(pdf: bytes, number: int) -> list[cms.CMSAttribute]:
    return [a for a in _signer(_content(pdf, number))["unsigned_attrs"] if a["type"].native == TIMESTAMP]


def _with_attributes(pdf: bytes, number: int, attributes: list[cms.CMSAttribute]) -> bytes:
    content = _content(pdf, number)
    # Encoded here and not forced again below: asn1crypto's time doubles with every level it encodes again.
    _signer(content)["unsigned_attrs"] = cms.CMSAttributes.load(cms.CMSAttributes(attributes).dump())
    return _with_value(pdf, number, content.dump())
