"""Mail addresses: what may be stored, and which letters go to the mail server.

Domains are encoded by IDNA 2008 (RFC 5891). Python's own codec knows IDNA 2003, which makes ``weisswasser`` of
``weißwasser``: another domain, perhaps of somebody else. Nothing is guessed and nothing rewritten but the letter case
of the domain; what cannot be encoded is refused.
"""

import re
import unicodedata

import idna
from django.conf import settings
from django.core.exceptions import ValidationError

from core.text import invisible_characters, normal_form

LONGEST_ADDRESS = 254  # octets, RFC 5321 4.5.3.1.3 without the angle brackets
LONGEST_LOCAL_PART = 64  # octets, RFC 5321 4.5.3.1.1
LONGEST_DOMAIN = 253
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"  # RFC 5322 3.2.3
_UTF8_ATEXT = rf"(?:{_ATEXT}|[^\x00-\x7f])"  # RFC 6532 3.2
_DOT_ATOM = re.compile(rf"{_UTF8_ATEXT}+(?:\.{_UTF8_ATEXT}+)*")
_QUOTED = re.compile(r'"[ !#-?A-\[\]-~]*"')  # a quoted string, RFC 5322 3.2.4
_PLAIN_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LETTERS = frozenset({"Ll", "Lu", "Lt", "Lo", "Lm", "Mn", "Mc", "Nd"})

TOO_LONG = "Die E-Mail-Adresse ist zu lang."
DOMAIN_TOO_LONG = "In der E-Mail-Adresse ist die Domain zu lang."
EXAMPLE = "name@kommune.example"


def normalised_address(text: str) -> str:
    """``text`` as the portal stores it: trimmed, NFC, the domain in small letters.

    Raises ValidationError with a German sentence that says what to do, also where mail could never be sent there.
    """
    address = stored_address(text)
    if not address.isascii() and not address.partition("@")[0].isascii() and not settings.EMAIL_SMTPUTF8:
        raise ValidationError(
            "Vor dem @ stehen Umlaute oder andere besondere Buchstaben. "
            "An solche Adressen kann das Portal nicht senden. Bitte nennen Sie eine Adresse ohne sie.",
            "unsendable",
        )
    return address


def stored_address(text: str) -> str:
    """As ``normalised_address``, whatever the mail server takes: what is stored stays valid when that changes."""
    local, domain = _parts(_trimmed(text))
    domain = _lower(domain)
    _check_local_part(local)
    if domain.endswith("."):
        raise ValidationError("Die E-Mail-Adresse endet mit einem Punkt. Bitte lassen Sie ihn weg.", "invalid")
    encoded = encoded_domain(domain)
    if "." not in encoded or encoded.rpartition(".")[2].isdigit():
        raise ValidationError(
            f"In der E-Mail-Adresse ist „{domain}“ keine vollständige Domain. "
            "Bitte prüfen Sie, ob am Ende etwas fehlt, zum Beispiel „.de“.",
            "invalid",
        )
    address = f"{local}@{domain}"
    if max(len(address.encode()), len(local.encode()) + 1 + len(encoded)) > LONGEST_ADDRESS:
        raise ValidationError(TOO_LONG, "invalid")
    return address


def encoded_address(address: str) -> str:
    """``address`` as it goes to the mail server: the domain in IDNA 2008's ASCII form.

    A local part that is not ASCII stays as it is (RFC 6531): it may only be given to a server that speaks SMTPUTF8.
    Raises ValidationError with a German sentence where there is no such form.
    """
    text = _trimmed(address)
    local, _, domain = text.rpartition("@")
    if not _QUOTED.fullmatch(local):  # nobody can type one any more
        local, domain = _parts(text)
        _check_local_part(local)
    return f"{local}@{encoded_domain(_lower(domain))}"


def unsendable(address: str) -> str:
    """Why nothing can be sent to a stored ``address``, in German; empty if it can."""
    try:
        normalised_address(address)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def encoded_domain(domain: str) -> str:
    """A domain in small letters as DNS knows it, ``xn--`` where it has others than ASCII. Raises ValidationError."""
    if len(domain) > LONGEST_DOMAIN:  # it only gets longer by encoding
        raise ValidationError(DOMAIN_TOO_LONG, "invalid")
    try:
        encoded = ".".join(map(_encoded_label, domain.split(".")))
    except UnicodeError as error:
        raise ValidationError(
            f"In der E-Mail-Adresse gibt es „{domain}“ als Domain nicht: Sie enthält, was dort nicht erlaubt ist. "
            "Bitte prüfen Sie, was nach dem @ steht.",
            "invalid",
        ) from error
    if len(encoded) > LONGEST_DOMAIN:
        raise ValidationError(DOMAIN_TOO_LONG, "invalid")
    return encoded


