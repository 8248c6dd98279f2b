"""No secret in a log (signing rule 1): links to sign and to reset a password are cut before a line is written."""

import logging
import re

# Also as a mail gateway writes it into an address of its own, which a browser may tell us as where it came from.
_SLASH = "(?:/|%2[Ff])"
_SECRET_PATHS = re.compile(
    rf"({_SLASH}unterzeichnen{_SLASH}link{_SLASH}|{_SLASH}passwort-vergessen{_SLASH}neu{_SLASH})[^/\s\"'?&%]+"
)


def redact(text: str) -> str:
    """``text`` with the secret part of every such address replaced by an ellipsis."""
    return _SECRET_PATHS.sub(r"\1…", text)


class RedactingFormatter(logging.Formatter):
    """Redacts the finished lines: message, arguments and the traceback, where an error may quote a link."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without secrets; the record itself stays as it is."""
        return redact(super().format(record))
