"""The table of signatories on the page of one agreement."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from agreements.models import DocumentVersion, Invitation, PaperScan, PreAgreement, Signature
from communes.models import OfficeHolder
from core import dates
from core.mail_addresses import shown_address

Status = PreAgreement.Status
_LPR_STATES = {
    Status.COMMUNE_SIGNED: "wartet auf Gegenzeichnung",
    Status.WITHDRAWN: "hat nicht gegengezeichnet",
    Status.DECLINED: "hat nicht gegengezeichnet",
    Status.EXPIRED: "hat nicht gegengezeichnet",
}


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """One side in the table of signatories."""

    side: str
    person: str
    state: str
    at: datetime | None
    can_resend: bool = False


def signatories(agreement: PreAgreement, version: DocumentVersion | None) -> list[SignatoryRow]:
    """Of the commune and the LPR: who signs or has signed, and how far that is. ``version``: the current one."""
    if agreement.route == PreAgreement.Route.PAPER and agreement.original and agreement.signed_on:
        done = f"auf Papier unterzeichnet am {dates.day(agreement.signed_on)}"
        return [
            SignatoryRow("Kommune", agreement.original.commune_signatory, done, None),
            SignatoryRow("Landespräventionsrat", agreement.original.lpr_signatory, done, None),
        ]
    if agreement.status == Status.SCANNED and version is not None:
        return _rows_of_scan(version)
    signatures = {s.party: s for s in version.signatures.all()} if version else {}
    return [_commune_row(agreement, version, signatures), _lpr_row(agreement, signatures)]


def _rows_of_scan(version: DocumentVersion) -> list[SignatoryRow]:
    """Who is said to have signed by hand; nobody has compared the scan yet."""
    scan = version.scans.select_related("commune_signatory__commune", "lpr_signatory").get(
        state=PaperScan.State.WAITING
    )
    for_lpr = f"i. V. {scan.lpr_signatory}" if scan.lpr_on_behalf_reason else str(scan.lpr_signatory)
    said = "laut Scan unterschrieben am {}, noch nicht bestätigt"
    return [
        SignatoryRow("Kommune", scan.signed_for_commune, said.format(dates.day(scan.commune_signed_on)), None),
        SignatoryRow("Landespräventionsrat", for_lpr, said.format(dates.day(scan.lpr_signed_on)), None),
    ]


def _commune_row(
    agreement: PreAgreement, version: DocumentVersion | None, signatures: dict[str, Signature]
) -> SignatoryRow:
    signed = signatures.get(Signature.Party.COMMUNE)
    if signed is not None:
        return _signed_row("Kommune", signed, "unterzeichnet")
    invitation = None
    if version is not None:
        invitation = version.invitations.select_related("office_holder__commune", "version").order_by("-pk").first()
    if invitation is None:
        signatory = agreement.signatory_on(timezone.localdate())
        person = _in_office(agreement, signatory) if signatory else "niemand im Amt erfasst"
        to_be_posted = version is not None and agreement.route == PreAgreement.Route.PRINTED
        state = "ohne E-Mail-Adresse: bitte per Post senden" if to_be_posted else "noch nicht eingeladen"
        if agreement.status == Status.DRAFT and signatory is not None and signatory.email:
            state = f"{state}; E-Mail geht an {shown_address(signatory.email)}"
        return SignatoryRow("Kommune", person, state, None)
    state, at = _invitation_state(invitation)
    waiting = agreement.status == Status.ISSUED
    return SignatoryRow("Kommune", _in_office(agreement, invitation.office_holder), state, at, can_resend=waiting)


def _in_office(agreement: PreAgreement, person: OfficeHolder) -> str:
    return f"i. V. {person}" if agreement.deputy_id == person.pk else str(person)


def _signed_row(side: str, signed: Signature, done: str) -> SignatoryRow:
    """Of a signature by hand only the day is known; of one made outside, whose certificate it is; another name."""
    person = signed.signed_by
    if signed.method == Signature.Method.PAPER:
        day = dates.day(timezone.localtime(signed.signed_at))
        return SignatoryRow(side, person, f"auf Papier unterschrieben am {day}", None)
    if signed.method == Signature.Method.QUALIFIED:
        done = f"{done}, qualifizierte Signatur von {signed.certificate_name} ({signed.certificate_issuer})"
    if signed.other_name:
        done = f"{done}, eingetippt als „{signed.other_name}“"
    return SignatoryRow(side, person, done, signed.signed_at)


def _invitation_state(invitation: Invitation) -> tuple[str, datetime | None]:
    if invitation.state != Invitation.State.OPEN:
        return f"Link {invitation.get_state_display()}", invitation.closed_at
    if invitation.version.content["commune_signatory"] != invitation.office_holder.full_name:
        return "Name seitdem geändert: bitte zurückziehen und neu senden", None
    if invitation.opened_at is not None:
        return "Link geöffnet, noch nicht unterzeichnet", invitation.opened_at
    until = dates.day(timezone.localtime(invitation.expires_at))
    return f"Link gesendet, gültig bis {until}", invitation.created_at


def _lpr_row(agreement: PreAgreement, signatures: dict[str, Signature]) -> SignatoryRow:
    signed = signatures.get(Signature.Party.LPR)
    if signed is not None:
        return _signed_row("Landespräventionsrat", signed, "gegengezeichnet")
    responsible = agreement.commune.responsible_on(timezone.localdate())
    if agreement.route == PreAgreement.Route.PRINTED:
        return SignatoryRow(
            "Landespräventionsrat", str(responsible or "niemand zuständig"), "unterschreibt auf Papier", None
        )
    state = _LPR_STATES.get(Status(agreement.status), "zeichnet nach der Kommune")
    return SignatoryRow("Landespräventionsrat", str(responsible or "niemand zuständig"), state, None)
