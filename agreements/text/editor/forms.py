"""The form of an edition: its title and as many sections as it has."""

from dataclasses import asdict, fields
from typing import Any

from django import forms

from agreements.models import AgreementTemplate, TemplateSection, TemplateVersion
from agreements.models.summary_questions import questions_of
from agreements.policies.edition_content import Content, SectionContent, content_of
from core.optimistic_forms import OptimisticForm
from core.typesetting.glyphs import shown_in_documents

PREFIX = "abschnitt"
MOST = 60  # sections; the longest template so far has a dozen
LONGEST = 20_000  # letters of a section
SECTION_FIELDS = [field.name for field in fields(SectionContent)]


class EditionForm(OptimisticForm[TemplateVersion]):
    """The title; with ``sections``, what was sent of them, it is compared with what is stored."""

    elsewhere = "Was sich dadurch unterscheidet, steht unten unter „Vom gespeicherten Stand zu Ihren Eingaben“."
    sections: Any

    class Meta:
        model = TemplateVersion
        fields = ["title"]
        labels = {"title": "Überschrift der Vereinbarung"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].validators.append(shown_in_documents)

    def _stored(self, *, lock: bool = False) -> TemplateVersion:
        if lock:
            AgreementTemplate.objects.select_for_update(no_key=True).get(pk=self.instance.template_id)
        return super()._stored(lock=lock)

    def _is_done(self, stored: TemplateVersion) -> bool:
        return content_of(stored) == content_from(self, self.sections)


class SectionForm(forms.ModelForm[TemplateSection]):
    """One section; what may stand in it says the model."""

    body = forms.CharField(
        label="Text",
        max_length=LONGEST,
        validators=[shown_in_documents],
        help_text="Absätze durch eine Leerzeile trennen; sie werden von selbst nummeriert.",
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    class Meta:
        model = TemplateSection
        fields = SECTION_FIELDS
        widgets = {"answer": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"answer": "Ein oder zwei Sätze, die nichts sagen, was nicht im Text steht."}

    def __init__(self, *args: Any, version: TemplateVersion, **kwargs: Any) -> None:
        kwargs["instance"] = TemplateSection(version=version)
        super().__init__(*args, **kwargs)
        self.fields["heading"].validators.append(shown_in_documents)
        asked = self.fields["question"]
        assert isinstance(asked, forms.ChoiceField), "the model's field has choices"
        none = ("", "Dieser Abschnitt steht nicht im Wichtigsten")
        asked.choices = [none, *questions_of(version.template.kind).items()]


MESSAGES = {
    "too_few_forms": "Eine Vorlage braucht mindestens einen Abschnitt.",
    "too_many_forms": f"Mehr als {MOST} Abschnitte sind nicht vorgesehen.",
    "missing_management_form": "Das Formular kam unvollständig an. Bitte laden Sie die Seite neu.",
}

SectionFormSet = forms.formset_factory(
    SectionForm, extra=0, min_num=1, validate_min=True, max_num=MOST, validate_max=True, absolute_max=MOST + 1
)


def sections_form(version: TemplateVersion, data: Any = None, shown: tuple[SectionContent, ...] = ()) -> Any:
    """The sections as they were sent, or as ``shown``."""
    initial = None if data else [asdict(section) for section in shown]
    return SectionFormSet(
        data, initial=initial, prefix=PREFIX, form_kwargs={"version": version}, error_messages=MESSAGES
    )


def content_from(form: EditionForm, sections: Any) -> Content:
    """What valid forms say."""
    filled = (section.cleaned_data for section in sections if section.cleaned_data)
    contents = (SectionContent(**{name: each[name] for name in SECTION_FIELDS}) for each in filled)
    return Content(form.cleaned_data["title"], tuple(contents))
