"""Why a workbook is not read."""

from enum import StrEnum


class Refusal(StrEnum):
    """The reasons, as they travel between the two processes."""

    EMPTY = "empty"
    NOT_EXCEL = "not_excel"
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    OPEN_DOCUMENT = "open_document"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    STRICT = "strict"
    BOMB = "bomb"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"


class Refused(Exception):
    """Raised inside the limited process."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal
