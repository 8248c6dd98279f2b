"""The plain twin of a mail's HTML: the same words in the same order, each address on a line of its own.

It knows the few elements that ``templates/emails`` use and refuses others, so that nothing that a mail says in HTML
can be missing in its text. What is for the eye only (preheader, mark, heading, which is the subject) has the class
``html-only``.
"""

import re
from html.parser import HTMLParser

SKIPPED = "html-only"
SIGNATURE = "foot"  # a mail's signature, which in text two hyphens begin
_OF_TEXT = frozenset({"a", "br", "span", "strong"})
_OF_BLOCKS = frozenset({"p", "h1", "h2", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div"})
_OF_LAYOUT = frozenset({"html", "body", "table", "tbody", "tr", "td"})
_UNSEEN = frozenset({"head"})
_WITHOUT_END = frozenset({"br", "meta"})
_BLANKS = re.compile(r"[ \t\n\r]+")


def plain_text(html: str) -> str:
    """The text of a mail's ``html``, ending with a line break. Raises ValueError for an element it does not know."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects blocks, which are paragraphs or lists, of lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self.line = ""
        self.marks: list[int] = []  # of each list that is open: the number of its last item, -1 without numbers
        self.quoted = 0
        self.skipping = 0  # how many elements deep within what is left out
        self.link = ""
        self.link_text = ""

    def text(self) -> str:
        """What was read."""
        self._end_block()
        return "\n\n".join("\n".join(lines) for lines in self.blocks if lines) + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        classes = (known.get("class") or "").split()
        if self.skipping or tag in _UNSEEN or SKIPPED in classes:
            self.skipping += tag not in _WITHOUT_END
            return
        if tag not in _OF_TEXT | _OF_BLOCKS | _OF_LAYOUT:
            raise ValueError(f"A mail's HTML has no <{tag}>, since its plain text would not know what to do with it.")
        if tag == "br":
            self._end_line()
        elif tag == "a":
            self.link, self.link_text = known.get("href") or "", ""
        elif tag in _OF_BLOCKS:
            self._open_block(tag)
            if SIGNATURE in classes:
                self.line = "--"
                self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        if tag == "a":
            self._end_link()
        elif tag in {"dt", "li", "dd"}:
            self._end_item(tag)
        elif tag in _OF_BLOCKS:
            self._close_block(tag)

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        words = _BLANKS.sub(" ", data).replace("\xa0", " ")
        self.link_text += words
        self.line += words

    def _open_block(self, tag: str) -> None:
        if tag == "li":
            self._end_line()
            if self.marks[-1] >= 0:
                self.marks[-1] += 1
            self.line = f"{self.marks[-1]}. " if self.marks[-1] > 0 else "- "
        elif tag == "dt":
            self._end_line()
        elif tag != "dd" and not self._groups_terms(tag) and self.blocks[-1] != ["--"]:
            self._end_block()
        if tag in {"ul", "ol", "dl"}:
            self.marks.append(0 if tag == "ol" else -1)
        self.quoted += tag == "blockquote"

    def _end_item(self, tag: str) -> None:
        if tag == "dt":
            self.line = self.line.rstrip() + ": "
        else:
            self._end_line()

    def _close_block(self, tag: str) -> None:
        if self._groups_terms(tag):
            return
        self._end_block()
        self.quoted -= tag == "blockquote"
        if tag in {"ul", "ol", "dl"}:
            self.marks.pop()

    def _groups_terms(self, tag: str) -> bool:
        """Whether it holds a term and its value together within their list."""
        return tag == "div" and bool(self.marks)

    def _end_link(self) -> None:
        """An address that the words do not say stands below them; telephone and mail say theirs."""
        address, words, self.link = self.link, self.link_text.strip(), ""
        if not address.startswith(("https:", "http:")) or words == address:
            return
        self.line = self.line.rstrip() + ":"
        self._end_line()
        self.line = address
        self._end_line()

    def _end_line(self) -> None:
        words = _BLANKS.sub(" ", self.line).strip()
        if words:
            self.blocks[-1].append(f"> {words}" if self.quoted else words)
        self.line = ""

    def _end_block(self) -> None:
        self._end_line()
        if self.blocks[-1]:
            self.blocks.append([])
