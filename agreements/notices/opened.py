"""What a browser has opened: a link to a notice of change, swapped for a cookie of its own, and what stands in the way.

The cookie is signed and holds no secret: the hash of the link. A link that the office sends again ends it; nothing is
stored when a link is opened, so a mail scanner that follows it changes nothing (signing rule 1).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.models import ChangeNotice, SentLink, tokens
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
    """A notice and the link by which it was opened."""

    link: SentLink
    notice: ChangeNotice

    @property
    def token_hash(self) -> str:
        return self.link.token_hash

    @property
    def actor(self) -> NoticeSignatory:
        return NoticeSignatory(self.notice, self.token_hash)

    def obstacle(self) -> Obstacle | None:
        """What stands in the way right now, or None."""
        notice = self.notice
        if self.link.ended_at is not None:
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
    return _opened(tokens.digest(token))


def by_cookie(request: HttpRequest) -> Opened | None:
    """What this browser has opened within the last two hours, or None."""
    value = request.get_signed_cookie(_name(), default="", salt=SALT, max_age=COOKIE_LASTS)
    # A cookie from before the last update names the notice, too, before the hash.
    return _opened((value or "").rpartition(":")[2]) if value else None


def _opened(token_hash: str) -> Opened | None:
    related = (
        "notice__agreement__commune__district",
        "notice__agreement__template_version__template",
        "notice__holder__commune",
    )
    link = SentLink.objects.select_related(*related).filter(token_hash=token_hash, notice__isnull=False).first()
    return Opened(link, link.notice) if link and link.notice else None


def remember(response: HttpResponse, opened: Opened) -> None:
    """Give the browser the cookie of ``opened``."""
    response.set_signed_cookie(
        _name(),
        opened.token_hash,
        salt=SALT,
        max_age=int(COOKIE_LASTS.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"{settings.CEREMONY_COOKIE_NAME}-mitteilung"
