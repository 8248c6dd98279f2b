"""The forms of a page as a browser would send them back: every field with what stands in it."""

from html.parser import HTMLParser

Fields = dict[str, str | list[str]]
Attributes = dict[str, str]


class Forms(HTMLParser):
    """Reads a page; ``found`` are its forms, by their address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, Fields] = {}
        self._form: Fields | None = None
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.found.setdefault(given.get("action", ""), {})
        elif self._form is None:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and ("selected" in given or self._select not in self._form):
            self._form[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = given["name"]
            self._form[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea:
            self._form[self._textarea] = str(self._form[self._textarea]) + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""

    def _input(self, given: Attributes) -> None:
        assert self._form is not None
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind in {"file", "submit"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        if kind == "checkbox":
            self._form.setdefault(name, [])
            ticked = self._form[name]
            assert isinstance(ticked, list)
            ticked.append(given.get("value", "on"))
        else:
            self._form[name] = given.get("value", "")
