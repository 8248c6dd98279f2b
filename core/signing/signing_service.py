"""The two signatures of an agreement: the portal's one way to sign, countersign and check a final file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from core.signing.errors import CommuneSignatureInvalid, SignerFailed, SigningError, TimestampUnavailable
from core.signing.etsi_terms import SubIndication
from core.signing.ink import Ink
from core.signing.keys import SigningKeys
from core.signing.one_shot import AttributeSigner, OneShotSigner, SealSigner
from core.signing.pades import SignatureOrder, sign
from core.signing.people import SEAL_FIELD, Field, Signatory
from core.signing.reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures
from core.signing.signed_pdf import SignedPdf
from core.signing.stamp import DrawStamp, SealStamp, Stamp
from core.signing.timestamps import TimestampClient
from core.signing.validation import validate

MOST_ATTEMPTS = 3
FIELD_NAMES = tuple(sorted(field.value for field in Field))
SignerFactory = Callable[[Signatory, datetime], AttributeSigner]


@dataclass(frozen=True)
class SigningService:
    """Signs agreements with keys read from files; knows neither requests, models nor settings.

    Safe to share between threads: every signature has a key, a certificate and connections of its own. `tsa_timeout`
    in seconds, for one signature; `draw_stamp` makes the visible part. Persons sign by what `signer_factory` makes for
    each signature: a separate process, an HSM or a remote service; without one by a one-shot key of this process.
    `tsa_policy` is the object identifier that timestamps must have, empty for any.
    """

    keys: SigningKeys
    tsa_url: str
    tsa_timeout: float
    draw_stamp: DrawStamp
    signer_factory: SignerFactory | None = None
    tsa_policy: str = ""

    def sign_for_commune(
        self,
        issued: bytes,
        *,
        signatory: Signatory,
        ink: Ink,
        check_code: str,
        check_url: str,
        signed_at: datetime,
    ) -> SignedPdf:
        """Sign the issued bytes for the commune: a certifying signature that still permits the LPR's.

        `signed_at` (aware) is the time shown in the visible signature; what counts is the timestamp's. Raises
        SigningError, TimestampUnavailable or KeysMissing; then nothing was signed.
        """
        stamp = Stamp(signatory, ink, check_code, check_url, signed_at)
        return self._sign(issued, Field.COMMUNE, f"Unterzeichnung der Vereinbarung {signatory.reference}", stamp)

    def countersign(  # noqa: PLR0913 - what the ledger knows of the file, and what the signature shows
        self,
        commune_signed: bytes,
        *,
        issued: bytes,
        commune_certificate_sha256: str,
        signatory: Signatory,
        ink: Ink,
        check_code: str,
        check_url: str,
        signed_at: datetime,
        outside_field: str = "",
        remark: str = "",
    ) -> SignedPdf:
        """Check the commune's signature (signing rule 7), then sign for the LPR, which locks the document.

        `outside_field`: where the commune's signature is when it was made outside the portal; its chain was judged
        when it came, so here it must be the ledger's, intact, and nothing changed since. `remark`: what the stamp says
        of it, for its own box stays empty. Raises
        CommuneSignatureInvalid if the file is not the issued text with exactly that signature; otherwise as
        `sign_for_commune`.
        """
        self._check_commune_signature(commune_signed, issued, commune_certificate_sha256, outside_field)
        stamp = Stamp(signatory, ink, check_code, check_url, signed_at, remark)
        return self._sign(commune_signed, Field.LPR, f"Gegenzeichnung der Vereinbarung {signatory.reference}", stamp)

    def seal(self, pdf: bytes, *, purpose: str) -> SignedPdf:
        """Seal a document of the portal's own, made with the field `SEAL_FIELD`; nothing may change afterwards.

        PAdES B-LT with a timestamp. Raises SigningError, TimestampUnavailable or KeysMissing; then nothing was
        sealed.
        """
        trust = self.keys.validation_context()
        signer = SealSigner(self.keys.seal)
        stamp = SealStamp(*_names(signer.certificate), datetime.now(UTC))
        timestamps = TimestampClient(self.tsa_url, self.tsa_timeout, trust, self.tsa_policy)
        order = SignatureOrder(SEAL_FIELD, purpose, signer, stamp.signer_name, self.draw_stamp(stamp))
        return sign(pdf, order, self.keys, timestamps)

    def check_final(
        self,
        final: bytes,
        *,
        issued: bytes,
        commune_signed: bytes,
        commune_certificate_sha256: str,
        lpr_certificate_sha256: str,
        outside_field: str = "",
    ) -> None:
        """Check a final file in full (signing rule 8): the commune's file, one revision more, both signatures hold.

        Raises SigningError with what does not hold.
        """
        try:
            findings = read_signatures(final, self.keys.validation_context())
        except UnreadablePdf as error:
            raise SigningError("Die unterzeichnete Datei ist nicht lesbar.") from error
        expected = {
            outside_field or Field.COMMUNE.value: commune_certificate_sha256,
            Field.LPR.value: lpr_certificate_sha256,
        }
        complaint = _complaint(final, issued, findings, expected, outside_field)
        if complaint := complaint or _between_complaint(final, commune_signed, findings):
            raise SigningError(f"Die unterzeichnete Datei wurde nicht angenommen: {complaint}.")

    def validate(
        self, pdf: bytes, *, expected: Mapping[str, str | None], outside_field: str = ""
    ) -> SubIndication | None:
        """Whether a file of the ledger passes today, see `core.signing.validation`. Raises KeysMissing."""
        return validate(pdf, self.keys.validation_context(), expected=expected, outside_field=outside_field)

    def _check_commune_signature(
        self, commune_signed: bytes, issued: bytes, certificate_sha256: str, outside_field: str
    ) -> None:
        try:
            findings = read_signatures(commune_signed, self.keys.validation_context())
        except UnreadablePdf as error:
            raise CommuneSignatureInvalid("Die von der Kommune unterzeichnete Datei ist nicht lesbar.") from error
        expected = {outside_field or Field.COMMUNE.value: certificate_sha256}
        if complaint := _complaint(commune_signed, issued, findings, expected, outside_field):
            raise CommuneSignatureInvalid(f"Die Unterschrift der Kommune ist nicht gültig: {complaint}.")

    def _sign(self, pdf: bytes, field: Field, purpose: str, stamp: Stamp) -> SignedPdf:
        """Sign so that the stamp shows the minute of the timestamp, which receipt and evidence tell, too.

        The stamp is drawn before the timestamp is there. Where a minute ended in between, what was made is thrown away
        and made once more.
        """
        for _attempt in range(MOST_ATTEMPTS):
            signed = self._sign_once(pdf, field, purpose, stamp)
            if _minute(signed.signed_at) == _minute(stamp.signed_at):
                return signed
            stamp = replace(stamp, signed_at=signed.signed_at)
        raise TimestampUnavailable

    def _sign_once(self, pdf: bytes, field: Field, purpose: str, stamp: Stamp) -> SignedPdf:
        trust = self.keys.validation_context()
        signer = self._new_signer(stamp.signatory, stamp.signed_at)
        timestamps = TimestampClient(self.tsa_url, self.tsa_timeout, trust, self.tsa_policy)
        order = SignatureOrder(field, purpose, signer, stamp.signer_name, self.draw_stamp(stamp))
        return sign(pdf, order, self.keys, timestamps)

    def _new_signer(self, signatory: Signatory, now: datetime) -> AttributeSigner:
        if self.signer_factory is None:
            return OneShotSigner(signatory, self.keys.authority, now=now)
        try:
            return self.signer_factory(signatory, now)
        except SigningError:
            raise
        except Exception as error:  # a foreign process or service; it fails as it likes
            raise SignerFailed from error


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _names(certificate: x509.Certificate) -> tuple[str, str]:
    """Common name and organisation of a certificate's subject."""
    kinds = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    name, organisation = (certificate.subject.get_attributes_for_oid(kind) for kind in kinds)
    return (str(name[0].value) if name else "", str(organisation[0].value) if organisation else "")


