"""An edition with a real commune: read as a page, and as the real PDF, kept nowhere."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from agreements.models import AgreementTemplate, DocumentVersion, PreAgreement
from core.models import JournalEntry, StoredFile
from tests.agreements.pdf_text import page_text
from tests.agreements.wording.test_editor import browser, text_of
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.editions import begun, with_words
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(db):
    made = CommuneFactory(name="Mühlmusterstadt", ags="14999010")
    OfficeHolderFactory(commune=made)
    return made


@pytest.fixture
def draft(admin_account):
    return with_words(begun(admin_account), "Nur die $kommune mit $themen, $laufzeit.", admin_account)


def test_a_commune_is_found_by_its_name_and_read_with(draft, commune, admin_account):
    client, page = browser(admin_account), reverse("edition-preview", args=[draft.pk])
    assert f"?kommune={commune.ags}" in client.get(page, {"suche": "muehlmuster"}).content.decode()
    said = text_of(client.get(page, {"kommune": commune.ags}))
    assert (
        f"Nur die {commune.full_name} mit Vandalismus, Graffiti, vom 1. Januar 2027 bis zum 31. Dezember 2029." in said
    )
    assert "$" not in said


def test_the_pdf_is_a_draft_of_the_real_renderer_and_kept_nowhere(draft, commune, admin_account):
    page = reverse("edition-preview-pdf", args=[draft.pk], query={"kommune": commune.ags})
    before = (JournalEntry.objects.count(), StoredFile.objects.count())
    answer = browser(admin_account).get(page)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store, private")
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        said = "".join("".join(page_text(page) for page in pdf.pages).split())
        assert "/AcroForm" not in pdf.Root, "nothing to sign"
    assert "Entwurf:DieseFassungistnochnichtausgefertigt" in said
    assert "".join(f"Nur die {commune.full_name} mit Vandalismus".split()) in said
    assert (JournalEntry.objects.count(), StoredFile.objects.count()) == before
    assert not DocumentVersion.objects.exists()
    assert not PreAgreement.objects.exists()


@pytest.mark.parametrize("kind", ["amendment", "termination"])
def test_amendments_and_terminations_are_seen_with_examples(draft, commune, admin_account, kind):
    version = AgreementTemplate.objects.get(kind=kind).current
    page = reverse("edition-preview", args=[version.pk], query={"kommune": commune.ags})
    said = text_of(browser(admin_account).get(page))
    assert "LPR-2026-0042" in said
    assert "$" not in said
    document = reverse("edition-preview-pdf", args=[version.pk], query={"kommune": commune.ags})
    answer = browser(admin_account).get(document)
    assert answer.content.startswith(b"%PDF-")


def test_without_a_commune_there_is_nothing_to_show(draft, admin_account):
    client = browser(admin_account)
    answer = client.get(reverse("edition-preview-pdf", args=[draft.pk]), follow=True)
    assert "Bitte wählen Sie zuerst eine Kommune." in text_of(answer)
    assert client.get(reverse("edition-preview", args=[draft.pk]), {"kommune": "00000000"}).status_code == 404
    found = client.get(reverse("edition-preview", args=[draft.pk]), {"suche": "Gibtesnicht"})
    assert "Dazu gibt es keine Kommune." in text_of(found)


def test_letters_that_no_document_can_show_are_named(draft, commune, admin_account):
    with_words(draft, "Ein Zeichen: \U00013000.", admin_account)
    page = reverse("edition-preview-pdf", args=[draft.pk], query={"kommune": commune.ags})
    assert "Diese Zeichen kann das Dokument nicht darstellen" in text_of(browser(UserFactory()).get(page, follow=True))
