"""An edition from before its placeholders were judged: no commune ever gets it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.drafting import issuing
from agreements.models import DocumentVersion, TemplateVersion
from core.models import OutgoingMessage
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from tests.agreements.wording.test_editor import browser, text_of
from tests.factories.ready_agreements import caseworker_of, published_template, ready_draft

pytestmark = pytest.mark.django_db
TOLD = "Den Platzhalter $buergermeisterr gibt es in dieser Vorlage nicht."


@pytest.fixture
def draft():
    """Its edition names a placeholder that there never was; published and so for ever."""
    template = published_template().template
    broken = TemplateVersion.objects.create(template=template, number=9, title="Vorvereinbarung")
    broken.sections.create(position=1, heading="Zweck", body="Die $kommune, vertreten durch $buergermeisterr.")
    broken.published_at = timezone.now()
    broken.save()
    return ready_draft(template_version=broken)


def test_a_draft_of_it_is_not_sent_and_its_page_says_why(draft):
    client = browser(caseworker_of(draft.commune))
    said = text_of(client.get(draft.get_absolute_url()))
    assert TOLD in said
    assert "Bitte bitten Sie die Administration um eine neue Ausgabe" in said
    answer = client.post(reverse("agreement-issue", args=[draft.reference]), {"token": draft.revision}, follow=True)
    assert TOLD in text_of(answer)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not DocumentVersion.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_nor_by_any_other_way(draft):
    with pytest.raises(TransitionRefusedError, match="buergermeisterr"):
        issuing.issue(draft, actor=StaffActor(caseworker_of(draft.commune)), revision=draft.revision)


def test_its_own_page_warns(draft):
    said = text_of(browser(caseworker_of(draft.commune)).get(draft.template_version.get_absolute_url()))
    assert "Diese Ausgabe ist fehlerhaft" in said
    assert TOLD in said
