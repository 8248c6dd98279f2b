"""The access log of the application server, without the secret part of a link."""

from typing import Any

from gunicorn.glogging import Logger

from core.redaction import redact


class RedactingLogger(Logger):
    """Writes the same lines as gunicorn's own, redacted."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The parts of a line by their letters in the access log's format."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {key: redact(value) if isinstance(value, str) else value for key, value in atoms.items()}
