"""What was drawn or typed is kept by the server until it is signed, so that nothing of it is lost on the way.

Reload, Back, a second window or a turned phone find it again; without JavaScript a typed name goes the same way.
"""

from django.utils import timezone

from agreements.models import Ceremony, SignatureDraft
from agreements.models.ceremony import COOKIE_LASTS
from core.signing.ink import Ink


def keep(ceremony: Ceremony, ink: Ink) -> SignatureDraft:
    """Remember ``ink``, instead of what was drawn before."""
    strokes = [[list(point) for point in stroke] for stroke in ink.strokes]
    values = {"typed_name": "" if strokes else ink.typed_name.strip(), "strokes": strokes}
    draft, _is_new = SignatureDraft.objects.update_or_create(ceremony=ceremony, defaults=values)
    return draft


def kept(ceremony: Ceremony) -> SignatureDraft | None:
    """What is kept of this ceremony, as it is now."""
    return SignatureDraft.objects.filter(ceremony=ceremony).first()


def forget_left() -> int:
    """Remove what nobody can come back to: the cookie has ended. Returns how many."""
    ended = timezone.now() - COOKIE_LASTS
    return SignatureDraft.objects.filter(ceremony__started_at__lte=ended).delete()[0]
