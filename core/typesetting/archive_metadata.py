"""The XMP claims of a PDF that is archival and accessible at once: PDF/A-3a (by WeasyPrint) plus PDF/UA-1."""

from typing import cast

import pydyf
from weasyprint.document import Document
from weasyprint.pdf.metadata import DocumentMetadata

# ISO 14289-1, 5: the claim. ISO 19005-3, 6.6.2.3: PDF/A wants foreign schemas described in the file itself.
PDF_UA_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class ArchiveMetadata(DocumentMetadata):
    """WeasyPrint's metadata with the PDF/UA claim; written plainly, so that a damaged file can be named."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        rdf = cast("bytes", super().generate_rdf_metadata(variant, version, conformance))
        return rdf.replace(b"</rdf:RDF>", PDF_UA_CLAIM)

    def include_in_pdf(self, pdf: object, variant: str, version: int, conformance: str, compress: object) -> None:
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)


def claim_accessibility(document: Document) -> None:
    """Make the document say that it is PDF/UA-1 beside the PDF/A it is written as."""
    document.metadata = ArchiveMetadata(**vars(document.metadata))


def name_attachments_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists an attachment twice among the associated files; a reader would show it twice."""
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
