"""What the README says can be done: its example runs, each of a helper's attributes has its effect."""

import re
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_errors
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

README = (Path(__file__).parents[3] / "core" / "crispy_kern" / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie im Ausweis")
    phone = forms.CharField(label="Telefon", required=False)


def drawn(data: dict[str, str] | None = None, **said: Any) -> str:
    """The form's HTML with what its helper says, without blanks that nobody sees."""
    helper = FormHelper()
    for attribute, value in said.items():
        setattr(helper, attribute, value)
    return re.sub(r"\s+", " ", render_crispy_form(NameForm(data), helper))


def test_the_example_draws_a_form():
    made: dict[str, Any] = {"forms": forms}
    exec(EXAMPLES[1].replace("from crispy_kern.", "from core.crispy_kern."), made)
    page = render_crispy_form(made["ContactForm"]({}))
    assert 'class="crispy-row"' in page
    assert 'type="date"' in page
    assert page.count("kern-btn--") == 3
    assert page.count('href="#id_') == 2


def test_an_attribute_for_each_row_of_the_table():
    table = README[README.index("| attribute |") : README.index("### What is drawn")]
    assert set(re.findall(r"`(\w+)(?: = \w+)?`", table)) == {
        "mark_optional",
        "help_below",
        "form_show_labels",
        "form_show_errors",
        "form_error_title",
        "formset_error_title",
    }


def test_nothing_is_marked_as_optional():
    assert "kern-label__optional" in drawn()
    assert "kern-label__optional" not in drawn(mark_optional=False)


def test_hints_stand_below_their_fields():
    above, below = drawn(), drawn(help_below=True)
    assert above.index("id_name_helptext") < above.index("<input")
    assert below.index('id="id_name_helptext"') > below.index("<input")


def test_labels_are_there_for_screen_readers_only():
    assert '<label class="kern-label kern-sr-only" for="id_name">' in drawn(form_show_labels=False)
    assert "kern-sr-only" not in drawn()


def test_neither_summary_nor_errors_are_shown():
    assert drawn({}).count("Bitte füllen Sie dieses Feld aus") == 2
    silent = drawn({}, form_show_errors=False)
    assert "Bitte füllen Sie dieses Feld aus" not in silent
    assert "kern-form-input--error" not in silent


def test_the_summary_has_another_heading():
    assert "Bitte prüfen Sie Ihre Angaben" in drawn({})
    page = drawn({}, form_error_title="Es fehlt etwas")
    assert "Es fehlt etwas" in page
    assert "Bitte prüfen Sie Ihre Angaben" not in page


def test_the_summary_of_a_formset_has_another_heading():
    formset = formset_factory(NameForm)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"})
    helper = FormHelper()
    helper.formset_error_title = "Es fehlt etwas"
    page = render_crispy_form(formset, helper)
    assert "Es fehlt etwas" in page
    assert page.count("data-error-summary") == 1
    assert 'href="#id_form-0-name"' in page


@pytest.mark.parametrize(
    "written",
    [
        "{% load crispy_forms_tags %}{{ form.name|as_crispy_field }}",
        '{% include "kern/field.html" with field=form.name %}',
    ],
)
def test_a_field_by_itself(written):
    page = Template(written).render(Context({"form": NameForm({})}))
    assert 'id="id_name_error"' in page
    assert "kern-form-input__input--error" in page


def test_the_summary_by_itself():
    assert 'href="#id_name"' in as_crispy_errors(NameForm({}))
    assert as_crispy_errors(NameForm({"name": "Erika"})).strip() == ""
