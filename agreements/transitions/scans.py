"""A scan of a printed version inside an agreement's transitions: recorded, found again, entered into the ledger."""

from datetime import date, datetime, time

from django.utils import timezone

from agreements.models.document import DocumentVersion, Signature
from agreements.models.paper import PaperScan
from agreements.transitions.payloads import ScannedPaper
from core import files
from core.transitions import TransitionRefusedError
from staff.models import User


def submit_scan(version: DocumentVersion, scanned: ScannedPaper, user: User) -> PaperScan:
    """The scan waits for another person. Raises TransitionRefusedError for an old version."""
    if scanned.version_id != version.pk:
        raise TransitionRefusedError("Es gibt eine neue Fassung. Bitte laden Sie die Seite neu.")
    (one, other) = scanned.employees or (("", ""), ("", ""))
    return PaperScan.objects.create(
        version=version,
        employee_name=one[0],
        employee_function=one[1],
        second_name=other[0],
        second_function=other[1],
        representation_reason=scanned.representation_reason,
        file=files.register(scanned.scan),
        commune_signatory_id=scanned.commune_signatory_id,
        commune_signed_on=scanned.commune_signed_on,
        lpr_signatory_id=scanned.lpr_signatory_id,
        lpr_signed_on=scanned.lpr_signed_on,
        place_of_original=scanned.place_of_original,
        uploaded_by=user,
    )


def waiting_scan(version: DocumentVersion, scan_id: int) -> PaperScan:
    """The scan that waits, if it is the one that was looked at. Raises TransitionRefusedError."""
    scan = PaperScan.objects.filter(version=version, pk=scan_id, state=PaperScan.State.WAITING).first()
    if scan is None:
        raise TransitionRefusedError("Dieser Scan wartet nicht mehr. Bitte laden Sie die Seite neu.")
    return scan


def record_signatures_of(scan: PaperScan) -> tuple[Signature, Signature]:
    """The commune's and the LPR's enter the ledger without certificates; of the time only the day is known."""
    holder, user = scan.commune_signatory, scan.lpr_signatory
    reason, lpr_reason = scan.on_behalf_reason, scan.lpr_on_behalf_reason
    of_commune = Signature.objects.create(
        version=scan.version,
        party=Signature.Party.COMMUNE,
        name=holder.full_name if holder else scan.employee_name,
        office=holder.office_title if holder else scan.employee_function,
        second_name=scan.second_name,
        second_office=scan.second_function,
        office_holder=holder,
        on_behalf=bool(reason),
        on_behalf_reason=reason,
        **_by_hand(scan.commune_signed_on),
    )
    of_lpr = Signature.objects.create(
        version=scan.version,
        party=Signature.Party.LPR,
        name=user.full_name,
        office=user.get_role_display(),
        user=user,
        on_behalf=bool(lpr_reason),
        on_behalf_reason=lpr_reason,
        **_by_hand(scan.lpr_signed_on),
    )
    return of_commune, of_lpr


def _by_hand(day: date) -> dict[str, object]:
    return {
        "method": Signature.Method.PAPER,
        "signed_at": timezone.make_aware(datetime.combine(day, time())),
        "timestamped": False,
    }
