"""The door to one agreement, the same for all its pages."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agreements.models import PreAgreement
from staff.requests import staff_of


def visible_agreement(request: HttpRequest, reference: str) -> PreAgreement:
    """The agreement of ``reference``, if the signed-in person may read it; otherwise 404."""
    visible = PreAgreement.objects.visible_to(staff_of(request)).with_parties()
    return get_object_or_404(visible, reference=reference)
