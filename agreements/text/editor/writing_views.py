"""Writing an edition: the form with its sections, and the buttons that arrange them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.models import TemplateVersion
from agreements.models.placeholders import of_kind
from agreements.policies.edition_content import content_of, labelled, places_of
from agreements.policies.wording import can_begin_edition, can_edit_edition
from agreements.text.editor.arranging import Arranged, arranged, typed_sections
from agreements.text.editor.comparing import Comparison, compare
from agreements.text.editor.edition_views import edition
from agreements.text.editor.forms import EditionForm, content_from, sections_form
from agreements.text.editor.writing import NewerEditionError, change
from core.careful_forms import tell_what_is_newer
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import office_actor_of

STILL_THERE = "Ihre Eingaben stehen noch im Formular; bitte kopieren Sie, was Sie davon brauchen."


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title and sections; what was typed survives whatever keeps it from being saved."""
    actor, version = office_actor_of(request), edition(pk)
    decision = can_begin_edition(actor)
    if decision and not request.POST:
        decision = can_edit_edition(actor, version)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(version)
    if "schritt" in request.POST:
        return _arrange(request, version)
    form = EditionForm(request.POST or None, instance=version)
    sections = sections_form(version, request.POST or None, content_of(version).sections)
    if not request.POST:
        return _page(request, form, sections)
    if not (form.is_valid() & sections.is_valid()):
        return _page(request, form, sections, status=422)
    return _save(request, form, sections, actor)


def _save(request: HttpRequest, form: EditionForm, sections: Any, actor: StaffActor) -> HttpResponse:
    content, stored = content_from(form, sections), edition(form.instance.pk)
    try:
        voided = change(stored, content, seen=form.cleaned_data["revision"], actor=actor)
    except NewerEditionError:
        tell_what_is_newer(form)
        return _page(request, form, sections, status=409, newer=compare(content_of(edition(stored.pk)), content))
    except TransitionRefusedError as refused:
        form.add_error(None, f"{refused} {STILL_THERE}")
        return _page(request, form, sections, status=409)
    again = " Sie lag zur Freigabe vor; bitte legen Sie sie erneut vor." if voided else ""
    messages.success(request, f"Die Ausgabe ist gespeichert.{again}")
    return redirect(stored)


def _arrange(request: HttpRequest, version: TemplateVersion) -> HttpResponse:
    """The same form with its sections in another order; what was typed is in it, nothing is saved or judged."""
    step = arranged(typed_sections(request.POST), request.POST.get("schritt", ""))
    form = EditionForm(
        instance=version, initial={"title": request.POST.get("title", ""), "revision": request.POST.get("revision", "")}
    )
    return _page(request, form, sections_form(version, shown=step.sections), step=step)


def _page(
    request: HttpRequest,
    form: EditionForm,
    sections: Any,
    *,
    status: int = 200,
    step: Arranged | None = None,
    newer: Comparison | None = None,
) -> HttpResponse:
    version = form.instance
    if step is not None and step.focus in range(len(sections.forms)):
        here = {"autofocus": True, "aria-describedby": "schritt"}
        sections.forms[step.focus].fields["heading"].widget.attrs |= here
    headings = [section["heading"].value() or "" for section in sections]
    for section, place, heading in zip(sections, places_of(headings), headings, strict=True):
        section.place, section.label = place, labelled(place, heading)
    context = {
        "form": form,
        "sections": sections,
        "version": version,
        "step": step,
        "newer": newer,
        "placeholders": list(of_kind(version.template.kind).values()),
    }
    return render(request, "agreements/wording/edit.html", context, status=status)
