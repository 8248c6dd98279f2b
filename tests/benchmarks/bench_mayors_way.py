"""The mayor's way on a poor line and a slow phone: bytes, requests and times of each step, against the aim.

400 kbit/s, 400 ms until an answer begins, a processor four times slower. "Usable" is when everything on the page
answers: it is drawn, and its scripts have run. The first step is timed from the tap on the link in the mail, its
redirect included.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, sync_playwright

from asskomm.demo_data import accounts
from tests.benchmarks.running_demo import RunningDemo, running_demo

LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 4
MOST_BYTES, MOST_SECONDS = 60_000, 1.5
DRAFT = "/vereinbarungen/?status=draft"
TIMES = """() => ({
  drawn: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
})"""


@dataclass
class Meter:
    """Counts what comes over the line."""

    line: CDPSession
    bytes: int = 0
    requests: int = 0
    cached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.line.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        self.line.on("Network.responseReceived", self._answered)
        self.line.on("Network.loadingFinished", self._loaded)
        self.line.send("Network.enable")
        self.line.send("Network.emulateNetworkConditions", LINE)
        self.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def _answered(self, event: dict[str, Any]) -> None:
        self.requests += event["requestId"] not in self.cached

    def _loaded(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def report(self, page: Page, step: str) -> None:
        """Print what the page that has just come cost; begin from nothing."""
        page.wait_for_load_state("networkidle")
        times = page.evaluate(TIMES)
        usable = max(times["drawn"], times["ready"]) / 1000
        sys.stdout.write(
            f"{step:<22}{self.bytes / 1000:7.1f} kB ({self.bytes / MOST_BYTES:.2f} of the aim)"
            f"{self.requests:4} requests   drawn {times['drawn'] / 1000:.2f} s   "
            f"usable {usable:.2f} s ({usable / MOST_SECONDS:.2f} of the aim)\n"
        )
        self.bytes = self.requests = 0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


def test_the_mayors_way_on_a_poor_line(demo: RunningDemo) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        send_for_signature(browser.new_page(base_url=demo.address))
        link = demo.newest(r"(http\S+/unterzeichnen/link/\S+)")
        phone = browser.new_context(**playwright.devices["Pixel 5"], locale="de-DE", base_url=demo.address)
        page = phone.new_page()
        sys.stdout.write("\n400 kbit/s, 400 ms, processor four times slower\n")
        walk(page, Meter(phone.new_cdp_session(page)), demo, link)
        browser.close()


def send_for_signature(page: Page) -> None:
    """The caseworker sends the draft that the demo has, on a good line."""
    page.goto("/anmelden/")
    page.locator("[name=login]").fill(accounts.FIRST)
    page.locator("[name=password]").fill(accounts.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/arbeit/")
    page.goto(DRAFT)
    drafts = [str(link.get_attribute("href")) for link in page.locator("main td a, main th a").all()]
    sending = page.get_by_role("button", name="Zur Unterschrift senden")
    for draft in dict.fromkeys(address for address in drafts if "/vereinbarungen/LPR-" in address):
        page.goto(draft)
        if sending.count() and sending.is_enabled():
            break
    sending.click()


def walk(page: Page, meter: Meter, demo: RunningDemo, link: str) -> None:
    """The five steps; what stands between two of them is not counted."""
    page.goto(link)
    meter.report(page, "link and code")
    send(page, "/code/anfordern/")
    meter.report(page, "code asked for")
    page.locator("[autocomplete=one-time-code]").fill(demo.newest(r"^(\d{6})\s*$"))
    send(page, "/unterzeichnen/code/")
    meter.report(page, "reading")
    page.goto(f"{demo.address}/unterzeichnen/unterschrift/")
    meter.report(page, "signature")
    page.locator("input[name=typed_name]").fill("Erika Musterfrau")
    send(page, "/unterschrift/")
    meter.report(page, "preview")
    page.locator("main input[type=checkbox]").check()
    send(page, "/unterzeichnen/pruefen/")
    meter.report(page, "receipt")


def send(page: Page, action: str = "") -> None:
    """Send the page's form, or the one that goes to ``action``."""
    form = page.locator(f"main form[action$='{action}']" if action else "main form[method=post]")
    with page.expect_navigation():
        form.last.locator("[type=submit]").first.click()
