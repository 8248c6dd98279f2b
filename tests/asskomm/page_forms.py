"""The forms of a page, as a browser finds them in its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

Attributes = dict[str, str]


@dataclass
class Field:
    """One name of a form: its kind (an input's type, "select" or "textarea"), what it holds, what it offers."""

    name: str
    kind: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form; ``action`` may be empty, ``fields`` by their names."""

    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self.links: list[str] = []
        self.inside = ""
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.inside = given.get("id") or f"form {len(self.forms)}"
            found = self.forms.setdefault(self.inside, Form("get", ""))
            found.method, found.action = given.get("method", "get").lower(), given.get("action", "")
        elif tag == "option" and self.select is not None:
            self._offer(given)
        elif tag in {"input", "select", "textarea", "button"} and given.get("name") and "disabled" not in given:
            self._add(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = ""
        elif tag == "select":
            self.select = None

    def _add(self, tag: str, given: Attributes) -> None:
        form = given.get("form") or self.inside
        if not form:
            return
        kind = given.get("type", "text") if tag in {"input", "button"} else tag
        fields = self.forms.setdefault(form, Form("get", "")).fields
        found = fields.setdefault(given["name"], Field(given["name"], kind, given.get("value", "")))
        if kind in {"radio", "checkbox", "submit"}:
            found.offered.append(given.get("value", "on"))
        self.select = found if tag == "select" else None

    def _offer(self, given: Attributes) -> None:
        assert self.select is not None
        self.select.offered.append(given.get("value", ""))
        if "selected" in given:
            self.select.value = given.get("value", "")


def read(html: str) -> tuple[list[Form], set[str]]:
    """The forms of a page, and every name that its links and GET forms put into the address of this page."""
    reader = _Reader()
    reader.feed(html)
    forms = [form for form in reader.forms.values() if form.fields or form.method == "post"]
    names = {name for link in reader.links if link.startswith("?") for name, _ in parse_qsl(urlsplit(link).query, True)}
    return forms, names | {name for form in forms if form.method == "get" for name in form.fields}
