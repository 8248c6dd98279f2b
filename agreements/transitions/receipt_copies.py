"""Who got a copy of a receipt: their mails are the record; they get the signed file as well once both have signed."""

from agreements.models.document import Signature
from core.models import OutgoingMessage

KIND = "agreements.receipt_copy"


def addresses_of_copies(signature: Signature) -> list[str]:
    """Of the commune's ``signature``, in order."""
    sent = OutgoingMessage.objects.filter(
        kind=KIND, subject_type=signature._meta.label_lower, subject_id=str(signature.pk)
    )
    return list(sent.order_by("pk").values_list("recipient", flat=True))
