"""What every mail of the portal has, by any writer: addresses as mail servers know them, and a machine's headers.

The backends call ``prepare`` for each message, so that nothing leaves by another way.
"""

from collections.abc import Iterable
from contextlib import suppress
from email import charset, message_from_bytes, policy
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage as StandardMessage
from email.utils import formataddr, make_msgid, parseaddr, quote
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from core.mail_addresses import encoded_address, encoded_domain

# Written by a machine (RFC 3834), so that no machine answers. Exchange looks at a header of its own; "All" would keep
# back the report that a mail could not be delivered, too.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


# Seven bits and short lines whatever the text is: no server on the way has to write it anew, which breaks signatures.
QUOTED_PRINTABLE = charset.Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = charset.QP


LONGEST_WORD = 75


class UnsendableError(Exception):
    """There is no way to send to this address; the text says why, in German."""


def prepare(message: EmailMessage) -> None:
    """Encode subject and addresses of ``message`` and add the headers that it lacks. Raises UnsendableError."""
    if not (subject := str(message.subject)).isascii():
        message.subject = _encoded_words(subject, LONGEST_WORD - len("Subject: "))
    message.from_email = encoded(message.from_email)
    message.to, message.cc, message.bcc = (
        [encoded(address) for address in addresses] for addresses in (message.to, message.cc, message.bcc)
    )
    message.reply_to = _answerable(message.reply_to)
    message.extra_headers = {**AUTOMATIC, "Message-ID": make_msgid(domain=_host()), **message.extra_headers}


def encoded(address: str) -> str:
    """``address``, with or without a name, with its domain in ASCII (IDNA 2008). Raises UnsendableError."""
    name, plain = parseaddr(address) if address.endswith(">") else ("", address)
    try:
        sendable = encoded_address(plain)
    except ValidationError as error:
        raise UnsendableError(error.messages[0]) from error
    return _with_name(name, sendable) if name and sendable.isascii() else sendable


def named(name: str, address: str) -> str:
    """A person's address with the name before it, which ``prepare`` encodes. Raises UnsendableError."""
    sendable = encoded(address)
    return str(Address(name, addr_spec=sendable)) if sendable.isascii() else sendable


def from_portal(name: str) -> str:
    """The portal's own address with a person's ``name`` before it; as the settings say where that is empty."""
    return named(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]) if name else settings.DEFAULT_FROM_EMAIL


def is_international(message: EmailMessage) -> bool:
    """Whether a prepared ``message`` has an address that only servers with SMTPUTF8 take (RFC 6531)."""
    return not all(address.isascii() for address in [message.from_email, *message.recipients()])


def international(message: EmailMessage) -> StandardMessage:
    """Such a message as it must be written: its addresses in UTF-8, where Django would write encoded words."""
    written = message_from_bytes(message.message().as_bytes(), policy=policy.SMTPUTF8)
    for header, addresses in {"From": [message.from_email], "To": message.to, "Cc": message.cc}.items():
        del written[header]
        if addresses:
            written[header] = [_as_header(address) for address in addresses]
    return written


def _answerable(addresses: Iterable[str]) -> list[str]:
    """What can stand in the header of any mail: one that nobody can answer to must not keep a mail from its reader."""
    found = []
    for address in addresses:
        with suppress(UnsendableError):
            found.append(encoded(address))
    return [address for address in found if address.isascii()]


def _with_name(name: str, address: str) -> str:
    """As in a header: other letters than ASCII in encoded words of at most 75 characters (RFC 2047, 2).

    A name that takes more is encoded by the words that need it: some readers, Python's own parser for one, show a blank
    between encoded words that stand side by side.
    """
    if name.isascii():
        return formataddr((name, address))
    phrase = _encoded_words(name)
    if " " in phrase:
        runs = [(plain, " ".join(words)) for plain, words in groupby(name.split(), key=str.isascii)]
        phrase = " ".join(f'"{quote(run)}"' if plain else _encoded_words(run) for plain, run in runs)
    return f"{phrase} <{address}>"


def _encoded_words(text: str, longest: int = LONGEST_WORD) -> str:
    return " ".join(Header(text, "utf-8", maxlinelen=longest).encode().split())


def _as_header(address: str) -> Address:
    name, plain = parseaddr(address)
    name = str(make_header(decode_header(name)))
    local, _, domain = plain.rpartition("@")
    return Address(name, local, domain)


def _host() -> str:
    return encoded_domain((urlsplit(settings.PUBLIC_URL).hostname or "localhost").lower())
