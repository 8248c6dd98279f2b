"""What was typed at the desk survives the end of the session, whatever it was typed into."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from agreements.models import PreAgreement
from staff.models import User
from tests.factories.coaching import InForceFactory
from tests.factories.facts import TaskFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD, UserFactory

pytestmark = pytest.mark.usefixtures("live_server")

SignIn = Callable[[User], None]
RESTORED = "Ihre noch nicht gespeicherten Eingaben sind wiederhergestellt."


@pytest.fixture
def draft(transactional_db: None) -> PreAgreement:
    return ready_draft()


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_again(page: Page, user: User) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.get_by_label("E-Mail-Adresse").fill(user.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def kept(page: Page) -> list[str]:
    stored: list[str] = page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft'))")
    return stored


def test_a_long_reason_comes_back_where_it_was_typed(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    agreement = issued(draft)
    user = caseworker_of(agreement.commune)
    reason = "Die Kommune bittet um eine längere Laufzeit. " * 20
    sign_in(user)
    page.goto(f"{agreement.get_absolute_url()}zurueckziehen/")
    page.get_by_label("Grund").fill(reason)
    end_session(page)
    page.get_by_role("button", name="Zurückziehen").click()
    sign_in_again(page, user)
    expect(page).to_have_url(re.compile("/zurueckziehen/$"))
    expect(page.get_by_label("Grund")).to_have_value(reason)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    page.get_by_role("button", name="Zurückziehen").click()
    expect(page.get_by_role("status")).to_contain_text("ist zurückgezogen")
    assert kept(page) == []
    agreement.refresh_from_db()
    assert agreement.status == "withdrawn"


def test_every_kind_of_field_of_a_draft_comes_back(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    user = caseworker_of(draft.commune)
    sign_in(user)
    page.goto(f"{draft.get_absolute_url()}bearbeiten/")
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    page.get_by_label("Graffiti").uncheck()
    page.get_by_label("Ende").fill("2029-06-30")
    end_session(page)
    page.get_by_role("button", name="Entwurf speichern").click()
    sign_in_again(page, user)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Frieda Fachfrau")
    expect(page.get_by_label("Graffiti")).not_to_be_checked()
    expect(page.get_by_label("Vandalismus")).to_be_checked()
    expect(page.get_by_label("Ende")).to_have_value("2029-06-30")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Der Entwurf ist gespeichert.")
    draft.refresh_from_db()
    assert draft.contact_name == "Frieda Fachfrau"
    assert kept(page) == []


def test_a_choice_and_a_day_come_back(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    user = caseworker_of(draft.commune)
    sign_in(user)
    page.goto(f"{draft.get_absolute_url()}ratsbeschluss/")
    page.get_by_label("steht noch aus").check()
    page.get_by_label("Voraussichtlich am").fill("2029-06-30")
    end_session(page)
    page.get_by_role("button", name="Beschluss speichern").click()
    sign_in_again(page, user)
    expect(page.get_by_label("steht noch aus")).to_be_checked()
    expect(page.get_by_label("Voraussichtlich am")).to_have_value("2029-06-30")
    page.get_by_role("button", name="Beschluss speichern").click()
    expect(page.get_by_role("status")).to_contain_text("ist gespeichert")
    assert kept(page) == []


def test_a_new_draft_and_an_office_holder_come_back(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    user = caseworker_of(draft.commune)
    commune = draft.commune
    draft.delete()
    sign_in(user)
    page.goto(f"/vereinbarungen/neu/?kommune={commune.ags}")
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    end_session(page)
    page.get_by_role("button", name="Entwurf speichern").click()
    sign_in_again(page, user)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Frieda Fachfrau")

    page.goto(f"{commune.get_absolute_url()}amtspersonen/neu/")
    page.get_by_label("Amt", exact=True).select_option("acting")
    page.get_by_label("Nachname").fill("Amtsmuster")
    end_session(page)
    page.get_by_role("button", name="Amtsperson speichern").click()
    sign_in_again(page, user)
    expect(page.get_by_label("Amt", exact=True)).to_have_value("acting")
    expect(page.get_by_label("Nachname")).to_have_value("Amtsmuster")


def test_what_others_changed_meanwhile_is_told(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    sign_in(caseworker_of(draft.commune))
    page.goto(f"{draft.get_absolute_url()}bearbeiten/")
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    PreAgreement.objects.filter(pk=draft.pk).update(contact_phone="0351 555 0199", revision=draft.revision + 1)
    page.reload()
    expect(page.get_by_text("Inzwischen wurden die Angaben geändert")).to_be_visible()


def test_a_draft_is_given_up_by_cancelling_or_discarding(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    sign_in(caseworker_of(draft.commune))
    edit = f"{draft.get_absolute_url()}bearbeiten/"
    page.goto(edit)
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    page.reload()
    page.get_by_role("button", name="Eingaben verwerfen").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(draft.contact_name)
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    page.get_by_role("link", name="Abbrechen").click()
    page.goto(edit)
    expect(page.get_by_label("Name", exact=True)).to_have_value(draft.contact_name)
    expect(page.get_by_text(RESTORED)).to_have_count(0)


def test_another_account_does_not_see_what_was_typed(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    sign_in(caseworker_of(draft.commune))
    edit = f"{draft.get_absolute_url()}bearbeiten/"
    page.goto(edit)
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    end_session(page)
    sign_in(UserFactory(role="head"))
    page.goto(edit)
    expect(page.get_by_label("Name", exact=True)).to_have_value(draft.contact_name)


def test_passwords_are_never_kept(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    sign_in(caseworker_of(draft.commune))
    page.goto(f"{draft.get_absolute_url()}bearbeiten/")
    form = page.locator("form[data-draft]")
    form.evaluate(
        """form => {
            for (const type of ['password', 'file', 'hidden']) {
                const field = document.createElement('input');
                field.type = type; field.name = 'secret-' + type;
                if (type !== 'file') field.value = 'geheim';
                form.append(field);
            }
            const code = document.createElement('input');
            code.name = 'code'; code.autocomplete = 'one-time-code'; code.value = '123456';
            form.append(code);
        }"""
    )
    page.get_by_label("Name", exact=True).fill("Frieda Fachfrau")
    stored = page.evaluate("JSON.stringify(sessionStorage)")
    assert "Frieda Fachfrau" in stored
    for never in ("geheim", "secret-", "123456", "csrf"):
        assert never not in stored


def test_a_phone_note_typed_on_the_commune_s_file_comes_back_there(
    page: Page, sign_in: SignIn, draft: PreAgreement
) -> None:
    user, address = caseworker_of(draft.commune), draft.commune.get_absolute_url()
    sign_in(user)
    page.goto(address)
    page.get_by_label("Telefonnotiz").check()
    page.get_by_label("Tag", exact=True).fill("2026-05-03")
    page.get_by_label("Neue Notiz").fill("Ruft nächste Woche zurück.")
    end_session(page)
    page.get_by_role("button", name="Notiz speichern").click()
    sign_in_again(page, user)
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(page.get_by_label("Neue Notiz")).to_have_value("Ruft nächste Woche zurück.")
    expect(page.get_by_label("Tag", exact=True)).to_have_value("2026-05-03")
    page.get_by_role("button", name="Notiz speichern").click()
    expect(page.get_by_text("Telefonnotiz vom 03.05.2026", exact=True)).to_be_visible()
    assert kept(page) == []


@pytest.mark.parametrize(
    ("path", "label", "text", "button"),
    [
        ("aufgaben/neu/", "Was ist zu tun?", "Unterlagen nachfordern", "Aufgabe speichern"),
        ("ansprechpersonen/neu/", "Nachname", "Ordnungsmuster", "Ansprechperson speichern"),
        ("fakten/neu/", "Bemerkung", "Erstgespräch im Rathaus", "Fakt speichern"),
        ("unterlagen/neu/", "Titel", "Protokoll der Auftaktsitzung", "Unterlage hinzufügen"),
    ],
)
def test_what_was_typed_about_a_commune_comes_back(
    page: Page, sign_in: SignIn, draft: PreAgreement, path: str, label: str, text: str, button: str
) -> None:
    user = caseworker_of(draft.commune)
    sign_in(user)
    page.goto(f"{draft.commune.get_absolute_url()}{path}")
    page.get_by_label(label).fill(text)
    end_session(page)
    page.get_by_role("button", name=button).click()
    sign_in_again(page, user)
    expect(page).to_have_url(re.compile(f"{path}$"))
    expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_text(RESTORED)).to_be_visible()


def test_what_was_typed_about_paper_and_coaching_comes_back(page: Page, sign_in: SignIn, draft: PreAgreement) -> None:
    user = caseworker_of(draft.commune)
    in_force = InForceFactory(commune=draft.commune)
    sign_in(user)
    page.goto(f"/vereinbarungen/erfassen/?kommune={draft.commune_id}")
    page.get_by_label("Ort des Originals").fill("Ordner 3")
    end_session(page)
    page.get_by_role("button", name="Vereinbarung erfassen").click()
    sign_in_again(page, user)
    expect(page.get_by_label("Ort des Originals")).to_have_value("Ordner 3")

    page.goto(f"/coaching/neu/?vereinbarung={in_force.reference}")
    page.get_by_label("Bewilligte Tage").fill("6")
    end_session(page)
    page.get_by_role("button", name="Coaching speichern").click()
    sign_in_again(page, user)
    expect(page.get_by_label("Bewilligte Tage")).to_have_value("6")


def test_a_finished_click_after_the_session_ended_leads_back_to_the_button(
    page: Page, sign_in: SignIn, draft: PreAgreement
) -> None:
    user = caseworker_of(draft.commune)
    TaskFactory(commune=draft.commune, assigned_to=user)
    sign_in(user)
    page.goto("/arbeit/?sicht=team")
    end_session(page)
    page.get_by_role("button", name=re.compile("Erledigt")).click()
    sign_in_again(page, user)
    expect(page).to_have_url(re.compile(r"/arbeit/\?sicht=team$"))
    expect(page.get_by_role("button", name=re.compile("Erledigt"))).to_be_visible()
