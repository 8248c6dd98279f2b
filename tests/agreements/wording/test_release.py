"""Released by a second person, as it was seen; and no side door."""

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.drafting.drafts import default_template
from agreements.models import TemplateSection, TemplateVersion
from agreements.policies.edition_content import content_of
from agreements.text import standard_template
from core.journal import PORTAL, verify_chain
from core.models import JournalEntry
from staff import saving
from staff.actors import StaffActor
from staff.models import Role
from tests.agreements.wording.test_editor import address, browser, form, text_of
from tests.factories.editions import administrator, begun, stored, waiting, with_words
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


def seen(version: TemplateVersion) -> dict[str, str]:
    return {"token": content_of(version).sha256}


def release(client: Client, version: TemplateVersion, **sent: str) -> str:
    """What the page says then."""
    return text_of(client.post(address(version, "edition-release"), seen(version) | sent, follow=True))


def test_a_second_person_releases_what_was_submitted(admin_account, head):
    draft = with_words(begun(admin_account), "Neu: $kommune.", admin_account)
    browser(admin_account).post(address(draft, "edition-submit"), seen(draft))
    assert stored(draft).state == "waiting"
    assert "Die Ausgabe ist veröffentlicht." in release(browser(head), draft)
    version = stored(draft)
    assert (version.submitted_by, version.released_by, version.state) == (admin_account, head, "published")
    assert version.content_sha256 == content_of(version).sha256
    assert default_template() == version
    kinds = list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [f"templateversion.{what}" for what in ("created", "changed", "submitted", "published")]
    assert JournalEntry.objects.get(kind="templateversion.published").data["sha256"] == version.content_sha256
    verify_chain(PORTAL)


def test_submitted_and_released_twice_it_happens_once(admin_account, head):
    draft = with_words(begun(admin_account), "Neu: $kommune.", admin_account)
    for user, page in ((admin_account, "edition-submit"), (head, "edition-release")):
        client = browser(user)
        said = [text_of(client.post(address(draft, page), seen(draft), follow=True)) for _ in range(2)]
        assert all("Die Ausgabe " in each for each in said)
    assert JournalEntry.objects.filter(kind__in=["templateversion.submitted", "templateversion.published"]).count() == 2


def test_who_wrote_or_submitted_it_does_not_release_it(admin_account, head):
    both = administrator()
    version = with_words(begun(both), "Neu: $kommune.", both)
    browser(admin_account).post(address(version, "edition-submit"), seen(version))
    for user in (both, admin_account):
        assert "Freigeben muss sie eine zweite Person." in release(browser(user), version)
    assert stored(version).state == "waiting"
    assert "veröffentlicht" in release(browser(head), version)


def test_who_set_up_the_writers_account_does_not_release_it(head):
    writer = administrator()
    saving.account_made(writer, actor=StaffActor(head))
    version = waiting(writer)
    assert "Sie haben den Zugang eines Kontos eingerichtet" in release(browser(head), version)
    assert stored(version).state == "waiting"


def test_an_account_that_somebody_just_made_does_not_release(admin_account):
    puppet = UserFactory(role=Role.HEAD)
    version = waiting(admin_account)
    saving.account_made(puppet, actor=StaffActor(admin_account))
    assert "Der Zugang zu diesem Konto wurde am" in release(browser(puppet), version)
    assert stored(version).state == "waiting"


def test_a_caseworker_does_not_release(admin_account):
    version = waiting(admin_account)
    assert "Vorlagen schreiben die Administration und die Leitung." in release(browser(UserFactory()), version)
    assert stored(version).state == "waiting"


def test_a_change_in_between_voids_the_release_and_is_shown(admin_account, head):
    version = waiting(admin_account)
    before = seen(version)
    sent = form(version, **{"abschnitt-0-body": "Heimlich anders."})
    assert "bitte legen Sie sie erneut vor" in text_of(browser(admin_account).post(address(version), sent, follow=True))
    assert stored(version).state == "draft"
    for _ in ("as a draft", "submitted again"):
        answer = browser(head).post(address(version, "edition-release"), before)
        assert answer.status_code == 409
        assert "Diese Ausgabe wurde inzwischen geändert" in text_of(answer)
        assert "Heimlich anders." in text_of(answer)
        browser(admin_account).post(address(version, "edition-submit"), seen(version))
    assert stored(version).state == "waiting"
    assert JournalEntry.objects.filter(kind="templateversion.changed").latest("pk").data["voided"] is True


def test_submitting_what_somebody_changed_meanwhile_is_answered_with_409(admin_account, head):
    draft = with_words(begun(admin_account), "Neu: $kommune.", admin_account)
    before = seen(draft)
    with_words(draft, "Anders: $kommune.", head)
    answer = browser(admin_account).post(address(draft, "edition-submit"), before)
    assert answer.status_code == 409
    assert stored(draft).state == "draft"


def test_what_reads_like_the_former_edition_is_not_submitted(admin_account):
    draft = begun(admin_account)
    answer = browser(admin_account).post(address(draft, "edition-submit"), seen(draft), follow=True)
    assert f"Diese Ausgabe liest sich wie Ausgabe {draft.number - 1}." in text_of(answer)


def test_an_unsound_text_is_neither_submitted_nor_released(admin_account, head):
    draft = begun(admin_account)
    TemplateSection.objects.filter(version=draft, position=1).update(body="Die $komune.")
    answer = browser(admin_account).post(address(draft, "edition-submit"), seen(draft), follow=True)
    told = f"{content_of(draft).labels[0]}: Den Platzhalter $komune gibt es in dieser Vorlage nicht."
    assert f"{told} Meinten Sie $kommune?" in text_of(answer)
    assert stored(draft).state == "draft"
    TemplateVersion.objects.filter(pk=draft.pk).update(
        submitted_by=admin_account, submitted_at=timezone.now(), content_sha256=content_of(draft).sha256
    )
    assert "Den Platzhalter $komune gibt es in dieser Vorlage nicht." in release(browser(head), draft)
    assert stored(draft).state == "waiting"


