"""The main path as it runs at an operator's: production settings, gunicorn, mails by SMTP, keys and timestamps."""

import io
import re
import time
from collections.abc import Callable
from urllib.parse import urljoin

import pikepdf
import pytest
import requests
from django.conf import settings

from tests.core import hostile_scans as scans
from tests.factories.staff import PASSWORD
from tests.production.browser import HOST, Browser
from tests.production.portal import RunningPortal
from tests.production.prepare import AGS, CASEWORKER, MAYOR

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("production")]
PATHS = {"__Secure-unterzeichnung": "/unterzeichnen/", "__Secure-bekanntes-geraet": "/anmelden/"}
TO_SIGN = r"(https://portal\.example/unterzeichnen/link/\S+)"
MOST_BYTES, MOST_REQUESTS = 60_000, 8
CODE = r"^(\d{6})\s*$"


def arrived(portal: RunningPortal, recipient: str, pattern: str, *, seconds: float = 60) -> str:
    """What the newest mail to ``recipient`` that has it says."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for text in reversed(portal.box.texts_to(recipient)):
            if found := re.search(pattern, text, re.MULTILINE):
                return found[1]
        time.sleep(0.05)
    raise AssertionError(f"no mail to {recipient} with {pattern}: {portal.logs()[-3000:]}")


def sign_in(portal: RunningPortal) -> Browser:
    office = Browser(portal.port, "192.0.2.10")
    office.get("/anmelden/")
    office.send(action="/anmelden/", login=CASEWORKER, password=PASSWORD)
    assert "Meine Arbeit" in office.page.text
    return office


def prepare_and_send(office: Browser) -> str:
    """A draft with a council's resolution as a scan; returns the agreement's address."""
    office.get(f"/vereinbarungen/neu/?kommune={AGS}")
    topics = re.findall(r'name="topics"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="topics"', office.page.text)
    office.send(
        topics=[topic for pair in topics[:2] for topic in pair if topic],
        contact_name="Olaf Ordnungsmuster",
        contact_email="ordnungsamt@musterstadt.example",
        term_from="2028-01-01",
        term_until="2029-12-31",
    )
    address = re.search(r"/vereinbarungen/LPR-[^/]+/", office.page.url)
    assert address, office.page.text
    preview = office.get(f"{address[0]}vorschau.pdf")
    assert preview.content.startswith(b"%PDF-")
    office.get(address[0])
    office.send(action="/senden/")
    assert "auf dem Weg" in office.page.text
    return address[0]


def read_and_sign(portal: RunningPortal) -> Browser:
    """The mayor's way, from the mail to the receipt."""
    mayor = Browser(portal.port, "198.51.100.20")
    mayor.get(arrived(portal, MAYOR, TO_SIGN))
    mayor.send(action="/code/anfordern/")
    code = arrived(portal, MAYOR, CODE)
    mayor.send(action="/unterzeichnen/code/", code=code)
    assert "Vereinbarung lesen" in mayor.page.text
    assert mayor.get("/unterzeichnen/vereinbarung.pdf").content.startswith(b"%PDF-")
    mayor.get("/unterzeichnen/unterschrift/")
    mayor.send(action="/unterschrift/", method="typed", typed_name="Erika Musterfrau")
    mayor.send(action="/unterzeichnen/pruefen/", consent="on")
    assert "Vielen Dank, Sie haben unterzeichnet" in mayor.page.text
    return mayor


def countersign(office: Browser, agreement: str) -> bytes:
    office.get(f"{agreement}gegenzeichnen/")
    office.send(action="/gegenzeichnen/", password=PASSWORD)
    assert "gegengezeichnet und gilt ab dem" in office.page.text
    return office.get(f"{agreement}unterzeichnet.pdf").content


def attached_to(portal: RunningPortal, recipient: str) -> dict[str, bytes]:
    return {
        str(part.get_filename()): part.get_payload(decode=True)
        for mail in portal.box.mails
        if recipient in str(mail["To"])
        for part in mail.iter_attachments()
    }


