"""The template pack: what screen readers and error links rely on."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from crispy_forms.utils import render_crispy_form
from django import forms

from core.crispy_kern.layout import Actions, Cancel, Primary, Secondary


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie im Ausweis")
    phone = forms.CharField(label="Telefon", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Eins"), ("b", "Zwei")])
    way = forms.ChoiceField(label="Weg", widget=forms.RadioSelect, choices=[("m", "E-Mail"), ("t", "Telefon")])
    consent = forms.BooleanField(label="Ich stimme zu.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Row("name", "phone"),
            Fieldset("Zweitens", "kind", "way"),
            "consent",
            Actions(Primary("", "Speichern"), Secondary("later", "Später"), Cancel("Abbrechen", "/zurueck/")),
        )


def html(form: forms.Form) -> str:
    return re.sub(r"\s+", " ", render_crispy_form(form))


def tag(page: str, identifier: str) -> str:
    """The opening tag with this id."""
    found = re.search(rf'<[^>]*\bid="{identifier}"[^>]*>', page)
    assert found, f"no element {identifier}"
    return found.group()


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    page = html(SampleForm())
    assert page.count("– optional") == 1
    assert re.search(r"Telefon <span[^>]*>– optional", page)


def test_a_single_box_is_never_marked_as_optional() -> None:
    form = SampleForm()
    form.fields["consent"].required = False
    assert html(form).count("– optional") == 1, "the telephone's"


def test_a_filter_row_has_no_optional_marks() -> None:
    form = SampleForm()
    form.helper.mark_optional = False
    assert "optional" not in html(form)


def test_help_and_error_belong_to_their_field() -> None:
    page = html(SampleForm({}))
    control = tag(page, "id_name")
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_name_helptext id_name_error"' in control
    tag(page, "id_name_helptext")
    tag(page, "id_name_error")


def test_a_group_of_radio_buttons_is_a_fieldset_with_its_error() -> None:
    page = html(SampleForm({}))
    assert re.search(r'<fieldset id="div_id_way"[^>]*aria-describedby="id_way_error"[^>]*> <legend[^>]*> Weg', page)
    assert 'for="id_way_0"' in page


def test_every_link_of_the_error_summary_leads_somewhere() -> None:
    page = html(SampleForm({}))
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert targets == ["id_name", "id_kind", "id_way_0", "id_consent"]
    for target in targets:
        tag(page, target)


def test_a_label_that_is_a_sentence_loses_its_full_stop_before_the_error() -> None:
    assert "Ich stimme zu: Bitte füllen Sie" in html(SampleForm({}))


def test_errors_of_the_whole_form_come_first_and_are_escaped() -> None:
    form = SampleForm({})
    form.add_error(None, "<b>Zu spät</b>")
    page = html(form)
    assert page.index("&lt;b&gt;Zu spät") < page.index('href="#id_name"')


def test_what_was_typed_is_shown_again_escaped() -> None:
    page = html(SampleForm({"name": '"><script>alert(1)</script>', "kind": "b", "way": "t"}))
    assert "<script>" not in page
    assert re.search(r'value="t"[^>]*checked', page)
    assert re.search(r'<option value="b" selected', page)


def test_buttons_have_one_primary_action_and_a_way_out() -> None:
    page = html(SampleForm())
    assert page.count("kern-btn--primary") == 1
    assert re.search(r'<button type="submit" name="later" value="Später" class="kern-btn kern-btn--secondary"', page)
    assert '<a class="kern-btn kern-btn--tertiary" href="/zurueck/">' in page


def test_a_placeholder_that_repeats_the_label_is_left_out() -> None:
    class Repeating(forms.Form):
        mail = forms.CharField(label="E-Mail", widget=forms.TextInput(attrs={"placeholder": "E-Mail"}))
        code = forms.CharField(label="Code", widget=forms.TextInput(attrs={"placeholder": "123456"}))

    form = Repeating()
    form.helper = FormHelper()  # type: ignore[attr-defined]  # as crispy finds it
    page = html(form)
    assert "placeholder" not in tag(page, "id_mail")
    assert 'placeholder="123456"' in tag(page, "id_code")
