"""Mails as files, the demo's post box: each is one complete message (RFC 5322) that mail programs open."""

import io
import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from email import policy
from email.generator import BytesGenerator
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.mail_messages import international, is_international, prepare

UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")
LONGEST_RECIPIENT = 60


class EmlFileBackend(BaseEmailBackend):
    """Writes each mail to ``settings.EMAIL_FILE_PATH`` as ``<time>-<chance>-<first recipient>.eml``.

    The names sort by time. A file appears complete or not at all, so that a reader never sees half a mail.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many; raises UnsendableError, or OSError if there is no room to write."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            prepare(message)
            _write_complete(folder / file_name(message), complete_message(message))
        return len(email_messages)


def complete_message(message: EmailMessage) -> bytes:
    """Return the mail with all its parts; its lines end with CR LF and none is altered."""
    if is_international(message):
        return international(message).as_bytes(policy=policy.SMTPUTF8)
    mail = message.message()
    content = io.BytesIO()
    plain = mail.policy.clone(linesep="\r\n", mangle_from_=False)
    BytesGenerator(content, policy=plain).flatten(mail)
    return content.getvalue()


def file_name(message: EmailMessage) -> str:
    """Return a name that sorts by time (UTC), is never used twice and holds no sign a file system minds."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    recipients = message.recipients()
    recipient = UNSAFE.sub("_", recipients[0])[:LONGEST_RECIPIENT] if recipients else "niemand"
    return f"{time}-{secrets.token_hex(4)}-{recipient}.eml"


def _write_complete(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
