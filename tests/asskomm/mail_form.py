"""What every mail of the portal must be, as a strict parser and a reader without pictures see it."""

import re
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from html.parser import HTMLParser

LONGEST_LINE = 998  # octets without CR LF, RFC 5322 2.1.1
LONGEST_WORD = 75  # of an encoded word in a header, RFC 2047 2
# What a variable that came to nothing leaves behind: blanks before a stop, two stops, empty brackets or quotes.
HOLES = re.compile(r"None|\{[{%]|[^\S\n]{2,}|\w [,.;:!?](?:\s|$)|,\s*[,.;]|\(\s*\)|„\s*“|:\s*\.|\s\Z")


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.elements: dict[str, list[dict[str, str | None]]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.setdefault(tag, []).append(dict(attrs))
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value}


def parsed(raw: bytes) -> EmailMessage:
    """The mail as Python's parser reads it, which must find nothing wrong in any of its parts."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
        for name, value in part.items():
            assert value.defects == (), (name, value)
    return message


def check(raw: bytes) -> EmailMessage:
    """Assert that a mail is well-formed, says the same twice and asks nothing of the network. Returns it parsed."""
    assert raw.isascii(), "nothing on the way has to encode it"
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE
    assert (bare := re.findall(rb".{0,40}(?<!\r)\n.{0,40}", raw)) == [], bare
    assert max(map(len, re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", raw, re.IGNORECASE)), default=0) <= LONGEST_WORD
    message = parsed(raw)
    text, html = _both(message)
    assert HOLES.findall(text) == [], text
    links = _Links(html)
    _check_html(html, links)
    of_the_web = {link for link in links.found if link.startswith("http")}
    assert of_the_web == set(re.findall(r"^https?://\S+$", text, re.MULTILINE)), "each on a line of its own"
    assert not re.search(r"https?://", re.sub(r"^https?://\S+$", "", text, flags=re.MULTILINE))
    return message


def sender(message: EmailMessage) -> Address:
    [address] = message["From"].addresses
    return address


def text_of(message: EmailMessage) -> str:
    return _both(message)[0] + "\n"


def _both(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML, which are all there is to choose from; files stand beside them."""
    choice = message
    if message.get_content_type() == "multipart/mixed":
        choice, *files = message.iter_parts()
        assert files
        assert all(file.get_content_disposition() == "attachment" and file.get_filename() for file in files)
    assert choice.get_content_type() == "multipart/alternative"
    plain, rich = choice.iter_parts()
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    for part in (plain, rich):
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
    text, html = (part.get_content().replace("\r\n", "\n") for part in (plain, rich))
    return text.removesuffix("\n"), html


def _check_html(html: str, links: _Links) -> None:
    known = links.elements
    assert [element["lang"] for element in known["html"]] == ["de"]
    assert re.search(r"<title>[^<]+</title>", html)
    assert all(table["role"] == "presentation" for table in known.get("table", []))
    assert known.keys().isdisjoint({"img", "link", "script", "iframe", "object", "form", "input", "svg", "video"})
    assert not re.search(r"url\(|@import|@font-face|\{[{%]|None", html)
    assert all(not name.startswith("on") for elements in known.values() for element in elements for name in element)
    assert len(known["h1"]) == 1
