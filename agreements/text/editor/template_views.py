"""The templates of agreements with their editions, and the way to a new one."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from agreements.models import AgreementTemplate, TemplateVersion
from agreements.policies.wording import can_begin_edition
from agreements.text.editor import writing
from agreements.text.editor.edition_actions import WordingAction
from core.action_views import ButtonView
from staff.requests import office_actor_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every template with its editions: who wrote and who released each. Three queries whatever there is."""
    actor = office_actor_of(request)
    editions = TemplateVersion.objects.select_related("released_by").prefetch_related("edits__user").order_by("-number")
    templates = AgreementTemplate.objects.prefetch_related(Prefetch("versions", editions)).order_by(
        "-active", "kind", "name"
    )
    context = {"templates": [_shown(template) for template in templates], "decision": can_begin_edition(actor)}
    return render(request, "agreements/wording/index.html", context)


def _shown(template: AgreementTemplate) -> dict[str, object]:
    editions = list(template.versions.all())
    published = [edition for edition in editions if edition.state == edition.State.PUBLISHED]
    newest = editions[0] if editions else None
    has_draft = newest is not None and newest not in published
    return {
        "template": template,
        "editions": editions,
        "current": published[0] if published else None,
        "draft": newest if has_draft else None,
    }


class BeginEdition(ButtonView, WordingAction):
    """A new edition with the words that hold, or the one that is open already."""

    object: AgreementTemplate

    def find(self) -> AgreementTemplate:
        assert self.actor, "asked first: who does not belong to the office gets 404 whatever the number"
        return get_object_or_404(AgreementTemplate, pk=self.kwargs["pk"])

    def back_to(self) -> str:
        return "templates"

    def perform(self, _form: Any) -> tuple[TemplateVersion, bool]:
        return writing.begin(self.object, actor=self.actor)

    def finished(self, result: tuple[TemplateVersion, bool]) -> HttpResponse:
        draft, is_new = result
        if is_new:
            said = f"Ausgabe {draft.number} ist als Entwurf angelegt, mit dem Text, der heute gilt."
            messages.success(self.request, said)
            return redirect("edition-edit", pk=draft.pk)
        messages.info(self.request, f"Ausgabe {draft.number} ist schon in Arbeit. Bitte ändern Sie diese.")
        return redirect(draft)
