"""The mayor's browser in the tests: it reads every page that comes, and finds what a variable left out."""

import re
from typing import Any

from django.test import Client

_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|textarea|svg|del|ins)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_END = re.compile(r"</?(p|h\d|li|dt|dd|div|section|td|th|label|legend|button|br|ul|ol|figure|header|nav)\b[^>]*>")
# Words that end in a blank before a stop, nothing in brackets or quotes, two stops, what Python prints of nothing.
_HOLES = re.compile(r"\bNone\b|\w [,.;:!?](?:\s|$)|\(\s*\)|„\s*“|,\s*[,.](?!\.)|\{[{%]|[%}]\}")


class ReadingClient(Client):
    """A browser without scripts; an HTML page with a hole in its text is an error."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html"):
            found = holes(response.content.decode())
            assert found == [], (request["PATH_INFO"], found)
        return response


def holes(page: str) -> list[str]:
    """Where the words of a page's main part look as if something were missing, with what stands around."""
    main = _MAIN.search(page)
    lines = _END.sub("\x00", _UNSEEN.sub("", main.group() if main else page))
    # A line break of the source is a blank, an element that begins a line is none.
    text = [" ".join(re.sub(r"<[^>]*>", "", line).split()) for line in lines.split("\x00")]
    return [line[max(0, hole.start() - 40) : hole.end() + 40] for line in text for hole in _HOLES.finditer(line)]
