"""Why a file that was signed outside the portal is not taken. The names cross from the child process to the portal."""

from enum import StrEnum


class OutsideRefusal(StrEnum):
    """Each has its own German sentence in `core.signing.outside`."""

    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"
    SAVED_AGAIN = "saved_again"
    TEXT_CHANGED = "text_changed"
    OTHER_DOCUMENT = "other_document"
    OLDER_VERSION = "older_version"
    NO_SIGNATURE = "no_signature"
    TWO_SIGNATURES = "two_signatures"
    WRONG_FIELD = "wrong_field"
    CONTENT_CHANGED = "content_changed"
    TITLE_CHANGED = "title_changed"
    PAGES_CHANGED = "pages_changed"
    LOOKS_DIFFERENT = "looks_different"
    OVER_TEXT = "over_text"
    TOO_LARGE_A_PICTURE = "too_large_a_picture"
    VISIBLE_TIMESTAMP = "visible_timestamp"
    SEEN_DIFFERENTLY = "seen_differently"
    WIDGET_CHANGED = "widget_changed"
    LOCKED = "locked"
    BROKEN = "broken"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_QUALIFIED = "not_qualified"
    SEAL = "seal"
    EXPIRED = "expired"
    REVOKED = "revoked"


class OutsideRefused(Exception):
    """The file is not taken; ``refusal`` says why."""

    def __init__(self, refusal: OutsideRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
