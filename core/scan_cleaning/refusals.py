"""Why a scan is not taken."""

from enum import StrEnum


class Refusal(StrEnum):
    """The reasons, as they travel between the two processes."""

    UNKNOWN_TYPE = "unknown_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_UNPACKED = "too_much_unpacked"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"


class Refused(Exception):
    """Raised inside the limited process."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal
