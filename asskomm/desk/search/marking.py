"""Where matched words stand in a text, as people see it: marked, and a long text cut to the place."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.folding import search_folded

TOKEN = re.compile(r"[^\W_]+")
AROUND = 60  # characters of a text before and after the first match


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is what was looked for."""

    text: str
    marked: bool = False


class Marked(list[Piece]):
    """A text in pieces."""

    def __str__(self) -> str:
        return "".join(piece.text for piece in self)

    @property
    def html(self) -> SafeString:
        """For a page: without a blank that the text has not."""
        return format_html_join("", "{}", [(_piece(piece),) for piece in self])


def _piece(piece: Piece) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text


def marked(text: str, terms: Collection[str]) -> Marked:
    """``text`` in pieces; of a word that begins with one of ``terms`` (folded) the beginning is marked."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _matches(text, terms):
        pieces += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
        at = end
    return Marked(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def cut(text: str, terms: Collection[str]) -> str:
    """The part of ``text`` around the first match, on one line; its beginning if nothing in it matches."""
    text = " ".join(text.split())
    first = next(_matches(text, terms), (0, 0))
    start = _blank_after(text, first[0] - AROUND)
    end = _blank_before(text, first[1] + 2 * AROUND)
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _blank_after(text: str, at: int) -> int:
    return text.find(" ", at) + 1 if at > 0 else 0


def _blank_before(text: str, at: int) -> int:
    return len(text) if at >= len(text) else max(text.rfind(" ", 0, at), 1)


def _matches(text: str, terms: Collection[str]) -> Iterator[tuple[int, int]]:
    for token in TOKEN.finditer(text):
        folded = search_folded(token[0])
        longest = max((len(term) for term in terms if folded.startswith(term)), default=0)
        if longest:
            yield token.start(), token.start() + _letters(token[0], longest)


def _letters(word: str, length: int) -> int:
    """How many letters of ``word`` make ``length`` folded ones."""
    return next((n for n in range(1, len(word)) if len(search_folded(word[:n])) >= length), len(word))
