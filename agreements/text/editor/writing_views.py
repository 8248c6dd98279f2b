"""Writing an edition: the form with its sections, and the buttons that arrange them."""

from typing import Any

from django.http import HttpResponse

from agreements.models.placeholders import of_kind
from agreements.policies.edition_content import content_of, labelled, places_of
from agreements.policies.wording import can_begin_edition, can_edit_edition
from agreements.text.editor.arranging import Arranged, arranged, typed_sections
from agreements.text.editor.comparing import Comparison, compare
from agreements.text.editor.edition_actions import EditionAction, edition
from agreements.text.editor.forms import EditionForm, content_from, sections_form
from agreements.text.editor.writing import change
from core.action_views import INVALID
from core.optimistic_forms import sent_token
from core.policies import Decision
from core.transitions import TransitionRefusedError

STILL_THERE = "Ihre Eingaben stehen noch im Formular; bitte kopieren Sie, was Sie davon brauchen."


class WriteEdition(EditionAction):
    """Change title and sections; what was typed survives whatever keeps it from being saved."""

    form_class = EditionForm
    template_name = "agreements/wording/edit.html"
    sections: Any

    def decide(self) -> Decision:
        """What was typed is not turned away at the door: what keeps it from being saved is told in the form."""
        decision = can_begin_edition(self.actor)
        return decision if self.request.method == "POST" else decision and can_edit_edition(self.actor, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}

    def get_form(self, form_class: Any = None) -> EditionForm:
        data = self.request.POST if self.request.method == "POST" else None
        self.sections = sections_form(self.object, data, content_of(self.object).sections)
        form: EditionForm = super().get_form(form_class)
        form.sections = self.sections
        return form

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.arrange() if "schritt" in request.POST else super().post(request, *args, **kwargs)

    def arrange(self) -> HttpResponse:
        """The same form with its sections in another order; what was typed is in it, nothing is saved or judged."""
        sent = self.request.POST
        step = arranged(typed_sections(sent), sent.get("schritt", ""))
        initial = {"title": sent.get("title", ""), "token": sent_token(sent)}
        self.sections = sections_form(self.object, shown=step.sections)
        form = EditionForm(instance=self.object, initial=initial)
        return self.render_to_response(self.get_context_data(form=form, step=step))

    def attempt(self, form: Any) -> tuple[int, Any]:
        if not (form.is_valid() & self.sections.is_valid()):
            return INVALID, None
        decision = can_edit_edition(self.actor, edition(self.object.pk))
        if not decision:  # asked again under the lock; here, because what cannot be saved is not to be compared first
            raise TransitionRefusedError(decision.reason)
        return super().attempt(form)

    def perform(self, form: EditionForm) -> bool:
        """Returns whether the change took back what waited for its release."""
        content = content_from(form, self.sections)
        return change(edition(self.object.pk), content, actor=self.actor)

    def done_text(self, result: Any) -> str:
        again = " Sie lag zur Freigabe vor; bitte legen Sie sie erneut vor." if result else ""
        return f"Die Ausgabe ist gespeichert.{again}"

    def leads_to(self, _result: Any) -> Any:
        return self.object

    def refused(self, form: Any, reason: str) -> HttpResponse:
        return super().refused(form, f"{reason} {STILL_THERE}")

    def get_context_data(self, *, step: Arranged | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(step=step, **kwargs)
        context["newer"] = self.newer(context["form"])
        _label(self.sections, step)
        context["sections"] = self.sections
        context["placeholders"] = list(of_kind(self.object.template.kind).values())
        return context

    def newer(self, form: EditionForm) -> Comparison | None:
        """What somebody else saved meanwhile beside what was typed."""
        if not form.is_stale:
            return None
        return compare(content_of(edition(self.object.pk)), content_from(form, self.sections))


def _label(sections: Any, step: Arranged | None) -> None:
    """Give each section its place and its label; the one that was just moved gets the focus."""
    if step is not None and step.focus in range(len(sections.forms)):
        here = {"autofocus": True, "aria-describedby": "schritt"}
        sections.forms[step.focus].fields["heading"].widget.attrs |= here
    headings = [section["heading"].value() or "" for section in sections]
    for section, place, heading in zip(sections, places_of(headings), headings, strict=True):
        section.place, section.label = place, labelled(place, heading)
