"""One edition of a template: read, compared, laid before a second person, released."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agreements.models import TemplateVersion
from agreements.models.placeholders import of_kind
from agreements.models.summary_questions import questions_of
from agreements.office.forms import ReasonForm
from agreements.policies.edition_content import content_of, faults
from agreements.policies.wording import (
    can_begin_edition,
    can_edit_edition,
    can_release_edition,
    can_return_edition,
    can_submit_edition,
)
from agreements.text.editor import releasing
from agreements.text.editor.comparing import compare
from agreements.text.editor.edition_actions import EditionAction, edition
from agreements.text.editor.references import turned
from core.action_views import CONFLICT, ButtonView, OwnWordsView
from core.models import JournalEntry
from core.optimistic_forms import sent_token
from core.policies import Decision
from core.timeline import timeline
from core.transitions import StaleError
from staff.actors import StaffActor
from staff.requests import office_actor_of

READ_AGAIN = (
    "{what} Es wurde nichts vorgelegt und nichts freigegeben. Unten steht, was jetzt gilt; bitte lesen Sie es und "
    "entscheiden Sie neu."
)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, how it differs from the former one, and what can be done with it."""
    return _page(request, edition(pk), office_actor_of(request))


class Decide(ButtonView, EditionAction):
    """A decision about what the page showed; somebody's newer change is shown instead, with 409."""

    http_method_names = ["post"]
    keeps_what_was_typed = False
    act: Callable[..., None]

    def perform(self, _form: Any) -> None:
        type(self).act(self.object, seen=sent_token(self.request.POST), actor=self.actor)

    def stale(self, _form: Any, stale: StaleError) -> HttpResponse:
        refused = READ_AGAIN.format(what=stale)
        return _page(self.request, edition(self.object.pk), self.actor, refused=refused, status=CONFLICT)


class Submit(Decide):
    """Lay it before a second person."""

    act = staticmethod(releasing.submit)
    done = "Die Ausgabe liegt zur Freigabe vor. Eine zweite Person aus Leitung oder Administration gibt sie frei."


class Release(Decide):
    """The second person publishes it."""

    act = staticmethod(releasing.release)
    done = "Die Ausgabe ist veröffentlicht. Neue Entwürfe verwenden sie ab jetzt."


class GiveBack(OwnWordsView, EditionAction):
    """Back to draft, for a reason."""

    form_class = ReasonForm
    template_name = "agreements/wording/return.html"
    draft_key = "edition-return-{object.pk}"
    submit = "Zurückgeben"
    hint = "Der Grund steht im Verlauf. Die Ausgabe ist danach wieder ein Entwurf."
    done = "Die Ausgabe ist wieder ein Entwurf."

    def decide(self) -> Decision:
        return can_return_edition(self.actor, self.object)

    def perform(self, form: ReasonForm) -> None:
        releasing.give_back(self.object, reason=form.cleaned_data["reason"], actor=self.actor)


def _page(
    request: HttpRequest, version: TemplateVersion, actor: StaffActor, *, refused: str = "", status: int = 200
) -> HttpResponse:
    content, former = content_of(version), releasing.former_of(version)
    before = content_of(former) if former else None
    asked = questions_of(version.template.kind)
    entries = JournalEntry.objects.filter(subject_type=version._meta.label_lower, subject_id=str(version.pk))
    context = {
        "version": version,
        "content": content,
        "sections": [(label, section, asked.get(section.question, "")) for label, section in content.labelled],
        "faults": faults(content, version.template.kind),
        "former": former,
        "comparison": compare(before, content) if before else None,
        "references": turned(before, content) if before else [],
        "decisions": _decisions(actor, version),
        "placeholders": list(of_kind(version.template.kind).values()),
        "entries": timeline(entries),
        "refused": refused,
    }
    return render(request, "agreements/wording/edition.html", context, status=status)


def _decisions(actor: StaffActor, version: TemplateVersion) -> dict[str, Any]:
    return {
        "begin": can_begin_edition(actor),
        "edit": can_edit_edition(actor, version),
        "submit": can_submit_edition(actor, version),
        "release": can_release_edition(actor, version),
        "give_back": can_return_edition(actor, version),
    }
