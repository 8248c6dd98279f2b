"""A browser behind the proxy: it speaks to the portal as a reverse proxy does that has ended TLS."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from tests.production.forms import Fields, Forms

HOST = "portal.example"
OUTSIDE = f"https://{HOST}"
WAIT = 60  # seconds
Files = dict[str, tuple[str, bytes, str]]


class Proxy(HTTPAdapter):
    """Passes on what came by HTTPS to the portal's port, in plain text and with a proxy's headers."""

    def __init__(self, port: int, visitor: str) -> None:
        super().__init__()
        self.inside = f"http://127.0.0.1:{port}"
        self.headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": visitor}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        outside = str(request.url)
        request.url = outside.replace(OUTSIDE, self.inside, 1)
        request.headers.update(self.headers)
        response = super().send(request, *args, **kwargs)
        request.url = response.url = outside
        return response


class Browser:
    """One person's session."""

    def __init__(self, port: int, visitor: str) -> None:
        """``visitor``: the address that the proxy saw."""
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount(OUTSIDE, Proxy(port, visitor))
        self.cookies_set: list[str] = []
        self.page = requests.Response()
        self.pages: list[requests.Response] = []

    def get(self, path: str, **headers: str) -> requests.Response:
        """Open an address and follow where it leads."""
        return self._seen(self.session.get(urljoin(OUTSIDE, path), headers=headers, timeout=WAIT))

    def head(self, path: str) -> requests.Response:
        return self.session.head(urljoin(OUTSIDE, path), timeout=WAIT)

    def send(self, action: str = "", files: Files | None = None, **answers: str | list[str]) -> requests.Response:
        """Send the form of the page that is open, with ``answers`` in place of what stands there.

        ``action``: the form's address where the page has several; by default the only one.
        """
        forms = Forms(self.page.text).found
        chosen = [address for address, form in forms.items() if self._fits(address, form, action)]
        assert len(chosen) == 1, f"{self.page.url}: {len(chosen)} of the forms {sorted(forms)} fit"
        target = urljoin(self.page.url, chosen[0])
        sent = {**forms[chosen[0]], **answers}
        return self._seen(
            self.session.post(target, data=sent, files=files, headers={"Referer": self.page.url}, timeout=WAIT)
        )

    def _fits(self, address: str, form: Fields, action: str) -> bool:
        if action:
            return urlsplit(urljoin(self.page.url, address)).path.endswith(action)
        return "csrfmiddlewaretoken" in form and "/abmelden/" not in address

    def _seen(self, answer: requests.Response) -> requests.Response:
        for one in (*answer.history, answer):
            self.cookies_set += one.raw.headers.getlist("Set-Cookie")
        assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text[:2000]}"
        if answer.headers["Content-Type"].startswith("text/html"):
            self.page = answer
            self.pages.append(answer)
        return answer
