"""What a browser has opened: a link to a notice of change, swapped for a cookie of its own, and what stands in the way.

The cookie is signed and holds no secret: which notice, and the hash of the link. A newer link ends it; nothing is
stored when a link is opened, so a mail scanner that follows it changes nothing (signing rule 1).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.models import ChangeNotice, tokens
from agreements.policies.actors import NoticeSignatory
from agreements.policies.notices import can_answer_notice, can_confirm_notice

COOKIE_PATH = "/unterzeichnen/mitteilung/"
COOKIE_LASTS = timedelta(hours=2)
SALT = "agreements.notices"


class Obstacle(StrEnum):
    """Why a link does not lead to confirming; each has its own words. Those of a state are called as the state."""

    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_IN_OFFICE = "not_in_office"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Opened:
    """A notice and the hash of the link by which it was opened."""

    notice: ChangeNotice
    token_hash: str

    @property
    def actor(self) -> NoticeSignatory:
        return NoticeSignatory(self.notice, self.token_hash)

    def obstacle(self) -> Obstacle | None:
        """What stands in the way right now, or None."""
        notice = self.notice
        if notice.token_hash != self.token_hash:
            return Obstacle.REVOKED
        if notice.status != ChangeNotice.Status.OPEN:
            return Obstacle(notice.status)
        if notice.is_expired(timezone.now()):
            return Obstacle.EXPIRED
        if not can_answer_notice(self.actor, notice):
            return Obstacle.NOT_IN_OFFICE
        return None if can_confirm_notice(self.actor, notice) else Obstacle.NOT_POSSIBLE


def by_link(token: str) -> Opened | None:
    """What a link's token leads to, or None for an unknown link."""
    token_hash = tokens.digest(token)
    notice = ChangeNotice.objects.filter(token_hash=token_hash).first()
    return Opened(notice, token_hash) if notice else None


def by_cookie(request: HttpRequest) -> Opened | None:
    """What this browser has opened within the last two hours, or None."""
    value = request.get_signed_cookie(_name(), default="", salt=SALT, max_age=COOKIE_LASTS)
    key, _, token_hash = (value or "").partition(":")
    if not key:
        return None
    related = ("agreement__commune__district", "agreement__template_version__template", "holder__commune")
    notice = ChangeNotice.objects.select_related(*related).filter(pk=key).first()
    return Opened(notice, token_hash) if notice else None


def remember(response: HttpResponse, opened: Opened) -> None:
    """Give the browser the cookie of ``opened``."""
    response.set_signed_cookie(
        _name(),
        f"{opened.notice.pk}:{opened.token_hash}",
        salt=SALT,
        max_age=int(COOKIE_LASTS.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"{settings.CEREMONY_COOKIE_NAME}-mitteilung"
