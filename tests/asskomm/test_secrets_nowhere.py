"""Links and codes live in the mail alone (signing rule 1): the whole way is walked, then everything is searched."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from gunicorn.config import Config
from gunicorn.glogging import Logger

from agreements.models import PreAgreement
from asskomm.gunicorn_logger import RedactingLogger
from core.models import OutgoingMessage
from core.redaction import RedactingFormatter
from staff.models import Role, User
from tests.agreements.ceremony_pages import Mayor
from tests.asskomm.test_addresses import patterns
from tests.factories.ready_agreements import caseworker_of, issued_with
from tests.factories.staff import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

SHARED = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
SPOKEN_CODE = re.compile(r'class="spoken-code">(\d{3}) (\d{3})<')


TALKATIVE = ("factory", "fontTools", "weasyprint", "PIL", "faker")  # they tell each step of what holds no secret


class LogReader(logging.Handler):
    """Keeps what the portal would write, at the most talkative level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(RedactingFormatter("{asctime} {levelname} {name}: {message}", style="{"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[LogReader]:
    reader, root = LogReader(), logging.getLogger()
    level = root.level
    root.addHandler(reader)
    root.setLevel(logging.DEBUG)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    yield reader
    root.setLevel(level)
    root.removeHandler(reader)


class Walk:
    """Everything a signatory and the office do with secrets, once; what was secret is remembered here only."""

    def __init__(self, newest_link, newest_code, run_tasks) -> None:
        self.newest_link, self.newest_code, self.run_tasks = newest_link, newest_code, run_tasks
        self.secrets: dict[str, str] = {}
        self.paths: list[str] = []
        self.agreements: list[PreAgreement] = []

    def by_mail(self) -> None:
        agreement = self._issued("mail")
        mayor = self._mayor()
        self._remember_link("invitation", agreement)
        mayor.open_link(self.paths[-1])
        caseworker = self._caseworker(agreement)
        caseworker.post(f"/vereinbarungen/{agreement.reference}/link/")
        self._remember_link("resent", agreement)
        address = agreement.open_invitation.recipient
        OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(minutes=11))  # no second mail so soon
        Client().post("/unterzeichnen/link-verloren/", {"address": address, "reference": ""})
        self._remember_link("lost", agreement)
        mayor.open_link(self.paths[-1])
        mayor.request_code()
        code = self.newest_code()
        self.secrets["mail code"] = code
        mayor.give_code(f"{(int(code) + 1) % 1_000_000:06d}")
        mayor.give_code(code)
        assert mayor.sign_typed("Erika Musterfrau").status_code == 302
        self.secrets["cookie"] = mayor.client.cookies["unterzeichnung"].value

    def by_phone(self) -> None:
        agreement = self._issued("phone")
        self._remember_link("by phone", agreement)
        self._mayor().open_link(self.paths[-1])
        page = self._caseworker(agreement).post(f"/vereinbarungen/{agreement.reference}/code/").content.decode()
        found = SPOKEN_CODE.search(page)
        assert found
        self.secrets["spoken code"] = found[1] + found[2]
        self.secrets["spoken code with a gap"] = f"{found[1]} {found[2]}"

    def password_reset(self) -> None:
        user = UserFactory()
        Client().post("/passwort-vergessen/", {"email": user.email})
        self.run_tasks()
        found = re.search(r"http://[^/\s]+(/passwort-vergessen/neu/(\S+)/)", mail.outbox[-1].body)
        assert found
        self.paths.append(found[1])
        self.secrets["reset"] = found[2].split("-", 1)[1]
        Client().get(found[1], follow=True)
        Client().post("/anmelden/", {"login": user.email, "password": PASSWORD})
        self.secrets["password"] = PASSWORD

    def _issued(self, channel: str) -> PreAgreement:
        agreement = issued_with(code_channel=channel)
        self.agreements.append(agreement)
        return agreement

    def _mayor(self) -> Mayor:
        return Mayor(self.newest_link, self.newest_code)

    def _caseworker(self, agreement: PreAgreement) -> Client:
        client = Client()
        client.force_login(caseworker_of(agreement.commune))
        return client

    def _remember_link(self, name: str, agreement: PreAgreement) -> None:
        path = self.newest_link()
        assert path not in self.paths, "a new link each time"
        self.paths.append(path)
        self.secrets[f"link: {name}"] = path.rstrip("/").split("/")[-1]


@pytest.fixture
def walk(log, settings, newest_link, newest_code, run_tasks) -> Walk:
    settings.CACHES = SHARED
    walk = Walk(newest_link, newest_code, run_tasks)
    walk.by_mail()
    walk.by_phone()
    walk.password_reset()
    run_tasks()
    assert len(set(walk.secrets.values())) >= 8
    return walk


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    """The names of the secrets that stand in ``text``; digits only where they stand alone."""
    return [name for name, secret in secrets.items() if re.search(rf"(?<![\w.]){re.escape(secret)}(?!\w)", text)]


def test_secrets_stand_in_the_mails_and_nowhere_else(walk, log):
    """One walk, since it takes the real thing: PDFs, a signature, the queue."""
    the_mails_hold_them(walk)
    no_table_holds_one(walk)
    no_log_holds_one(walk, log)
    no_page_of_the_office_shows_one(walk)
    no_admin_page_shows_one(walk)


def the_mails_hold_them(walk: Walk) -> None:
    """Who finds none here would find none anywhere."""
    mails = "\n".join(message.body for message in mail.outbox)
    assert {name.split(":")[0] for name in found_in(mails, walk.secrets)} == {"link", "mail code", "reset"}


def no_table_holds_one(walk: Walk) -> None:
    checked = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                found = found_in(row, walk.secrets)
                assert found == [], f"{table}: {found}: {row[:300]}"
                checked += 1
    assert {"portal_cache", "core_journalentry", "agreements_invitation"} <= set(tables)
    assert any("task" in table for table in tables), "the queue, too"
    assert checked > 100


def no_log_holds_one(walk: Walk, log: LogReader) -> None:
    assert len(log.lines) > 5
    for line in log.lines:
        assert found_in(line, walk.secrets) == []
    for path in walk.paths:
        Client().get(path + "x")  # not found, and logged as that
        assert found_in(access_line(path), walk.secrets) == []
    assert found_in("\n".join(log.lines), walk.secrets) == []


def no_page_of_the_office_shows_one(walk: Walk) -> None:
    seen = 0
    for role in (Role.CASEWORKER, Role.HEAD, Role.ADMIN):
        client = Client()
        client.force_login(someone(role, walk))
        for address in addresses_of_the_office(walk):
            answer = client.get(address)
            if answer.status_code == 200:
                seen += 1
                assert found_in(text_of(answer), walk.secrets) == [], address
    assert seen > 60


def no_admin_page_shows_one(walk: Walk) -> None:
    client, seen = Client(), 0
    client.force_login(someone(Role.ADMIN, walk))
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{label}_changelist")]
        pages += [
            reverse(f"{label}_change", args=[pk]) for pk in model._default_manager.values_list("pk", flat=True)[:5]
        ]
        for page in pages:
            answer = client.get(page)
            if answer.status_code == 200:
                seen += 1
                assert found_in(answer.content.decode(), walk.secrets) == [], page
    assert seen > 20


def someone(role: Role, walk: Walk) -> User:
    if role == Role.CASEWORKER:
        return caseworker_of(walk.agreements[0].commune)
    user: User = UserFactory(role=role)
    return user


def addresses_of_the_office(walk: Walk) -> Iterator[str]:
    """Every address about agreements and their communes, and the pages and files made of many rows."""
    names = {str(pattern.name) for _, pattern in patterns(get_resolver())}
    for agreement in walk.agreements:
        known: dict[str, Any] = {"reference": agreement.reference, "ags": agreement.commune_id, "number": 1}
        for name in sorted(names):
            for keys in (["reference"], ["reference", "number"], ["ags"]):
                if address := _reversed(name, {key: known[key] for key in keys}):
                    yield address
    yield from ("/arbeit/", "/vereinbarungen/", "/kommunen/", "/berichte/", "/verwaltung/")
    yield from (f"/vereinbarungen/?export={kind}" for kind in ("xlsx", "csv"))


def _reversed(name: str, arguments: dict[str, Any]) -> str:
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


def text_of(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode(errors="replace")


def access_line(path: str) -> str:
    """What gunicorn writes about a request, in its own format."""
    config = Config()
    logger: Logger = RedactingLogger(config)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://testserver{path}",
    }
    response = type("Response", (), {"status": "302 Found", "sent": 0, "headers": []})()
    request = type("Request", (), {"headers": [("REFERER", environ["HTTP_REFERER"])]})()
    line: str = config.access_log_format % logger.atoms_wrapper_class(
        logger.atoms(response, request, environ, timedelta(seconds=1))
    )
    return line
