"""The way to the mail server: prepared messages, and SMTPUTF8 where an address needs it."""

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from core.mail_messages import international, is_international, prepare


class MailServerBackend(EmailBackend):
    """Django's, but with domains by IDNA 2008, and international addresses only to a server that takes them."""

    def _send(self, email_message: EmailMessage) -> bool:
        """Raises UnsendableError for an address without a sendable form, or smtplib's errors.

        smtplib refuses an international address by SMTPNotSupportedError if the server does not offer SMTPUTF8.
        """
        prepare(email_message)
        if not is_international(email_message):
            return bool(super()._send(email_message))  # type: ignore[misc]  # the stubs leave it out
        connection = self.connection
        assert connection is not None  # send_messages() opened it
        connection.send_message(international(email_message), email_message.from_email, email_message.recipients())
        return True
