"""The door to one agreement and the draft that a click meant, the same for all its pages."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agreements.models import PreAgreement
from core.optimistic_forms import sent_token
from staff.requests import staff_of

MOST_DIGITS = 10  # of a PositiveIntegerField


def visible_agreement(request: HttpRequest, reference: str) -> PreAgreement:
    """The agreement of ``reference``, if the signed-in person may read it; otherwise 404."""
    visible = PreAgreement.objects.visible_to(staff_of(request)).with_parties()
    rows = visible.select_related("original__scan", "recorded_resolution")
    return get_object_or_404(rows, reference=reference)


def sent_revision(request: HttpRequest) -> int:
    """The revision of the draft on the page whose button was clicked; 0, which no draft has, for anything else."""
    sent = sent_token(request.POST)
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0
