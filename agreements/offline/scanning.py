"""The signed print comes back: its scan is stored and waits for another person."""

from agreements.models import PreAgreement
from agreements.offline.scan_form import ScanForm
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import ScannedPaper
from core import files
from core.failpoints import failpoint
from staff.actors import StaffActor


def submit_scan(agreement: PreAgreement, form: ScanForm, *, actor: StaffActor) -> None:
    """Give a valid form's scan to be confirmed. Raises TransitionRefusedError; then nothing waits."""
    data = form.cleaned_data
    scanned = ScannedPaper(
        version_id=data["version"],
        scan=files.put(form.scan_pdf, "application/pdf"),
        commune_signatory_id=data["commune_signatory"].pk if data["commune_signatory"] else None,
        commune_signed_on=data["commune_signed_on"],
        lpr_signatory_id=data["lpr_signatory"].pk,
        lpr_signed_on=data["lpr_signed_on"],
        place_of_original=data["place_of_original"],
        employees=form.employees,
        representation_reason=form.representation_reason,
    )
    failpoint("scan.file_stored")
    pre_agreement.record_scan(agreement, actor=actor, scanned=scanned)
