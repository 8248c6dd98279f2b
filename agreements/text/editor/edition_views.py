"""One edition of a template: read, compared, laid before a second person, released."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.models import TemplateVersion
from agreements.models.placeholders import of_kind
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
from agreements.text.editor.references import turned
from agreements.text.editor.writing import NewerEditionError
from core.models import JournalEntry
from core.timeline import timeline
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import office_actor_of

READ_AGAIN = (
    "{what} Es wurde nichts vorgelegt und nichts freigegeben. Unten steht, was jetzt gilt; bitte lesen Sie es und "
    "entscheiden Sie neu."
)


def edition(pk: int) -> TemplateVersion:
    """The edition with what its page shows, or 404."""
    rows = TemplateVersion.objects.select_related("template", "submitted_by", "released_by")
    return get_object_or_404(rows.prefetch_related("edits__user"), pk=pk)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, how it differs from the former one, and what can be done with it."""
    return _page(request, edition(pk), office_actor_of(request))


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay it before a second person."""
    done = "Die Ausgabe liegt zur Freigabe vor. Eine zweite Person aus Leitung oder Administration gibt sie frei."
    return _decide(request, pk, releasing.submit, done)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person publishes it."""
    return _decide(
        request, pk, releasing.release, "Die Ausgabe ist veröffentlicht. Neue Entwürfe verwenden sie ab jetzt."
    )


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to draft, for a reason."""
    actor, version = office_actor_of(request), edition(pk)
    decision = can_return_edition(actor, version)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(version)
    form = ReasonForm(
        request.POST or None,
        submit="Zurückgeben",
        cancel_label="Abbrechen",
        cancel_url=version.get_absolute_url(),
        hint="Der Grund steht im Verlauf. Die Ausgabe ist danach wieder ein Entwurf.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            releasing.give_back(version, reason=form.cleaned_data["reason"], actor=actor)
        except TransitionRefusedError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Die Ausgabe ist wieder ein Entwurf.")
        return redirect(version)
    context = {"form": form, "version": version}
    return render(request, "agreements/wording/return.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, pk: int, act: Callable[..., None], done: str) -> HttpResponse:
    """Do ``act`` with what the page showed; somebody's newer change is shown instead, with 409."""
    actor, version = office_actor_of(request), edition(pk)
    try:
        act(version, seen=request.POST.get("seen", ""), actor=actor)
    except TransitionRefusedError as refused:
        messages.warning(request, str(refused))
    except NewerEditionError as newer:
        return _page(request, edition(pk), actor, refused=READ_AGAIN.format(what=newer), status=409)
    else:
        messages.success(request, done)
    return redirect(version)


def _page(
    request: HttpRequest, version: TemplateVersion, actor: StaffActor, *, refused: str = "", status: int = 200
) -> HttpResponse:
    content, former = content_of(version), releasing.former_of(version)
    before = content_of(former) if former else None
    entries = JournalEntry.objects.filter(subject_type=version._meta.label_lower, subject_id=str(version.pk))
    context = {
        "version": version,
        "content": content,
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
