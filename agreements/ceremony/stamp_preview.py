"""The stamp of what is kept, laid over the issued page. Loads renderer and signer: imported by those who draw one."""

from django.utils import timezone

from agreements.ceremony import ceremonies
from agreements.models import Ceremony, SignatureDraft
from agreements.text.addresses import check_url
from agreements.text.stamps import draw_preview, preview_band
from core import files
from core.signing.stamp import Stamp
from core.signing.stamp_preview import StampPreview


def stamp_preview(ceremony: Ceremony, kept: SignatureDraft) -> StampPreview:
    """By the same code that draws the stamp when it is signed. Raises SigningError for a name that cannot be set."""
    version = ceremony.invitation.version
    stamp = Stamp(
        signatory=ceremonies.signatory_of(ceremony),
        ink=kept.ink,
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signed_at=timezone.now(),
    )
    return StampPreview(files.read(version.issued_file), draw_preview(stamp), preview_band())
