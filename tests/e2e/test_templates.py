"""A template's new edition: written, compared, seen with a commune, released by a second person, used."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from agreements.models import TemplateVersion
from communes.models import Commune
from staff.models import Role, User
from tests.e2e.inspector import Inspector
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.usefixtures("live_server"), pytest.mark.slow]

SignIn = Callable[[User], None]
BEGIN = re.compile("^Neue Ausgabe beginnen ?: Vorvereinbarung ASSKomm$")


@pytest.fixture
def commune(transactional_db: None) -> Commune:
    """With a mayor, in the district of a caseworker."""
    published_template()
    made: Commune = CommuneFactory(name="Großbeispiel-Kleinmusterdorf am Vorlagenbach", ags="14999010")
    OfficeHolderFactory(commune=made)
    ResponsibilityFactory(district=made.district, user=UserFactory(email="sabine.muster@lpr.example"))
    return made


def newest() -> TemplateVersion:
    """The newest edition of the usual template."""
    return TemplateVersion.objects.filter(template__name="Vorvereinbarung ASSKomm").latest("number")


def write(page: Page, inspector: Inspector) -> None:
    """From the list to a saved draft, with a mistake on the way; nothing needs a mouse."""
    page.goto("/vereinbarungen/")
    page.get_by_role("link", name="Vorlagen", exact=True).click()
    inspector.check("templates")
    page.get_by_role("button", name=BEGIN).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{newest()} bearbeiten")
    inspector.check("edition, to write")
    page.get_by_label("Text", exact=True).first.fill("Die $komune und der Landespräventionsrat arbeiten zusammen.")
    page.get_by_role("button", name="Ausgabe speichern").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Meinten Sie $kommune?")
    inspector.check("edition with a wrong placeholder")
    page.get_by_label("Text", exact=True).first.fill("Die $kommune und der Landespräventionsrat arbeiten zusammen.")
    arrange(page, inspector)
    page.get_by_label("Überschrift", exact=True).first.press("Enter")  # as the Enter key of a field does: it saves
    expect(page.get_by_role("status")).to_contain_text("Die Ausgabe ist gespeichert.")


def arrange(page: Page, inspector: Inspector) -> None:
    """A section more, and one step up, by the keyboard; the place one works at gets the focus."""
    page.get_by_role("button", name=re.compile("danach einfügen ?: nach Präambel$")).press("Enter")
    heading = page.get_by_label("Überschrift", exact=True).nth(1)
    expect(heading).to_be_focused()
    expect(page.get_by_text("Neuer Abschnitt § 1. Gespeichert ist das noch nicht.")).to_be_visible()
    heading.fill("Ortsbegehungen")
    page.get_by_label("Text", exact=True).nth(1).fill("Die Beteiligten gehen einmal im Jahr durch den Ort.")
    page.get_by_role("button", name=re.compile("Nach unten ?: § 1$")).press("Enter")
    expect(page.get_by_label("Überschrift", exact=True).nth(2)).to_have_value("Ortsbegehungen")
    expect(page.get_by_label("Text", exact=True).first).to_have_value(re.compile("^Die .kommune und"))
    inspector.check("edition with a moved section")


def see_and_submit(page: Page, inspector: Inspector) -> None:
    """The difference, then the words with a real commune as page and PDF, then to the second person."""
    difference = page.get_by_role("region", name=re.compile("^Unterschied zu Ausgabe"))
    expect(difference).to_contain_text("§ 2 Ortsbegehungen (neu)")
    expect(difference.locator("ins").first).to_have_css("text-decoration-line", "underline")
    expect(difference.locator("del").first).to_have_css("text-decoration-line", "line-through")
    inspector.check("edition with its difference")
    page.get_by_role("link", name="Vorschau mit einer Kommune").click()
    page.get_by_label("Name oder AGS der Kommune").fill("grossbeispiel")
    page.get_by_role("button", name="Kommune suchen").click()
    inspector.check("communes found")
    page.get_by_role("link", name=re.compile("Großbeispiel")).click()
    expect(page.get_by_role("article")).to_contain_text("Vorlagenbach und der Landespräventionsrat arbeiten zusammen.")
    inspector.check("preview")
    pdf = page.get_by_role("link", name=re.compile("Als PDF ansehen")).get_attribute("href")
    assert page.request.get(pdf or "").body().startswith(b"%PDF-")
    page.get_by_role("link", name=str(newest())).click()
    page.get_by_role("button", name="Zur Freigabe vorlegen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Ausgabe liegt zur Freigabe vor.")
    expect(page.get_by_role("button", name="Freigeben")).to_have_count(0)
    expect(page.get_by_text("Freigeben muss sie eine zweite Person.")).to_be_visible()


def release(page: Page, inspector: Inspector) -> None:
    """The head reads the difference and releases it; before, the way back is looked at."""
    page.goto("/vorlagen/")
    page.get_by_role("link", name=re.compile("^Ausgabe . ?: Vorvereinbarung ASSKomm$")).first.click()
    page.get_by_role("link", name="Zurückgeben").click()
    page.get_by_role("button", name="Zurückgeben").click()
    inspector.check("returning without a reason")
    page.get_by_role("link", name="Abbrechen").click()
    inspector.check("edition that waits")
    page.get_by_role("button", name="Freigeben und veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Ausgabe ist veröffentlicht.")
    inspector.check("released edition")


def test_the_administration_writes_the_head_releases_and_a_caseworker_drafts_with_it(
    page: Page, inspector: Inspector, sign_in: SignIn, commune: Commune
) -> None:
    sign_in(UserFactory(role=Role.ADMIN, first_name="Anna", last_name="Adminmuster"))
    write(page, inspector)
    see_and_submit(page, inspector)
    sign_in(UserFactory(role=Role.HEAD, first_name="Lena", last_name="Leitmuster"))
    release(page, inspector)
    sign_in(User.objects.get(email="sabine.muster@lpr.example"))
    page.goto(f"/vereinbarungen/neu/?kommune={commune.ags}")
    expect(page.get_by_role("main")).to_contain_text(f"Vorlage: {newest()}.")
    page.get_by_label("Beginn").fill("2028-01-01")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Der Entwurf ist angelegt.")
    assert commune.agreements.get().template_version == newest()


def test_what_was_typed_into_a_new_section_outlives_the_session(page: Page, sign_in: SignIn, commune: Commune) -> None:
    user = UserFactory(role=Role.ADMIN)
    sign_in(user)
    page.goto("/vorlagen/")
    page.get_by_role("button", name=BEGIN).click()
    page.get_by_role("button", name=re.compile("Nach unten ?: Präambel$")).click()
    page.get_by_label("Text", exact=True).nth(1).fill("Mühsam getippt.")
    page.reload()  # sends the step again: what came back is what the browser keeps
    page.get_by_label("Text", exact=True).nth(1).fill("Mühsam getippt.")
    page.goto(newest().get_absolute_url() + "bearbeiten/")
    expect(page.get_by_text("Ihre noch nicht gespeicherten Eingaben sind wiederhergestellt.")).to_be_visible()
    expect(page.get_by_label("Text", exact=True).nth(1)).to_have_value("Mühsam getippt.")
    second = published_template().sections.get(position=2).heading
    expect(page.get_by_label("Überschrift", exact=True).first).to_have_value(second)


def test_sections_that_were_added_and_not_saved_come_back_where_they_were(
    page: Page, sign_in: SignIn, commune: Commune
) -> None:
    sign_in(UserFactory(role=Role.ADMIN))
    page.goto("/vorlagen/")
    page.get_by_role("button", name=BEGIN).click()
    texts = page.get_by_label("Text", exact=True)
    before = texts.count()
    page.get_by_role("button", name=re.compile("danach einfügen ?: nach Präambel$")).click()
    texts.nth(1).fill("Mühsam getippt.")
    page.goto(newest().get_absolute_url() + "bearbeiten/")
    expect(page.get_by_text("nicht gespeicherte Eingaben, mit anderen Abschnitten")).to_be_visible()
    expect(texts).to_have_count(before)
    page.get_by_role("button", name="Eingaben wiederherstellen").click()
    expect(page.get_by_text("Ihre Eingaben sind wiederhergestellt.")).to_be_visible()
    expect(texts).to_have_count(before + 1)
    expect(texts.nth(1)).to_have_value("Mühsam getippt.")
    assert newest().revision == 1
