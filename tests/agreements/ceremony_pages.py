"""The mayor's way through the pages, step by step, with a browser session of the mayor's own."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client


def settled(client: Client, answer: Any) -> Any:
    """What the browser shows after a form was refused: 303 leads to the page; every other answer is what it is."""
    while answer.status_code == 303:
        answer = client.get(answer.url)
    return answer


class Mayor:
    """Follows links and codes from the mails."""

    def __init__(self, newest_link: Callable[[], str], newest_code: Callable[[], str]) -> None:
        self.client = Client()
        self.newest_link = newest_link
        self.newest_code = newest_code

    def post(self, path: str, sent: dict[str, Any] | None = None, *, follow: bool = False) -> Any:
        """Send a form, and look at what the browser shows if it was refused."""
        return settled(self.client, self.client.post(path, sent or {}, follow=follow))

    def open_link(self, path: str = "") -> Any:
        return self.client.get(path or self.newest_link(), follow=True)

    def request_code(self) -> Any:
        return self.client.post("/unterzeichnen/code/anfordern/", follow=True)

    def give_code(self, code: str) -> Any:
        return self.post("/unterzeichnen/code/", {"code": code})

    def identify(self) -> None:
        self.request_code()
        assert self.give_code(self.newest_code()).status_code == 302

    def confirm_changes(self) -> Any:
        return self.say("/unterzeichnen/aenderungen/")

    def say(self, path: str, *, follow: bool = False, **words: str) -> Any:
        """Send the form of a page with ``words``, and with what the page has shown."""
        page = self.client.get(path)
        shown = _hidden(page, "shown") if b'name="shown"' in page.content else ""
        return self.post(path, {"shown": shown, **words}, follow=follow)

    def consent(self, shown: str = "") -> Any:
        page = self.client.get("/unterzeichnen/lesen/")
        return self.post("/unterzeichnen/lesen/", {"shown": shown or _hidden(page, "shown"), "consent": "on"})

    def go_to_signature(self) -> None:
        self.open_link()
        self.identify()
        self.confirm_changes()
        assert self.consent().status_code == 302

    def signature_form(self) -> dict[str, str]:
        page = self.client.get("/unterzeichnen/unterschrift/")
        if b'name="nonce"' not in page.content:
            return {}
        return {"nonce": _hidden(page, "nonce"), "shown": _hidden(page, "shown")}

    def sign_typed(self, name: str, **changes: str) -> Any:
        form = {**self.signature_form(), "method": "typed", "typed_name": name, **changes}
        return self.post("/unterzeichnen/unterschrift/", form)

    def sign_drawn(self, strokes: list[list[list[int]]]) -> Any:
        form = {**self.signature_form(), "method": "drawn", "strokes": json.dumps(strokes)}
        return self.post("/unterzeichnen/unterschrift/", form)


def _hidden(page: HttpResponse, name: str) -> str:
    for tag in re.findall(r"<input[^>]*>", page.content.decode()):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            if found:
                return found.group(1)
    raise AssertionError(f"no hidden field {name}")