def test_an_edition_that_a_later_one_has_overtaken_is_not_released(admin_account, head):
    version = waiting(admin_account)
    later = TemplateVersion.objects.create(template=version.template, number=version.number + 1, title="Neuer")
    later.sections.create(position=1, heading="Zweck", body="Text.")
    later.published_at = timezone.now()
    later.save()
    assert f"Inzwischen gilt Ausgabe {later.number}." in release(browser(head), version)
    assert stored(version).published_at is None


def test_it_goes_back_to_draft_for_a_reason(admin_account, head):
    version = waiting(admin_account)
    client = browser(head)
    assert client.post(address(version, "edition-return"), {"reason": ""}).status_code == 422
    client.post(address(version, "edition-return"), {"reason": "§ 1 ist zu lang."})
    assert stored(version).state == "draft"
    entry = JournalEntry.objects.get(kind="templateversion.returned")
    assert (entry.free_text.text, entry.actor_id) == ("§ 1 ist zu lang.", str(head.pk))
    assert "§ 1 ist zu lang." in text_of(browser(admin_account).get(version.get_absolute_url()))


def test_the_page_shows_the_difference_to_the_former_edition(admin_account):
    version = waiting(admin_account, "Die $kommune und der Landespräventionsrat arbeiten zusammen.")
    source = browser(admin_account).get(version.get_absolute_url()).content.decode()
    assert f"Unterschied zu Ausgabe {version.number - 1}" in source
    assert '<ins><span class="kern-sr-only">Neu: </span>' in source
    assert '<del><span class="kern-sr-only">Bisher: </span>' in source


def test_the_database_keeps_to_two_persons_and_to_what_was_seen(admin_account, head):
    version = waiting(admin_account)
    rows = TemplateVersion.objects.filter(pk=version.pk)
    now = timezone.now()
    for values in (
        {"published_at": now},
        {"published_at": now, "released_by": admin_account},
        {"title": "Heimlich anders"},
        {"content_sha256": "0" * 64},
    ):
        with pytest.raises(Error), transaction.atomic():
            rows.update(**values)
    with pytest.raises(Error), transaction.atomic():
        version.sections.update(body="Heimlich anders.")
    with pytest.raises(Error), transaction.atomic():
        rows.update(submitted_by=None, submitted_at=None, content_sha256="", published_at=now)
    assert rows.update(published_at=now, released_by=head) == 1


def test_the_database_publishes_no_malformed_placeholder():
    version = begun(administrator())
    draft = TemplateVersion.objects.create(template=version.template, number=7, title="Vom Portal")
    section = draft.sections.create(position=1, heading="Zweck", body="Die ${kommune.")
    for body in ("Die ${kommune.", "Ein $ allein.", "Die $-kommune."):
        TemplateSection.objects.filter(pk=section.pk).update(body=body)
        with pytest.raises(Error), transaction.atomic():
            TemplateVersion.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    TemplateSection.objects.filter(pk=section.pk).update(body="Die ${kommune} zahlt 5 $$, $kommune.")
    assert TemplateVersion.objects.filter(pk=draft.pk).update(published_at=timezone.now()) == 1


def test_the_portal_publishes_what_it_brings_along_without_a_person():
    assert standard_template.load()
    assert all(version.published_at and not version.released_by for version in TemplateVersion.objects.all())


def test_the_administration_in_django_is_no_side_door(admin_account):
    version = begun(admin_account)
    client = browser(admin_account)
    change = reverse("admin:agreements_templateversion_change", args=[version.pk])
    assert client.post(change, {"title": "Seitentür"}).status_code == 403
    assert client.get(reverse("admin:agreements_templateversion_add")).status_code == 403
    shown = reverse("admin:agreements_templateversion_changelist")
    client.post(shown, {"action": "publish", "_selected_action": [version.pk]})
    assert stored(version).published_at is None
    assert version.get_absolute_url() in client.get(shown).content.decode()


def test_the_kind_of_a_template_stays_once_it_has_a_text(admin_account):
    template = published_template().template
    page = reverse("admin:agreements_agreementtemplate_change", args=[template.pk])
    sent = {"name": template.name, "kind": "termination", "signature_level": template.signature_level}
    sent |= {"code_channel": template.code_channel, "link_days": "28", "active": "on"}
    assert browser(admin_account).post(page, sent).status_code == 302
    template.refresh_from_db()
    assert template.kind == "agreement"


def test_what_no_document_can_show_is_neither_submitted_nor_released(admin_account, head):
    draft = with_words(begun(admin_account), "Die $kommune 😀.", admin_account)
    said = text_of(browser(admin_account).post(address(draft, "edition-submit"), seen(draft), follow=True))
    assert "Das geht so noch nicht: Diese Zeichen lassen sich im Dokument nicht darstellen: „😀“" in said
    assert stored(draft).state == "draft"
    # Submitted by a portal that did not look.
    stored_draft = stored(draft)
    stored_draft.submitted_by, stored_draft.submitted_at = admin_account, timezone.now()
    stored_draft.content_sha256 = content_of(stored_draft).sha256
    stored_draft.save()
    assert "Das geht so noch nicht" in release(browser(head), draft)
    assert stored(draft).state == "waiting"
