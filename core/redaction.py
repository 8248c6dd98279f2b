"""No secret in a log (signing rule 1): links to sign and to reset a password are cut before a line is written."""

import logging
import re
from typing import Any

_SECRET_PATHS = re.compile(r"(/unterzeichnen/link/|/passwort-vergessen/neu/)[^/\s\"'?]+")


def redact(text: str) -> str:
    """``text`` with the secret part of every such address replaced by an ellipsis."""
    return _SECRET_PATHS.sub(r"\1…", text)


class RedactingFilter(logging.Filter):
    """Redacts a record's message and arguments; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record is changed in place."""
        record.msg = redact(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_redacted(value) for value in record.args)
        return True


def _redacted(value: Any) -> Any:
    return redact(value) if isinstance(value, str) else value
