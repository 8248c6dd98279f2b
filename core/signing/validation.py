"""Validation of a file of the ledger's own, in the terms of ETSI: do its signatures hold today, and are they those?"""

from collections.abc import Mapping

from pyhanko_certvalidator import ValidationContext

from core.signing.etsi_terms import SubIndication, worst
from core.signing.reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures


def validate(
    pdf: bytes, trust: ValidationContext, *, expected: Mapping[str, str | None], outside_field: str = ""
) -> SubIndication | None:
    """Return None if everything passes, else why not.

    ``expected``: the fields in the order of signing, each with the SHA-256 of the certificate in the ledger, or None
    where any of ours may have been used, as for a seal. The certificate in ``outside_field`` was issued by somebody
    else and judged when its signature came; here it has to be the recorded one, and the signature intact. Never asks
    the network (signing rule 14).
    """
    try:
        findings = read_signatures(pdf, trust)
    except UnreadablePdf:
        return SubIndication.FORMAT_FAILURE
    return worst(_of_one(signature, outside_field) for signature in findings.signatures) or _rules(findings, expected)


def _of_one(signature: FoundSignature, outside_field: str) -> SubIndication | None:
    judged_before = signature.field == outside_field and signature.intact and signature.modifications_ok
    return None if judged_before else signature.sub_indication


def _rules(findings: Findings, expected: Mapping[str, str | None]) -> SubIndication | None:
    """The portal's own constraints: exactly these signatures, and nothing after the last (signing rule 8)."""
    found = findings.signatures
    theirs = [signature.field for signature in found] == list(expected) and all(
        expected[signature.field] in {None, signature.certificate_sha256} for signature in found
    )
    return None if theirs and found and found[-1].covers_whole_file else SubIndication.SIG_CONSTRAINTS_FAILURE
