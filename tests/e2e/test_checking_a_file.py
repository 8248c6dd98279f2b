"""The page that checks a file, while its visitor changes their mind: what is checked is the file that is shown."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.inspector import Inspector

ONE, OTHER = (
    {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 "} for name in ("eins.pdf", "zwei.pdf")
)


def test_an_answer_about_a_file_that_was_replaced_changes_nothing(
    page: Page, inspector: Inspector, live_server: object, transactional_db: None
) -> None:
    waiting: list[Route] = []
    page.route("**/pruefen/bekannt/", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks what it gets
    page.goto("/pruefen/")
    file, said = page.get_by_label("PDF-Datei"), page.locator(".verify-form__said")
    button = page.get_by_role("button", name="Prüfen", exact=True)
    for known in (True, False):
        file.set_input_files([ONE])
        with page.expect_request("**/pruefen/bekannt/"):
            button.click()
        file.set_input_files([OTHER])
        with page.expect_response("**/pruefen/bekannt/"):
            waiting.pop().fulfill(json={"known": known})
        page.wait_for_timeout(200)  # what must not happen has no event
        expect(said).to_be_empty()
        expect(file).to_be_enabled()
        expect(button).to_be_visible()
        assert page.locator("[name=sha256]").input_value() == ""
    assert page.url.endswith("/pruefen/")
    inspector.check()


def test_a_file_that_cannot_be_read_any_more_is_asked_for_again(
    page: Page, inspector: Inspector, live_server: object, transactional_db: None
) -> None:
    page.goto("/pruefen/")
    page.evaluate("() => { File.prototype.arrayBuffer = () => Promise.reject(new Error()); }")
    page.get_by_label("PDF-Datei").set_input_files([ONE])
    for _time in range(2):
        page.get_by_role("button", name="Prüfen", exact=True).click()
        expect(page.locator(".verify-form__said")).to_have_text(
            "Die Datei lässt sich nicht lesen. Bitte wählen Sie sie noch einmal."
        )
    inspector.check()
