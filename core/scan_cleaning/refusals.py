"""Why a scan is not taken."""

from enum import StrEnum


class Refusal(StrEnum):
    """The reasons, as they travel between the two processes."""

    UNKNOWN_TYPE = "unknown_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    PAGE_TOO_LARGE = "page_too_large"
    TOO_MUCH_UNPACKED = "too_much_unpacked"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    PART_LOST = "part_lost"
    UNDRAWN_MARK = "undrawn_mark"
    LIVE_FORM = "live_form"
    PORTFOLIO = "portfolio"
    CHANGED = "changed"
    TOO_SLOW = "too_slow"


class Refused(Exception):
    """Raised inside the limited process. ``page``: the page it is about, from 1; 0 if it is about the whole file."""

    def __init__(self, refusal: Refusal, page: int = 0) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.page = page
