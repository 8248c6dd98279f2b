"""What can go wrong when signing. Every message is German and tells a user what to do."""


class SigningError(Exception):
    """Signing did not happen; nothing was signed. `str(error)` is a message for the person who asked."""


class TimestampUnavailable(SigningError):
    """The timestamp authority is down, slow or answered with something that is no valid token."""

    def __init__(self) -> None:
        super().__init__(
            "Der Zeitstempeldienst ist im Moment nicht erreichbar. Es wurde nichts unterzeichnet, "
            "Ihre Angaben sind nicht verloren. Bitte versuchen Sie es in einigen Minuten noch einmal."
        )


class SignerFailed(SigningError):
    """Whatever holds the key is down, slow, or answered with something that is no signature of that key."""

    def __init__(self) -> None:
        super().__init__(
            "Der Unterzeichnungsdienst ist im Moment nicht erreichbar. Es wurde nichts unterzeichnet, "
            "Ihre Angaben sind nicht verloren. Bitte versuchen Sie es in einigen Minuten noch einmal."
        )


class NameNotSettable(SigningError):
    """The stamp's fonts do not have these letters of a name or an office; `named` lists them."""

    def __init__(self, named: str) -> None:
        super().__init__(
            f"Diese Zeichen im Namen oder Amt lassen sich nicht darstellen: {named}. Es wurde nichts unterzeichnet. "
            "Der Name muss in lateinischer Schrift geschrieben sein."
        )


class KeysMissing(SigningError):
    """Keys, certificates or revocation lists are missing, unreadable or out of date."""


class CommuneSignatureInvalid(SigningError):
    """The file with the commune's signature is not the issued text, validly signed (signing rule 7)."""


class InkRejected(ValueError):
    """The strokes that came from the browser are not a drawing."""
