"""One spelling for every text that comes in: composed letters, plain hyphens and blanks, nothing invisible.

Names are stored as Unicode's composed form (NFC), which DIN 91379 demands. What looks like a hyphen or a blank and is
none comes from word processors; it would make two names of one and is missing in many fonts.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_HYPHENS = "\u2010\u2011\ufe63\uff0d"
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# What Unicode lets nobody see (Default_Ignorable_Code_Point and the controls): soft hyphen, joiners, directions, tags.
_INVISIBLE = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x34F,
    0x61C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x3164,
    *range(0xFE00, 0xFE10),
    0xFEFF,
    0xFFA0,
    *range(0xFFF0, 0xFFFC),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
)
_INVISIBLE_CODES = frozenset(_INVISIBLE)
_MAPPED: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **_LIGATURES,
}


def normalised_text(text: str) -> str:
    r"""``text`` as the portal stores it: NFC, LF as the end of a line, plain hyphens and blanks, nothing invisible.

    >>> normalised_text("Mu\u0308ller\u2011Schmidt\r\n")
    'Müller-Schmidt\n'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", lines.translate(_MAPPED))


def invisible_characters(text: str) -> list[str]:
    """The characters of ``text`` that nobody can see, in their order; blanks and ends of lines are none."""
    return [character for character in text if ord(character) in _INVISIBLE_CODES]
