"""Signing: certificates, timestamps, PAdES and validation. Knows PDFs and keys, neither request nor model."""

from agreements.signing.errors import (
    CommuneSignatureInvalid,
    InkRejected,
    KeysMissing,
    NameNotSettable,
    SignerFailed,
    SigningError,
    TimestampUnavailable,
)
from agreements.signing.ink import Ink
from agreements.signing.inspection import InspectedSignature, Inspection, Problem, code_in_metadata, inspect_upload
from agreements.signing.people import Field, Signatory
from agreements.signing.reasons import Reason
from agreements.signing.signed_pdf import SignedPdf
from agreements.signing.signing_service import SigningService
from agreements.signing.verdict import LedgerRecord, Verdict, judge, judge_bytes

__all__ = [
    "CommuneSignatureInvalid",
    "Field",
    "Ink",
    "InkRejected",
    "InspectedSignature",
    "Inspection",
    "KeysMissing",
    "LedgerRecord",
    "NameNotSettable",
    "Problem",
    "Reason",
    "Signatory",
    "SignedPdf",
    "SignerFailed",
    "SigningError",
    "SigningService",
    "TimestampUnavailable",
    "Verdict",
    "code_in_metadata",
    "inspect_upload",
    "judge",
    "judge_bytes",
]
