"""One spelling for every text that comes in: composed letters, plain hyphens and blanks, nothing invisible.

Names are stored as Unicode's composed form (NFC), which DIN 91379 demands. What looks like a hyphen or a blank and is
none comes from word processors; it would make two names of one and is missing in many fonts.
"""

import re
import unicodedata
from typing import Literal

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
# Of one letter, in a row; more are noise. The limit is that of Unicode's Stream-Safe Text Format (UAX #15, 13).
MOST_MARKS = 30
# All marks are among these, and two letters that become marks where compatibility is asked for (NFKD).
_BECOME_MARKS = "\uff9e\uff9f"
# Some marks are two in one, so that half as many may be too many.
_PERHAPS_MARKS = re.compile(rf"(?:[^\x00-\x7f\w\s]|[{_BECOME_MARKS}]){{{MOST_MARKS // 2 + 1},}}")
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
    return normal_form(lines.translate(_MAPPED))


def normal_form(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """``text`` in a normal form of Unicode, of any text in a time that grows with its length.

    The only way to one in the portal: Python puts marks in order by comparing each with all before it, so that some
    kilobytes of them on one letter would keep a process busy for minutes. Of such a row ``MOST_MARKS`` stay.

    >>> normal_form("u" + "\u0308" * 1000) == normal_form("u" + "\u0308" * MOST_MARKS)
    True
    """
    return unicodedata.normalize(form, _PERHAPS_MARKS.sub(_with_fewer_marks, text))


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept, in_a_row = [], 0
    for character in run[0]:
        is_mark = unicodedata.category(character).startswith("M") or character in _BECOME_MARKS
        in_a_row = in_a_row + len(unicodedata.normalize("NFD", character)) if is_mark else 0
        if in_a_row <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def invisible_characters(text: str) -> list[str]:
    """The characters of ``text`` that nobody can see, in their order; blanks and ends of lines are none."""
    return [character for character in text if ord(character) in _INVISIBLE_CODES]
