"""More than fifty hostile files at both doors: bounded time and memory, a plain answer, and the portal lives."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.scans import ScanRefusedError, clean_scan
from core.signing.inspection import Inspection, Problem, inspect_upload
from core.signing.reasons import Reason
from core.signing.verdict import judge
from tests.core.hostile_pdfs import BROKEN, DAMAGED, ODD
from tests.core.hostile_pictures import REFUSED, TAKEN

# Every file is looked into once and asked about many times: by one worker, not by each again.
pytestmark = pytest.mark.xdist_group("hostile-uploads")

LONGEST = 45  # seconds, on a busy machine; what each process may use has limits of its own
MOST_GROWTH = 200 * 1024  # kibibytes of this process, for all files together
FILES = {**BROKEN, **DAMAGED, **ODD, **REFUSED, **TAKEN}


@dataclass(frozen=True)
class Answers:
    """What both doors said, and how long the slower one took."""

    inspection: Inspection
    reason: Reason
    refusal: str
    seconds: float


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    """All files through both doors, two at a time."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ThreadPoolExecutor(2) as threads:
        found = dict(zip(FILES, threads.map(_answer, FILES.values()), strict=True))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH
    return found


def _answer(make: Callable[[], bytes]) -> Answers:
    data = make()
    start = time.monotonic()
    inspection = inspect_upload(data)
    between = time.monotonic()
    try:
        clean_scan(data)
        refusal = ""
    except ScanRefusedError as refused:
        refusal = str(refused)
    seconds = max(between - start, time.monotonic() - between)
    return Answers(inspection, judge(data, inspection, None).reason, refusal, seconds)


def test_there_are_more_than_fifty():
    assert len(FILES) >= 75


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_genuine_and_nothing_takes_long(answers, name):
    answer = answers[name]
    assert answer.reason is not Reason.GENUINE
    assert answer.reason.explanation.endswith(".")
    assert not any(signature.valid for signature in answer.inspection.signatures)
    assert answer.seconds < LONGEST


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_called_so_at_both_doors(answers, name):
    assert answers[name].inspection.problem in {Problem.UNREADABLE, Problem.TOO_SLOW}
    assert "Bitte" in answers[name].refusal


@pytest.mark.parametrize("name", [*DAMAGED, *REFUSED])
def test_what_may_have_lost_its_pages_and_what_is_no_page_is_no_scan(answers, name):
    assert "Bitte" in answers[name].refusal


@pytest.mark.parametrize("name", [*REFUSED, *TAKEN])
def test_what_is_no_pdf_is_called_so(answers, name):
    assert answers[name].reason is Reason.NOT_PDF


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_picture_becomes_a_page(answers, name):
    assert answers[name].refusal == ""


NAMES = [
    "../../../etc/passwd",
    "..\\..\\boese.pdf",
    "/tmp/boese.pdf",
    "nul\x00byte.pdf",
    "exe\u202efdp.scr",
    "a" * 5000 + ".pdf",
    "<script>alert(1)</script>.pdf",
    "zeile\r\nSet-Cookie: a=b.pdf",
    ".",
    "CON",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_a_name_and_nothing_else(name):
    upload = SimpleUploadedFile("x", b"kein PDF", content_type="image/png; charset=boese")
    upload._name = name
    answer = Client().post("/pruefen/", {"file": upload})
    assert answer.status_code in {200, 400, 422}
    assert "<script>alert" not in answer.content.decode()
    assert "Set-Cookie: a=b" not in str(answer.headers)


def multipart(*parts: str) -> bytes:
    return "".join(f"--x\r\n{part}\r\n" for part in parts).encode() + b"--x--\r\n"


FILE_PART = 'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nkein PDF'
BODIES = {
    "two files": multipart(FILE_PART, FILE_PART.replace("kein", "auch kein")),
    "no end": multipart(FILE_PART)[:-8],
    "no file": multipart('Content-Disposition: form-data; name="file"; filename=""\r\n\r\n'),
    "a file without a name": multipart(FILE_PART.replace('; filename="a.pdf"', "")),
    "two thousand fields": multipart(*['Content-Disposition: form-data; name="code"\r\n\r\nx'] * 2000),
    "two hundred files": multipart(*[FILE_PART] * 200),
    "a field of three megabytes": multipart('Content-Disposition: form-data; name="code"\r\n\r\n' + "x" * 3_000_000),
    "long headers": multipart("X-Boese: " + "a" * 100_000 + "\r\n" + FILE_PART),
    "nothing": b"",
    "nulls": bytes(1000),
}


@pytest.mark.django_db
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_form_that_no_browser_sends_gets_a_page_and_the_next_one_works(body):
    client = Client()
    answer = client.post("/pruefen/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {200, 400, 413, 422}
    assert "<h1" in answer.content.decode(), "a page of ours"
    assert client.get("/pruefen/", {"code": "AAAA-BBBB-CCCC"}).status_code == 200