def differing_domain(address: str) -> str:
    """The domain of ``address`` as mail servers know it if that looks different, for who checks it; else nothing."""
    domain = _lower(normal_form(address.strip().rpartition("@")[2]))
    try:
        encoded = encoded_domain(domain)
    except ValidationError:
        return ""
    return "" if encoded == domain else encoded


def shown_address(address: str) -> str:
    """``address`` for a person who checks it: with the domain that mail servers know where that looks different.

    >>> shown_address("post@weißwasser.example")
    'post@weißwasser.example (xn--weiwasser-i1a.example)'
    """
    domain = differing_domain(address)
    return f"{address} ({domain})" if domain else address


def _lower(domain: str) -> str:
    return "".join(letter.lower() for letter in domain)  # one by one: at the end of a word, Σ would become ς


def _encoded_label(label: str) -> str:
    if label.isascii() and not label.startswith("xn--"):
        if not _PLAIN_LABEL.fullmatch(label):
            raise idna.IDNAError(label)
        return label
    return idna.alabel(label).decode("ascii")


def _trimmed(text: str) -> str:
    """As it is looked into. Raises ValidationError for what is too long to be looked into, or repeated."""
    address = normal_form(text.strip())
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(TOO_LONG, "invalid")
    return address


def _parts(address: str) -> tuple[str, str]:
    """What stands before and after the @. Raises ValidationError for what is no single address."""
    if hidden := invisible_characters(address):
        named = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(hidden))
        raise ValidationError(
            f"Die E-Mail-Adresse enthält unsichtbare Zeichen ({named}). Bitte tippen Sie sie neu ein.", "invalid"
        )
    if address.lower().startswith("mailto:"):
        raise ValidationError("Bitte nennen Sie die E-Mail-Adresse ohne „mailto:“ davor.", "invalid")
    if "<" in address or ">" in address:
        raise ValidationError("Bitte nennen Sie nur die E-Mail-Adresse, ohne Namen und spitze Klammern.", "invalid")
    if '"' in address:
        raise ValidationError("Eine E-Mail-Adresse mit Anführungszeichen nimmt das Portal nicht.", "invalid")
    if re.fullmatch(r"[^@\s;,]+@{2,}[^@\s;,]+", address):
        raise ValidationError(
            "Die E-Mail-Adresse enthält mehr als ein @ hintereinander. Bitte schreiben Sie eines.", "invalid"
        )
    if address.count("@") > 1 or re.search(r"[;,]", address):
        raise ValidationError("Bitte nennen Sie genau eine E-Mail-Adresse, ohne Semikolon und Komma.", "invalid")
    if re.search(r"\s", address):
        raise ValidationError("In der E-Mail-Adresse steht ein Leerzeichen. Bitte entfernen Sie es.", "invalid")
    local, at, domain = address.partition("@")
    if not (local and at and domain):
        raise ValidationError(
            f"Das ist keine E-Mail-Adresse. Bitte schreiben Sie sie wie in diesem Beispiel: {EXAMPLE}.", "invalid"
        )
    if domain.startswith("["):
        raise ValidationError("Bitte nennen Sie nach dem @ eine Domain, keine IP-Adresse.", "invalid")
    return local, domain


def _check_local_part(local: str) -> None:
    fits = _DOT_ATOM.fullmatch(local) and all(c.isascii() or unicodedata.category(c) in _LETTERS for c in local)
    if not fits:
        raise ValidationError(
            "Vor dem @ stehen Zeichen, die in einer E-Mail-Adresse nicht erlaubt sind. Bitte prüfen Sie die Adresse.",
            "invalid",
        )
    if len(local.encode()) > LONGEST_LOCAL_PART:
        raise ValidationError("Die E-Mail-Adresse ist vor dem @ zu lang.", "invalid")


def masked(address: str) -> str:
    """A mail address of which only the first letter and the domain are shown: "m…@stadt.example"."""
    name, _, domain = address.partition("@")
    return shown_address(f"{name[:1]}…@{domain}") if domain else "…"
