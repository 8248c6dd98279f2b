"""The tags of the portal's own templates: where a page stands."""

import re

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template


class Thing:
    """Something with a page."""

    def get_absolute_url(self) -> str:
        return "/ding/"


def breadcrumb(steps: str, **context: object) -> str:
    page = Template("{% load portal %}{% breadcrumb " + steps + " %}").render(Context(context))
    return re.sub(r">\s+|\s+<", lambda found: found.group().strip(), page)


def test_a_step_leads_to_an_object_a_named_address_or_an_address():
    page = breadcrumb("'Start' 'start' 'Ding' thing 'Teil' '/ding/#teil' 'Hier'", thing=Thing())
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', page) == [
        ("/", "Start"),
        ("/ding/", "Ding"),
        ("/ding/#teil", "Teil"),
    ]
    assert page.count("<li>") == 4


def test_the_page_itself_is_the_last_and_no_link():
    page = breadcrumb("'Start' 'start' here", here="A & B")
    assert '<li><span aria-current="page">A &amp; B</span></li></ol>' in page
    assert page.count("aria-current") == 1


def test_a_label_without_what_it_leads_to_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        breadcrumb("'Start' 'start' 'Dort' 'Da'")


class Owner(forms.Form):
    name = forms.CharField(label="Name")


def title(**context: object) -> str:
    return Template("{% load portal %}{% error_in_title %}Code").render(Context(context))


class Lazy:
    """Whoever asks what it is loads it."""

    @property
    def __class__(self) -> type:
        raise AssertionError("loaded")


def test_a_title_begins_with_the_error():
    assert title(form=Owner({})) == "Fehler: Code"
    assert title(anything=forms.formset_factory(Owner)({"form-TOTAL_FORMS": "x"})) == "Fehler: Code"
    assert title(problem="Bitte warten Sie.") == "Fehler: Code"
    assert title(messages=[Message(constants.ERROR, "Nicht gesendet.")]) == "Fehler: Code"


def test_a_title_without_an_error_is_as_it_is():
    assert title() == "Code"
    assert title(form=Owner(), problem="", messages=[Message(constants.WARNING, "Bald.")], user=Lazy()) == "Code"
    assert title(form=Owner({"name": "Erika"})) == "Code"
