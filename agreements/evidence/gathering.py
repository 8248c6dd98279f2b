"""Gather what an evidence sheet says from ledger, ceremony, journal and the signed file itself."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, Subquery

from agreements.countersigning.compared_with_last import compared_with_last
from agreements.evidence.certificates import certificate_data, timestamp_data
from agreements.evidence.sheet_contents import ChangeData, EntryData, FileData, SheetContents, SignerData
from agreements.models import Ceremony, DocumentVersion, PreAgreement, Signature
from agreements.policies.signatory_changes import changes_shown
from agreements.text.addresses import check_url
from communes.models import OfficeHolder
from core import files
from core.mail_addresses import masked
from core.models import JournalEntry, StoredFile
from core.signing.people import Field
from core.signing.reading.contents import PdfParts, SignatureParts, take_apart
from core.timeline import title_of

NO_PARTS = PdfParts((), (), ())
METHODS = {
    Signature.Method.TYPED: "online im Portal, Name eingetippt",
    Signature.Method.DRAWN: "online im Portal, gezeichnet",
    Signature.Method.QUALIFIED: "außerhalb des Portals mit qualifizierter elektronischer Signatur",
    Signature.Method.PAPER: "von Hand auf dem ausgedruckten Dokument",
}
AFTERWARDS = {
    "mail": "danach ein Code, per E-Mail an dieselbe Adresse gesendet",
    "phone": "danach ein Code, am Telefon vorgelesen",
    "letter": "danach ein Code, per Brief gesendet",
}


def gather(version: DocumentVersion) -> SheetContents:
    """What the sheet says of a version that both sides signed. Raises ValueError if nobody signed it yet."""
    agreement = version.agreement
    parts = final_parts(version)
    signers = tuple(_signer(signature, parts) for signature in version.signatures.order_by("signed_at", "pk"))
    if not signers or agreement.signed_on is None or agreement.in_force_on is None:
        raise ValueError(f"{version} is not in force")
    return SheetContents(
        title=version.content["title"],
        reference=agreement.reference,
        version=version.number,
        commune=version.content["commune_name"],
        operator=version.content["lpr_name"],
        route=agreement.get_route_display(),
        issued_at=version.issued_at,
        signed_on=agreement.signed_on,
        in_force_on=agreement.in_force_on,
        completed_at=max(signer.signed_at for signer in signers),
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signers=signers,
        changes=tuple(_changes(agreement)),
        differences=tuple(compared_with_last(agreement)),
        files=tuple(_files(version)),
        journal_key=agreement.journal_key,
        entries=tuple(_entry(entry) for entry in journal_of(agreement)),
        demo=settings.DEMO,
    )


def final_parts(version: DocumentVersion) -> PdfParts:
    """The parts of the final file; none for an agreement that was signed by hand."""
    return take_apart(files.read(version.final_file)) if version.final_file else NO_PARTS


def journal_of(agreement: PreAgreement) -> Iterable[JournalEntry]:
    """The journal's entries about the agreement and about who signed for the commune, in the order of the chain.

    Anyone who changed a person's address before the signature decided where link and code went.
    """
    about = Q(subject_type=agreement._meta.label_lower, subject_id=str(agreement.pk))
    for signature in Signature.objects.filter(version__agreement=agreement, office_holder__isnull=False):
        about_signer = Q(subject_type=OfficeHolder._meta.label_lower, subject_id=str(signature.office_holder_id))
        about |= about_signer & _before(signature, agreement)
    entries = JournalEntry.objects.filter(about, key=agreement.journal_key)
    return entries.select_related("free_text").order_by("seq")


def _changes(agreement: PreAgreement) -> Iterable[ChangeData]:
    """What was shown before both sides had signed, the oldest first."""
    done = JournalEntry.objects.filter(
        subject_type=agreement._meta.label_lower,
        subject_id=str(agreement.pk),
        kind__in=["preagreement.countersign", "preagreement.confirm_scan"],
    )
    in_force = done.order_by("-pk").values_list("pk", flat=True).first()
    for change in reversed(changes_shown(agreement, until=in_force)):
        yield ChangeData(change.at, change.what, change.who)


def _before(signature: Signature, agreement: PreAgreement) -> Q:
    """What stands before the signature in the chain.

    Its own time would not do: that comes from another clock, in whole seconds. Of one by hand only the day is known.
    """
    if signature.method == Signature.Method.PAPER:
        return Q(at__lt=signature.signed_at)
    signing = JournalEntry.objects.filter(
        subject_type=agreement._meta.label_lower,
        subject_id=str(agreement.pk),
        kind="preagreement.sign_by_commune",
        data__signature=signature.pk,
    )
    return Q(seq__lt=Subquery(signing.values("seq")))


def _signer(signature: Signature, parts: PdfParts) -> SignerData:
    content = signature.version.content
    of_commune = signature.party == Signature.Party.COMMUNE
    by_hand = signature.method == Signature.Method.PAPER
    ceremony = _ceremony(signature) if of_commune else None
    found = _part_of(signature, parts)
    return SignerData(
        party=signature.get_party_display(),
        organisation=content["commune_name"] if of_commune else content["lpr_name"],
        name=_joined(signature.name, signature.second_name),
        office=_joined(signature.office, signature.second_office and f"i. V. {signature.second_office}"),
        on_behalf_reason=signature.on_behalf_reason,
        method=_method(signature),
        typed_name=signature.typed_name,
        other_name_confirmed=signature.other_name_confirmed,
        identified_how=_identified_how(signature, ceremony),
        stated=tuple(f"{label}: {text}" for label, text in signature.statements),
        opened_at=ceremony.invitation.opened_at if ceremony else None,
        identified_at=signature.identified_at,
        consented_at=ceremony.consented_at if ceremony else None,
        consented_sha256=ceremony.consented_sha256 if ceremony else "",
        signed_at=signature.signed_at,
        only_day=by_hand,
        certificate=certificate_data(bytes(signature.certificate)) if signature.certificate else None,
        timestamp=timestamp_data(found.token) if found and found.token else None,
    )


def _method(signature: Signature) -> str:
    """How it was signed; of the LPR nobody typed or drew a name, the stamp shows the one of the account."""
    online = signature.method in {Signature.Method.TYPED, Signature.Method.DRAWN}
    if signature.party == Signature.Party.LPR and online:
        return "online im Portal, mit dem Passwort bestätigt"
    how = METHODS[Signature.Method(signature.method)]
    if signature.method == Signature.Method.QUALIFIED and signature.field_name not in {"", Field.COMMUNE.value}:
        return f"{how}; sie liegt als „{signature.field_name}“ in der Datei, das Feld der Kommune ist leer"
    return how


def _joined(one: str, other: str) -> str:
    """Two employees signed together on paper, or one person."""
    return f"{one} und {other}" if other else one


def _ceremony(signature: Signature) -> Ceremony | None:
    signed = Ceremony.objects.filter(invitation__version=signature.version_id, signed=True)
    return signed.select_related("invitation").first()


def _part_of(signature: Signature, parts: PdfParts) -> SignatureParts | None:
    """The signature in the file that carries the ledger's certificate."""
    if not signature.certificate:
        return None
    der = bytes(signature.certificate)
    return next((part for part in parts.signatures if der == part.certificate), None)


