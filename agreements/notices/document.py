"""A confirmed notice of change as a PDF: PDF/A-3a and PDF/UA-1, by the machinery of all documents."""

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string

from agreements.models import ChangeNotice
from agreements.notices.text import NoticeText
from agreements.text.documents import RenderingFailed
from core.mail_addresses import masked
from core.typesetting.fonts import MissingGlyphs, composed
from core.typesetting.pdf import accessible_pdf


def render_notice(notice: ChangeNotice, *, at: datetime) -> bytes:
    """The wording, and that its holder confirms it ``at`` this moment. Raises RenderingFailed with a German message."""
    html = composed(
        render_to_string(
            "pdf/change_notice.html",
            {
                "text": NoticeText.from_dict(notice.content),
                "sha256": notice.content_sha256,
                "holder": notice.holder,
                "address": masked(notice.recipient),
                "at": at,
                "created": at.astimezone(UTC).isoformat(timespec="seconds"),
                "portal_name": settings.PORTAL_NAME,
            },
        )
    )
    try:
        return accessible_pdf(html).data
    except MissingGlyphs as missing:
        raise RenderingFailed(
            f"Diese Zeichen kann das Dokument nicht darstellen: {missing.named}. Bitte wenden Sie sich an die "
            "Sachbearbeitung."
        ) from None
