"""A real mail server (aiosmtpd) on loopback that keeps what it was given: envelope and message."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Postbox:
    """Takes every mail; ``letters`` are (sender, recipients, message) as they came over the wire."""

    letters: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.SMTPUTF8)
        assert isinstance(message, EmailMessage)
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, message))
        self.raw.append(envelope.content)
        return "250 taken"


class _OnAnyPort(Controller):
    """The controller knocks at its port once; which one that is, the machine chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Postbox]:
    """The portal's mail server, without SMTPUTF8."""
    yield from _serving(settings, international=False)


@pytest.fixture
def international_mail_server(settings: Any) -> Iterator[Postbox]:
    """The portal's mail server, one that takes umlauts before the @."""
    yield from _serving(settings, international=True)


def _serving(settings: Any, *, international: bool) -> Iterator[Postbox]:
    box = Postbox()
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, enable_SMTPUTF8=international)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "core.mail_server.MailServerBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
        settings.EMAIL_SMTPUTF8 = international
        yield box
    finally:
        controller.stop()