def _identified_how(signature: Signature, ceremony: Ceremony | None) -> str:
    if signature.method == Signature.Method.PAPER:
        return "durch die eigenhändige Unterschrift; eine zweite Person hat den Scan mit der Fassung verglichen"
    if signature.party == Signature.Party.LPR:
        return "durch Anmeldung im Portal und erneute Eingabe des Passworts"
    by_link = _by_link_and_code(signature, ceremony)
    if signature.method == Signature.Method.QUALIFIED and signature.certificate_issuer:
        whose = f"durch ein Zertifikat auf den Namen {signature.certificate_name}"
        return f"{whose}, Aussteller {signature.certificate_issuer}; im Portal {by_link}"
    return by_link


def _by_link_and_code(signature: Signature, ceremony: Ceremony | None) -> str:
    if ceremony is None:
        return "durch Link und Code"
    channel = signature.identified_by or "mail"
    return f"durch einen Link, per E-Mail gesendet an {masked(ceremony.invitation.recipient)}, {AFTERWARDS[channel]}"


def _files(version: DocumentVersion) -> Iterable[FileData]:
    reference = version.agreement.reference
    yield _file("Ausgefertigte Fassung", f"{reference}-ausgefertigt.pdf", version.issued_file)
    if version.commune_signed_file:
        # Half-signed it is not given out (signing rule 9); the hash shows what was countersigned.
        yield _file("Nach der ersten Unterschrift", "", version.commune_signed_file)
    if version.final_file:
        yield _file("Unterzeichnete Vereinbarung", f"{reference}-unterzeichnet.pdf", version.final_file)
    for scan in version.scans.filter(state="confirmed").select_related("file"):
        yield _file("Scan des Originals", f"{reference}-scan.pdf", scan.file)


def _file(label: str, name: str, stored: StoredFile) -> FileData:
    return FileData(label, name, stored.sha256, stored.size)


def _entry(entry: JournalEntry) -> EntryData:
    return EntryData(entry.seq, entry.at, entry.kind, title_of(entry), entry.prev_hash, entry.hash)
