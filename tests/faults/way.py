"""An agreement's whole way from draft to force over HTTP, in steps that can be repeated like a person would."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import ClassVar

import requests
from django.test import Client

from agreements.models import PreAgreement
from staff.models import User
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import PASSWORD

WAIT = 60  # seconds
NOTHING: dict[str, str] = {}
STEPS = (
    "issue",
    "deliver_invitation",
    "request_code",
    "deliver_code",
    "give_code",
    "put_signature",
    "sign",
    "deliver_receipt",
    "countersign",
    "deliver_final",
)


class ProcessDied(Exception):
    """The process that worked on the request was killed."""


@dataclass
class Way:
    """One agreement, its caseworker and its mayor, each with a browser session of their own.

    A step takes headers for the process host. Done already, it changes nothing, as when a person looks at the page
    again; killed, it raises ProcessDied.
    """

    steps: ClassVar[tuple[str, ...]] = STEPS

    url: str
    mails: Path
    agreement: PreAgreement = field(default_factory=ready_draft)
    mayor: requests.Session = field(default_factory=requests.Session)
    caseworker: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        for mail in self.mails.glob("*.eml"):
            mail.unlink()
        arrange(self.mayor)
        arrange(self.caseworker, caseworker_of(self.agreement.commune))

    def walk(self, *, after: str = "", until: str = "") -> None:
        """Take the steps between two, all by default."""
        first = self.steps.index(after) + 1 if after else 0
        last = self.steps.index(until) if until else len(self.steps)
        for step in self.steps[first:last]:
            self.take(step)

    def take(self, step: str, headers: dict[str, str] = NOTHING) -> None:
        """One of ``steps``."""
        method = self._work if step.startswith("deliver") else getattr(self, f"_{step}")
        method(headers)

    def tick(self, headers: dict[str, str] = NOTHING) -> None:
        """The minute's work."""
        self._post(self.mayor, "/-/tick", {}, headers)

    def status(self) -> str:
        self.agreement.refresh_from_db()
        return self.agreement.status

    def links(self) -> list[str]:
        """The links in the mails, the oldest first."""
        return self._found_in_mails(r"http://[^/\s]+(/unterzeichnen/link/\S+)")

    def open(self, link: str) -> requests.Response:
        """Follow a link with the mayor's browser."""
        return self._get(self.mayor, link)

    def _work(self, headers: dict[str, str]) -> None:
        self._post(self.mayor, "/-/worker", {}, headers)

    def _issue(self, headers: dict[str, str]) -> None:
        if self.status() == PreAgreement.Status.DRAFT:
            data = {"token": str(self.agreement.revision)}
            self._post(self.caseworker, f"/vereinbarungen/{self.agreement.reference}/senden/", data, headers)

    def _request_code(self, headers: dict[str, str]) -> None:
        assert self.open(self.links()[-1]).status_code == 200, "the last link sent must work"
        self._post(self.mayor, "/unterzeichnen/code/anfordern/", {}, headers)

    def _give_code(self, headers: dict[str, str]) -> None:
        if not self._get(self.mayor, "/unterzeichnen/").url.endswith("/lesen/"):
            code = self._found_in_mails(r"^(\d{6})\r?$")[-1]
            self._post(self.mayor, "/unterzeichnen/code/", {"code": code}, headers)

    def _put_signature(self, headers: dict[str, str]) -> None:
        page = self._get(self.mayor, "/unterzeichnen/unterschrift/")
        if not page.url.endswith("/beleg/"):
            form = {name: hidden(page, name) for name in ("nonce", "shown")}
            form |= {"method": "typed", "typed_name": "Erika Musterfrau"}
            self._post(self.mayor, "/unterzeichnen/unterschrift/", form, headers)

    def _sign(self, headers: dict[str, str]) -> None:
        page = self._get(self.mayor, "/unterzeichnen/pruefen/")
        if not page.url.endswith("/beleg/"):
            form = {name: hidden(page, name) for name in ("nonce", "shown", "ink")}
            self._post(self.mayor, "/unterzeichnen/pruefen/", {**form, "consent": "on"}, headers)

    def _countersign(self, headers: dict[str, str]) -> None:
        if self.status() == PreAgreement.Status.COMMUNE_SIGNED:
            version = self.agreement.current_version
            assert version is not None
            data = {"version": str(version.pk), "password": PASSWORD}
            self._post(self.caseworker, f"/vereinbarungen/{self.agreement.reference}/gegenzeichnen/", data, headers)

    def _get(self, session: requests.Session, path: str) -> requests.Response:
        return session.get(self.url + path, timeout=WAIT)

    def _post(
        self,
        session: requests.Session,
        path: str,
        data: Mapping[str, object],
        headers: dict[str, str],
        files: dict[str, bytes] | None = None,
    ) -> None:
        try:
            answer = session.post(
                self.url + path, data=data, files=files, headers=headers, timeout=WAIT, allow_redirects=False
            )
        except requests.ConnectionError as died:
            raise ProcessDied(path) from died
        assert answer.status_code in {204, 302}, f"{path}: {answer.status_code} {answer.text[:3000]}"

    def _found_in_mails(self, pattern: str) -> list[str]:
        texts = [_text(mail) for mail in sorted(self.mails.glob("*.eml"))]
        return [match for text in texts for match in re.findall(pattern, text, re.MULTILINE)]


def arrange(session: requests.Session, user: User | None = None) -> None:
    """Make the session talk to the process host only, and sign ``user`` in."""
    session.trust_env = False
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"] = secrets.token_hex(16)
    if user is not None:
        client = Client()
        client.force_login(user)
        session.cookies["sessionid"] = client.cookies["sessionid"].value


def _text(mail: Path) -> str:
    body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def hidden(page: requests.Response, name: str) -> str:
    for tag in re.findall(r"<input[^>]*>", page.text):
        if f'name="{name}"' in tag and (found := re.search(r'value="([^"]*)"', tag)):
            return found[1]
    raise AssertionError(f"no hidden field {name} on {page.url}")
