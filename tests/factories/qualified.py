"""Signatures as tools outside the portal make them: real ones, of an issuer made for the run."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import crl
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, timestamps
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from core.signing.demo_qualified import Person, issue, make_issuer, qc_statements, sign_like_a_tool, tool_signer
from core.signing.keys import as_asn1
from core.signing.pki import Issuer, make_revocation_list

__all__ = ["Provider", "sign_like_a_tool"]


@dataclass(frozen=True)
class Provider:
    """A provider of certificates with its revocation list."""

    issuer: Issuer

    @classmethod
    def make(cls, name: str = "Testanbieter für Signaturen") -> "Provider":
        return cls(make_issuer(name))

    def person(self, given_name: str = "Erika", surname: str = "Musterfrau", **changes: Any) -> Person:
        return issue(self.issuer, given_name, surname, **{"statements": qc_statements(), **changes})

    def revocation_list(self, *revoked: x509.Certificate) -> bytes:
        now = datetime.now(UTC)
        entries = [
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(now - timedelta(hours=2))
            .build()
            for certificate in revoked
        ]
        return make_revocation_list(self.issuer, now=now, days=30, number=1, revoked=entries)

    @property
    def der(self) -> bytes:
        return self.issuer.certificate.public_bytes(Encoding.DER)


@contextmanager
def trusted_provider() -> Iterator[Provider]:
    """A provider whose certificates the portal trusts for as long."""
    made = Provider.make()
    folder: Path = settings.QUALIFIED_TRUST_DIR
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "provider.pem"
    path.write_bytes(made.issuer.certificate.public_bytes(Encoding.PEM))
    yield made
    path.unlink()


def sign(pdf: bytes, person: Person, *, field: str = "sig_commune", box: Any = None, **metadata: Any) -> bytes:
    """One signature with pyHanko's options; ``box`` makes a visible field of the tool's own on the last page."""
    spec = fields.SigFieldSpec(field, on_page=-1, box=box) if box else None
    signer = PdfSigner(
        PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES, **metadata),
        tool_signer(person),
        new_field_spec=spec,
    )
    return asyncio.run(_run(pdf, signer))


async def _run(pdf: bytes, signer: PdfSigner) -> bytes:
    output = await signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    signed: bytes = output.getvalue()
    return signed


def add_revocation_data(pdf: bytes, provider: Provider, *revoked: x509.Certificate) -> bytes:
    """A revision with certificates and a revocation list, as tools add it after signing (B-LT)."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[as_asn1(provider.issuer.certificate)],
        crls=[crl.CertificateList.load(provider.revocation_list(*revoked))],
    )
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def add_document_timestamp(pdf: bytes, url: str, roots: list[x509.Certificate]) -> bytes:
    """A document timestamp in a field of its own, as tools add it for archiving (B-LTA)."""
    stamper = PdfTimeStamper(timestamps.HTTPTimeStamper(url))
    context = ValidationContext(trust_roots=[as_asn1(root) for root in roots], allow_fetching=False)
    output = asyncio.run(
        stamper.async_timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", validation_context=context, embed_roots=False
        )
    )
    stamped: bytes = output.getvalue()
    return stamped


def saved_again(pdf: bytes) -> bytes:
    """The same pages, written again by another program."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(output)
    return output.getvalue()


def with_other_text(pdf: bytes) -> bytes:
    """The first page says something else; the file is written again."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.pages[0].contents_add(b"BT ET", prepend=False)
        opened.save(output)
    return output.getvalue()


def with_note(pdf: bytes) -> bytes:
    """A sticky note on the first page, as an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    note = writer.add_object(
        DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Text"),
                pdf_name("/Rect"): ArrayObject([NumberObject(n) for n in (100, 700, 120, 720)]),
                pdf_name("/Contents"): TextStringObject("Nur mit Vorbehalt"),
            }
        )
    )
    notes = ArrayObject([*page.get("/Annots", ArrayObject()), note])
    page[pdf_name("/Annots")] = notes
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
