"""The mayor's way through the pages, step by step, with a browser session of the mayor's own."""

import json
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.agreements.reading_client import ReadingClient
from tests.plugins.retaken import retaken

PUT, CHECK = "/unterzeichnen/unterschrift/", "/unterzeichnen/pruefen/"


def settled(client: Client, answer: Any) -> Any:
    """What the browser shows after a form was refused: 303 leads to the page; every other answer is what it is."""
    while answer.status_code == 303:
        answer = client.get(answer.url)
    return answer


class Mayor:
    """Follows links and codes from the mails."""

    def __init__(self, newest_link: Callable[[], str], newest_code: Callable[[], str]) -> None:
        self.client = ReadingClient()
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

    def go_to_signature(self) -> None:
        """With the newest link, up to the page where the name is typed."""
        if self.client.cookies:  # on the way already
            self._go_to_signature()
        else:
            self.client.cookies = retaken("to the signature", self._go_to_signature)

    def _go_to_signature(self) -> SimpleCookie:
        self.open_link()
        self.identify()
        self.confirm_changes()
        return self.client.cookies

    def put_signature(self, **ink: str) -> Any:
        """Step 3: draw or type."""
        page = self.client.get(PUT)
        shown = {name: _hidden(page, name) for name in ("nonce", "shown")} if b'name="nonce"' in page.content else {}
        return self.post(PUT, {**shown, **ink})

    def last_tap(self) -> dict[str, str]:
        """What the last tap sends of the page that shows the signature in the document; empty without such a page."""
        page = self.client.get(CHECK)
        if b'name="ink"' not in page.content:
            return {}
        return {"consent": "on", **{name: _hidden(page, name) for name in ("nonce", "shown", "ink")}}

    def ready_to_sign(self, name: str) -> dict[str, str]:
        """The name is typed; what the last tap would send."""
        assert self.put_signature(method="typed", typed_name=name).status_code == 302
        return self.last_tap()

    def sign_typed(self, name: str, **changes: str) -> Any:
        return self._sign({"method": "typed", "typed_name": name}, changes)

    def sign_drawn(self, strokes: list[list[list[int]]], **changes: str) -> Any:
        return self._sign({"method": "drawn", "strokes": json.dumps(strokes)}, changes)

    def _sign(self, ink: dict[str, str], changes: dict[str, str]) -> Any:
        """The refusal of the first of the two pages that refuses, or where the second leads."""
        put = self.put_signature(**ink)
        if put.status_code != 302 or put.url != CHECK:
            return put
        return self.post(CHECK, {**self.last_tap(), **changes})


def _hidden(page: HttpResponse, name: str) -> str:
    for tag in re.findall(r"<input[^>]*>", page.content.decode()):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            if found:
                return found.group(1)
    raise AssertionError(f"no hidden field {name}")
