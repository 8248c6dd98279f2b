"""How the texts reach a portal: published in a new one, as drafts to be released in others, never silently."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from agreements.drafting.drafts import default_template
from agreements.models import AgreementTemplate, PreAgreement, TemplateVersion
from agreements.office import checks
from agreements.text import standard_template
from core.models import JournalEntry

pytestmark = pytest.mark.django_db
Kind = PreAgreement.Kind


def load_templates(*arguments: str) -> str:
    said = StringIO()
    call_command("load_templates", *arguments, stdout=said)
    return said.getvalue()


def own_text(kind: str = "agreement", name: str = "Eigene Vorlage") -> TemplateVersion:
    """What an office wrote itself and publishes."""
    template = AgreementTemplate.objects.create(name=name, kind=kind, signature_level="advanced")
    version = template.versions.create(number=1, title="Eigene Vereinbarung")
    version.sections.create(position=1, heading="Gegenstand", body="Die $kommune arbeitet mit.")
    version.published_at = timezone.now()
    version.save()
    return version


def test_a_new_portal_has_a_published_text_of_each_kind():
    assert all(default_template(kind) is None for kind in Kind)
    said = load_templates()
    assert said.count("veröffentlicht.") == 3
    for kind in Kind:
        version = default_template(kind)
        assert version is not None
        assert (version.number, version.standard_edition) == (3, 3), "the newest edition alone"
        assert version.sections.count() > 4
    assert JournalEntry.objects.filter(kind="templateversion.published").count() == 3


def test_a_second_run_brings_nothing():
    load_templates()
    assert load_templates() == "Alle mitgelieferten Vorlagen sind schon da.\n"
    assert TemplateVersion.objects.count() == 3


def test_other_ways_to_sign_come_when_they_are_asked_for():
    load_templates("--also", "paper", "letter")
    levels = {version.template.name: version.published_at for version in TemplateVersion.objects.all()}
    assert "Vorvereinbarung ASSKomm, auf Papier" in levels
    assert "Aufhebung der Vorvereinbarung ASSKomm, auf Papier" in levels
    assert "Vorvereinbarung ASSKomm, Code per Brief" in levels
    assert all(levels.values())
    assert len(levels) == 7


def test_a_way_to_sign_that_comes_later_waits_for_its_release():
    load_templates()
    said = load_templates("--also", "paper")
    assert said.count("als Entwurf angelegt") == 3
    assert not TemplateVersion.objects.filter(template__signature_level="paper", published_at__isnull=False).exists()


def test_a_portal_in_use_gets_a_draft_and_its_text_stays():
    before = own_text()
    said = load_templates()
    assert default_template() == before
    assert "Vorvereinbarung ASSKomm, Ausgabe 3: als Entwurf angelegt. Bitte prüfen und freigeben" in said
    waiting = TemplateVersion.objects.get(template__name=standard_template.NAME)
    assert waiting.published_at is None
    assert default_template(Kind.TERMINATION) is not None, "of this kind there was no text"


def test_the_first_edition_stays_in_use_until_the_newest_is_released():
    first = own_text(name=standard_template.NAME)
    load_templates()
    newest = first.template.versions.get(standard_edition=3)
    assert (newest.number, newest.published_at) == (3, None)
    assert first.template.current == first
    newest.published_at = timezone.now()
    newest.save()
    assert default_template() == newest
    first.refresh_from_db()
    assert first.sections.get().body == "Die $kommune arbeitet mit."


def test_numbers_that_are_taken_are_left_alone():
    own_text(name=standard_template.NAME)
    template = AgreementTemplate.objects.get(name=standard_template.NAME)
    template.versions.create(number=2, title="Entwurf der Administration")
    load_templates()
    assert template.versions.get(standard_edition=3).number == 3


def test_the_demo_has_every_edition_and_writes_by_the_newest():
    assert standard_template.load()
    assert not standard_template.load()
    for kind in Kind:
        first, current = standard_template.first_edition(kind), default_template(kind)
        assert first is not None
        assert current is not None
        assert (first.number, current.number) == (1, 3)
        assert first.published_at is not None


def test_a_demo_of_before_gets_the_newest_edition_too():
    own_text(name=standard_template.NAME)
    assert standard_template.load()
    version = default_template()
    assert version is not None
    assert version.number == 3


def test_a_kind_without_a_published_text_is_named_with_what_to_do():
    found = checks.published_texts(None)
    assert [message.id for message in found] == ["betrieb.E016"] * 3
    assert "manage.py load_templates" in str(found[0].hint)
    load_templates()
    assert checks.published_texts(None) == []
    AgreementTemplate.objects.filter(kind="termination").update(active=False)
    (message,) = checks.published_texts(None)
    assert message.msg == "Für „Aufhebung“ gibt es keine veröffentlichte Vorlage."
