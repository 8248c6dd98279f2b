"""What a signer states in a signature beside what it proves: names and a bound, on both sides of the process."""

from core.text import normalised_text

# What a signer may write into a signature (ISO 32000-2, table 255), and how much of it is shown.
STATED = {"reason": "/Reason", "location": "/Location", "contact": "/ContactInfo"}
LONGEST_STATEMENT = 300


def statement(text: str) -> str:
    """Hostile text on one line, without what nobody sees; where it was cut, that is to be seen."""
    plain = " ".join(normalised_text(text).split())
    return plain if len(plain) <= LONGEST_STATEMENT else f"{plain[:LONGEST_STATEMENT]} …"
