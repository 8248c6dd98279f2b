"""A draft can always change its template and be given up; only sending it may be refused."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import AgreementTemplate, CouncilResolution, Invitation, PreAgreement
from agreements.text import standard_template
from core.models import JournalEntry
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft

pytestmark = pytest.mark.django_db

NO_ISSUER = "Für qualifizierte Signaturen ist im Portal noch kein Aussteller hinterlegt."


@pytest.fixture
def qualified_draft(settings, tmp_path) -> PreAgreement:
    """On a portal that knows no issuer of qualified certificates."""
    settings.QUALIFIED_TRUST_DIR = tmp_path
    standard_template.load()
    standard_template.load_other_levels()
    return ready_draft(template_version=_text("qualified"), route="qualified")


def _text(level: str):
    text = AgreementTemplate.objects.get(signature_level=level, kind="agreement").current
    assert text is not None
    return text


def _client(agreement: PreAgreement) -> Client:
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    return client


def _form(draft: PreAgreement, **changes):
    return {
        "token": draft.revision,
        "topics": [topic.pk for topic in draft.topics.all()],
        "contact_name": draft.contact_name,
        "contact_email": draft.contact_email,
        "term_from": "2027-01-01",
        **changes,
    }


def test_without_an_issuer_only_sending_is_refused_and_the_page_says_what_to_do(qualified_draft):
    client = _client(qualified_draft)
    page = client.get(qualified_draft.get_absolute_url()).content.decode()
    assert NO_ISSUER in page
    assert "wählen Sie unter „Entwurf bearbeiten“ eine andere Vorlage" in page
    assert "Entwurf verwerfen" in page
    client.post(f"{qualified_draft.get_absolute_url()}senden/", {"token": qualified_draft.revision})
    qualified_draft.refresh_from_db()
    assert qualified_draft.status == "draft"


def test_another_template_brings_another_way_to_sign_and_the_draft_can_be_sent(qualified_draft):
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    assert 'name="template_version"' in client.get(url).content.decode()
    answer = client.post(url, _form(qualified_draft, template_version=_text("advanced").pk))
    assert answer.status_code == 302
    qualified_draft.refresh_from_db()
    assert (qualified_draft.template_version, qualified_draft.route) == (_text("advanced"), "online")
    entry = JournalEntry.objects.get(kind="preagreement.change")
    assert "template_version" in entry.data["fields"]
    issued(qualified_draft)
    qualified_draft.refresh_from_db()
    assert (qualified_draft.status, qualified_draft.route) == ("issued", "online")


def test_a_newer_change_by_somebody_else_is_not_overwritten_by_another_template(qualified_draft):
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    stale = _form(qualified_draft, template_version=_text("paper").pk)
    client.post(url, _form(qualified_draft, contact_name="Neue Ansprechperson"))
    answer = client.post(url, stale)
    assert answer.status_code == 409
    qualified_draft.refresh_from_db()
    assert qualified_draft.template_version == _text("qualified")


def test_who_was_slower_is_told_who_changed_what_and_may_then_save(qualified_draft):
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    client.post(url, _form(qualified_draft, template_version=_text("qualified").pk, contact_name="Greta Gegenbeispiel"))
    mine = _form(qualified_draft, template_version=_text("qualified").pk, contact_name="Petra Parallel", topics=[])
    told = client.post(url, mine).content.decode()
    colleague = caseworker_of(qualified_draft.commune)
    topics = ", ".join(topic.name for topic in qualified_draft.topics.all())
    for part in (
        f"{colleague} hat diese Angaben inzwischen geändert",
        "Name: jetzt „Greta Gegenbeispiel“",
        f"Themen: jetzt „{topics}“",
        "Wenn Sie jetzt speichern, gilt, was hier steht.",
        'value="Petra Parallel"',
    ):
        assert part in told
    assert "E-Mail-Adresse: jetzt" not in told
    seen = re.search(r'name="token" value="(\d+)"', told)
    assert seen is not None
    assert client.post(url, {**mine, "token": seen[1]}).status_code == 302
    qualified_draft.refresh_from_db()
    assert qualified_draft.contact_name == "Petra Parallel"


def test_a_template_of_another_kind_is_no_choice(qualified_draft):
    termination = AgreementTemplate.objects.get(kind="termination", signature_level="advanced").current
    assert termination is not None
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    answer = _client(qualified_draft).post(url, _form(qualified_draft, template_version=termination.pk))
    assert answer.status_code == 422
    qualified_draft.refresh_from_db()
    assert qualified_draft.template_version == _text("qualified")


def test_a_template_that_is_not_offered_any_more_stays_until_another_is_chosen(qualified_draft):
    AgreementTemplate.objects.filter(signature_level="qualified").update(active=False)
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    answer = _client(qualified_draft).post(url, _form(qualified_draft, template_version=_text("qualified").pk))
    assert answer.status_code == 302
    qualified_draft.refresh_from_db()
    assert qualified_draft.template_version == _text("qualified")


def test_with_one_template_there_is_nothing_to_choose(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    url = f"{draft.get_absolute_url()}bearbeiten/"
    assert "template_version" not in client.get(url).content.decode()


def test_a_council_that_saw_the_former_template_has_to_be_asked_again(qualified_draft):
    CouncilResolution.objects.create(
        agreement=qualified_draft,
        state="passed",
        passed_on=timezone.localdate(),
        number="7/2026",
        draft_on=timezone.localdate() - timedelta(days=6 * 365),
    )
    PreAgreement.objects.filter(pk=qualified_draft.pk).update(text_changed_at=timezone.now() - timedelta(days=7 * 365))
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}bearbeiten/"
    client.post(url, _form(qualified_draft, template_version=_text("paper").pk))
    assert "der Entwurf wurde danach geändert" in client.get(qualified_draft.get_absolute_url()).content.decode()


def test_a_draft_is_discarded_with_a_reason_and_the_commune_can_have_another(qualified_draft):
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}verwerfen/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Wir warten auf den Aussteller."}).status_code == 302
    qualified_draft.refresh_from_db()
    assert qualified_draft.status == "withdrawn"
    page = client.get(qualified_draft.get_absolute_url()).content.decode()
    assert "Entwurf verworfen" in page
    assert "Wir warten auf den Aussteller." in page
    assert 'aria-current="step"' in page
    new = client.get(f"/vereinbarungen/neu/?kommune={qualified_draft.commune.ags}")
    assert new.status_code == 200


def test_a_discarded_draft_stands_at_the_draft_not_at_the_communes_signature(qualified_draft):
    client = _client(qualified_draft)
    client.post(f"{qualified_draft.get_absolute_url()}verwerfen/", {"reason": "Doppelt angelegt."})
    steps = client.get(qualified_draft.get_absolute_url()).context["steps"]
    assert [step.state for step in steps] == ["current", "todo", "todo", "todo"]


def test_a_second_click_on_discard_says_that_it_is_done_and_the_draft_opens_again(qualified_draft):
    client = _client(qualified_draft)
    url = f"{qualified_draft.get_absolute_url()}verwerfen/"
    client.post(url, {"reason": "Doppelt angelegt."})
    again = client.post(url, {"reason": "Doppelt angelegt."}, follow=True)
    assert "Verwerfen lässt sich nur ein Entwurf." in again.content.decode()
    assert JournalEntry.objects.filter(kind="preagreement.discard").count() == 1
    client.post(f"{qualified_draft.get_absolute_url()}wieder-oeffnen/")
    qualified_draft.refresh_from_db()
    assert qualified_draft.status == "draft"


def test_what_was_sent_is_withdrawn_not_discarded():
    agreement = issued()
    answer = _client(agreement).post(f"{agreement.get_absolute_url()}verwerfen/", {"reason": "Nein."}, follow=True)
    assert "Verwerfen lässt sich nur ein Entwurf." in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == "issued"


def test_a_commune_that_waits_for_a_new_version_is_told(run_tasks):
    agreement = issued()
    run_tasks()
    Invitation.objects.update(state=Invitation.State.CHANGE)
    PreAgreement.objects.filter(pk=agreement.pk).update(status="draft")
    mail.outbox.clear()
    _client(agreement).post(f"{agreement.get_absolute_url()}verwerfen/", {"reason": "Nicht einig geworden."})
    run_tasks()
    (told,) = mail.outbox
    assert "zurückgezogen" in told.subject
    assert "Nicht einig geworden" not in told.body


def test_nobody_is_told_of_a_draft_that_nobody_saw(run_tasks):
    draft = ready_draft(template_version=published_template())
    _client(draft).post(f"{draft.get_absolute_url()}verwerfen/", {"reason": "Doppelt angelegt."})
    run_tasks()
    assert mail.outbox == []