def _complaint(pdf: bytes, issued: bytes, findings: Findings, expected: dict[str, str], outside_field: str) -> str:
    """What is wrong with a file that should carry exactly the expected signatures; empty if nothing is."""
    if not pdf.startswith(issued):
        return "sie beginnt nicht mit der ausgefertigten Fassung"
    # A tool may have added fields of its own, for its signature and for a document timestamp; they were judged then.
    if findings.field_names != FIELD_NAMES and not (outside_field and set(FIELD_NAMES) < set(findings.field_names)):
        return "sie enthält andere Unterschriftsfelder als vorgesehen"
    if [signature.field for signature in findings.signatures] != list(expected):
        return "sie enthält nicht genau die erwarteten Unterschriften"
    for signature in findings.signatures:
        outside = signature.field == outside_field
        if complaint := _signature_complaint(signature, expected[signature.field], outside=outside):
            return complaint
    return _ending_complaint(findings, outside_field)


def _between_complaint(final: bytes, commune_signed: bytes, findings: Findings) -> str:
    """The commune's signature permits updates that say nothing, the portal does not."""
    if not final.startswith(commune_signed):
        return "sie beginnt nicht mit der Datei, die die Kommune unterzeichnet hat"
    # The countersignature is one revision; had something come before it, its table would stand behind the commune's.
    if findings.former_revision_table >= len(commune_signed):
        return "zwischen beiden Unterschriften wurde etwas eingefügt"
    return ""


def _ending_complaint(findings: Findings, outside_field: str) -> str:
    if not findings.revocation_lists and not outside_field:
        return "sie bringt keine Sperrlisten mit und ließe sich später nicht mehr prüfen"
    # Tools may add revocation data and a timestamp after the signature; the countersignature covers all of it.
    if not findings.signatures[-1].covers_whole_file and findings.signatures[-1].field != outside_field:
        return "nach der letzten Unterschrift wurde etwas angefügt"
    return ""


def _signature_complaint(signature: FoundSignature, certificate_sha256: str, *, outside: bool) -> str:
    if signature.certificate_sha256 != certificate_sha256:
        return "ein Zertifikat ist nicht das verzeichnete"
    if not (signature.intact if outside else signature.sound):
        return "eine Unterschrift passt nicht zum Inhalt"
    if not signature.modifications_ok:
        return "nach einer Unterschrift wurde der Inhalt verändert"
    if not (signature.trusted or outside):
        return "ein Zertifikat ist nicht vertrauenswürdig"
    return ""
