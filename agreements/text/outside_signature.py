"""How a signature that the commune made outside the portal is named beside its empty box (signing rule 22)."""

from agreements.models import Signature
from core import dates

LONGEST = 80  # letters of a name or an issuer: what a stamp has room for


def outside_remark(signature: Signature) -> str:
    """One sentence of recorded facts, "... signiert von ... am ..."; empty for a signature made in the portal.

    Without a timestamp only the moment in which the file arrived is known, and so said.
    """
    if signature.method != Signature.Method.QUALIFIED or not signature.certificate_name:
        return ""
    name, issuer = _short(signature.certificate_name), _short(signature.certificate_issuer)
    by = f"{name} (Aussteller {issuer})" if issuer else name
    when = "am" if signature.timestamped else "eingegangen am"
    return (
        f"Für die Kommune: qualifiziert elektronisch signiert von {by}, {when} {dates.moment(signature.signed_at)} Uhr"
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