def eventually(condition: Callable[[], bool], told: Callable[[], str], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


@pytest.fixture(scope="module")
def walked(portal: RunningPortal) -> tuple[Browser, Browser, str, bytes]:
    """The whole way, once: the caseworker's and the mayor's browser, the agreement's address and signed file."""
    office = sign_in(portal)
    agreement = prepare_and_send(office)
    mayor = read_and_sign(portal)
    signed = countersign(office, agreement)
    ticked = portal.manage("tick")
    assert ticked.returncode == 0, ticked.stderr
    return office, mayor, agreement, signed


def test_both_sides_get_the_signed_file_and_its_evidence_by_mail(portal, walked):
    _, mayor, _, signed = walked
    for recipient in (MAYOR, CASEWORKER):
        eventually(lambda to=recipient: len(attached_to(portal, to)) == 2, portal.logs)
        found = attached_to(portal, recipient)
        (agreement,) = (data for name, data in found.items() if name.endswith("-unterzeichnet.pdf"))
        assert agreement == signed
        assert all(data.startswith(b"%PDF-") for data in found.values())
    assert mayor.get("/unterzeichnen/unterzeichnet.pdf").content == signed


def test_anyone_verifies_the_signed_file(portal, walked):
    visitor = Browser(portal.port, "203.0.113.30")
    visitor.get("/pruefen/")
    visitor.send(action="/pruefen/", files={"file": ("vereinbarung.pdf", walked[3], "application/pdf")})
    assert "Echt. Gilt ab 1. Januar 2028" in visitor.page.text


def test_a_scan_is_stored_and_read_back(walked):
    office, *_ = walked
    office.get(f"/kommunen/{AGS}/unterlagen/neu/")
    office.send(
        files={"upload": ("protokoll.png", scans.picture("PNG"), "image/png")},
        title="Protokoll der Auftaktsitzung",
        kind="minutes",
        dated="2026-11-02",
    )
    found = re.search(rf"/kommunen/{AGS}/unterlagen/\d+/datei\.pdf", office.page.text)
    assert found, office.page.text
    with pikepdf.open(io.BytesIO(office.get(found[0]).content)) as stored:
        assert len(stored.pages) == 1


def test_cookies_are_bound_to_the_host_and_two_of_them_to_their_pages(walked):
    office, mayor, *_ = walked
    for cookie in (*office.cookies_set, *mayor.cookies_set):
        if "max-age=0" in cookie.lower():  # taken back
            continue
        attributes = [part.strip().lower() for part in cookie.split(";")[1:]]
        assert "secure" in attributes, cookie
        assert not any(part.startswith("domain") for part in attributes), cookie
        name = cookie.partition("=")[0]
        assert f"path={PATHS.get(name, '/')}" in attributes, cookie
    names = {cookie.split("=")[0] for cookie in (*office.cookies_set, *mayor.cookies_set)}
    assert names >= {"__Host-sitzung", "__Host-formulare", *PATHS}


def test_static_files_have_hashed_names_and_come_compressed(walked):
    office, *_ = walked
    page = office.get("/arbeit/").text
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len(addresses) > 3
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.", address), address
        answer = office.get(address, **{"Accept-Encoding": "gzip"})
        assert "immutable" in answer.headers["Cache-Control"]
        if address.endswith((".css", ".js")):
            assert answer.headers["Content-Encoding"] == "gzip"


def test_the_first_page_of_the_mayor_weighs_little(walked):
    """All that a phone loads to show it: the page, its files, and the fonts of German pages in every weight."""
    mayor = walked[1]
    page = mayor.pages[0]
    assert "Code anfordern" in page.text
    files = re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/static/[^"]+)"', page.text)
    sheet = next(address for address in files if "/bundles/signing." in address)
    fonts = {urljoin(sheet, found) for found in re.findall(r'url\("?(\.\./letters/[^")]+)', mayor.get(sheet).text)}
    assert len(fonts) == len(settings.STATICFILES_LETTERS)
    answers = [page, *(mayor.get(address, **{"Accept-Encoding": "br"}) for address in (*files, *fonts))]
    weights = {answer.url: int(answer.headers["Content-Length"]) for answer in answers}
    assert len(weights) <= MOST_REQUESTS, weights
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_a_head_is_answered_like_a_get(walked):
    office, mayor, agreement, _ = walked
    for browser, path in [
        (office, "/arbeit/"),
        (office, agreement),
        (office, f"{agreement}unterzeichnet.pdf"),
        (office, "/vereinbarungen/?als=excel"),
        (mayor, "/unterzeichnen/beleg/"),
        (mayor, "/pruefen/"),
    ]:
        answer = browser.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path


def test_without_the_proxy_s_word_the_portal_sends_everybody_to_https(portal):
    answer = requests.get(
        f"http://127.0.0.1:{portal.port}/anmelden/", headers={"Host": HOST}, allow_redirects=False, timeout=60
    )
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/anmelden/")


def test_no_page_of_the_demo_s_words(walked):
    office, mayor, *_ = walked
    for page in (office.get("/arbeit/"), mayor.get("/"), mayor.get("/impressum/")):
        assert "Demonstration" not in page.text


def test_monitoring_finds_everything_at_work_and_every_file_in_its_place(portal, walked):
    """A worker answers the minute's work within its interval; the deployment check sees the same."""
    eventually(lambda: portal.manage("status").stdout.strip() == "Alles arbeitet.", portal.logs)
    checked = portal.manage("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    verified = portal.manage("verify_files")
    assert verified.returncode == 0, verified.stderr
    assert "0 fehlen, 0 verändert" in verified.stdout
    assert "1 unterzeichnete Vereinbarungen, alle gültig; 1 Nachweise, alle gültig" in verified.stdout


def test_the_logs_hold_no_fault_and_no_secret(portal, walked):
    office, mayor, *_ = walked
    logs = portal.logs()
    assert '"GET /arbeit/' in logs
    assert not re.search(r'" 5\d\d ', logs)
    assert "Traceback" not in logs
    secrets = [value for name, value in portal.environment.items() if "PASSWORD" in name or name == "SECRET_KEY"]
    secrets += [PASSWORD, arrived(portal, MAYOR, TO_SIGN).rstrip("/").rpartition("/")[2]]
    secrets += [cookie.value for browser in (office, mayor) for cookie in browser.session.cookies if cookie.value]
    assert len(secrets) >= 10
    assert [secret for secret in secrets if secret in logs] == []
    code = arrived(portal, MAYOR, CODE)
    assert not re.search(rf"(?<![\w.]){code}(?!\w)", logs)


def test_another_host_is_refused(portal):
    """Comes last: Django tells of it in the log, with a traceback."""
    headers = {"Host": "fremd.example", "X-Forwarded-Proto": "https"}
    answer = requests.get(f"http://127.0.0.1:{portal.port}/", headers=headers, allow_redirects=False, timeout=60)
    assert answer.status_code == 400
