"""References by number to the text's own sections, when a section was added, moved or taken out."""

import re

import pytest
from django.test import Client

from agreements.models import TemplateVersion
from agreements.policies.edition_content import Content, SectionContent, content_of
from agreements.text.editor import writing
from agreements.text.editor.references import turned
from staff.actors import StaffActor
from tests.factories.editions import administrator, begun

PREAMBLE = SectionContent("Präambel", "Mit der Landesstrategie.")
TOPICS = SectionContent("Themen", "Die Themen sind: $themen.")
OFFERS = SectionContent("Angebote", "Beraten wird nach § 1.\n\nNach § 3 des Sächsischen Gesetzes und § 126 BGB.")
NEW = SectionContent("Neues", "Ein Satz.")


def text(*sections: SectionContent) -> Content:
    return Content("Vorvereinbarung", sections)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (text(PREAMBLE, TOPICS, OFFERS), []),
        (text(PREAMBLE, TOPICS, NEW, OFFERS), []),
        (
            text(PREAMBLE, NEW, TOPICS, OFFERS),
            ["§ 3 Angebote verweist auf § 1: bisher „Themen“, jetzt „Neues“."],
        ),
        (text(PREAMBLE, SectionContent("Dauer", "Siehe § 2.")), ["§ 1 Dauer verweist auf § 2; den gibt es nicht."]),
    ],
    ids=["as it was", "behind", "before", "gone"],
)
def test_a_number_that_points_elsewhere_is_told(new, told):
    assert turned(text(PREAMBLE, TOPICS, OFFERS), new) == told


@pytest.mark.django_db
def test_the_page_of_an_edition_says_which_references_to_look_at():
    writer = administrator()
    draft, client = begun(writer), Client()
    client.force_login(writer)
    assert "Verweise prüfen" not in said(client, draft)
    content = content_of(draft)
    first, second, *others = content.sections
    changed = Content(content.title, (first, second, NEW, *others))
    writing.change(draft, changed, actor=StaffActor(writer))
    assert "verweist auf § 2: bisher „Themen“, jetzt „Neues“." in said(client, draft)


def said(client: Client, version: TemplateVersion) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(version.get_absolute_url()).content.decode()).split())
