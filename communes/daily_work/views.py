"""Pages for contacts, tasks and notes of a commune."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communes.daily_work import saving
from communes.daily_work.due_days import due_text
from communes.daily_work.forms import ContactForm, NoteForm, TaskForm
from communes.lookup import form_page, visible_commune
from communes.models import Contact, Task
from communes.policies import can_change_commune, can_change_task, can_finish_task, can_reopen_task
from communes.responsibility import actor_for, actor_for_task
from core import dates
from core.optimistic_forms import SAVED, STALE
from core.way_back import way_back


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, ags: str, pk: int | None = None) -> HttpResponse:
    """Add somebody to call, or correct what is known."""
    commune = visible_commune(request, ags)
    person = get_object_or_404(commune.contacts, pk=pk) if pk else Contact(commune=commune)
    actor = actor_for(request, commune)
    decision = can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = ContactForm(request.POST or None, instance=person, cancel_url=commune.get_absolute_url())
    status = 0
    if request.method == "POST":
        status = form.attempt(lambda: saving.save_contact(form.instance, form.changed_data, actor=actor))
    if status == SAVED:
        messages.success(request, f"Die Angaben zu {form.instance} sind gespeichert.")
        return redirect(commune)
    title = "Ansprechperson bearbeiten" if pk else "Ansprechperson anlegen"
    return form_page(request, commune, title, form, refused_with=status)


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, ags: str, pk: int | None = None) -> HttpResponse:
    """Add a task, or change one that is still open."""
    commune = visible_commune(request, ags)
    wanted = get_object_or_404(commune.tasks, pk=pk) if pk else Task(commune=commune)
    actor = actor_for_task(request, wanted) if pk else actor_for(request, commune)
    decision = can_change_task(actor, wanted) if pk else can_change_commune(actor, commune)
    done_meanwhile = request.method == "POST" and wanted.done_at is not None
    if not decision and not done_meanwhile:
        messages.warning(request, decision.reason)
        return redirect(commune)
    initial = {} if pk else {"assigned_to": actor.user}
    form = TaskForm(request.POST or None, instance=wanted, initial=initial, cancel_url=commune.get_absolute_url())
    status = 0
    if done_meanwhile:
        form.add_error(None, decision.reason)
        status = STALE
    elif request.method == "POST":
        status = form.attempt(lambda: saving.save_task(form.instance, form.changed_data, actor=actor))
    if status == SAVED:
        messages.success(request, f"Die Aufgabe steht am {dates.day(form.instance.due_on)} unter „Meine Arbeit“.")
        return redirect(commune)
    title = "Aufgabe bearbeiten" if pk else "Aufgabe anlegen"
    return form_page(request, commune, title, form, refused_with=status)


@require_POST
def finish(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """A task is done; back to the page it was shown on."""
    commune = visible_commune(request, ags)
    wanted = get_object_or_404(commune.tasks, pk=pk)
    back = way_back(request, commune.get_absolute_url())
    actor = actor_for_task(request, wanted)
    decision = can_finish_task(actor, wanted)
    if not decision:
        messages.warning(request, decision.reason)
    elif saving.finish_task(wanted, actor=actor):
        messages.success(request, f"Erledigt: {wanted}")
    else:
        messages.info(request, f"Schon erledigt: {wanted}")
    return HttpResponseRedirect(back)


@require_POST
def reopen(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """A finished task is to be done again."""
    commune = visible_commune(request, ags)
    wanted = get_object_or_404(commune.tasks, pk=pk)
    back = way_back(request, commune.get_absolute_url())
    actor = actor_for_task(request, wanted)
    decision = can_reopen_task(actor, wanted)
    if not decision:
        messages.warning(request, decision.reason)
    elif saving.reopen_task(wanted, actor=actor):
        messages.success(request, f"Wieder offen, {due_text(wanted.due_on, timezone.localdate())}: {wanted}")
    else:
        messages.info(request, f"Schon wieder offen: {wanted}")
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, ags: str) -> HttpResponse:
    """Write a note; the box on the commune's file sends it here."""
    commune = visible_commune(request, ags)
    actor = actor_for(request, commune)
    decision = can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = NoteForm(request.POST or None, commune=commune)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        saving.take_note(
            commune,
            said["text"],
            kind=said["kind"],
            called_on=said["called_on"],
            nonce=said["nonce"],
            actor=actor,
        )
        messages.success(request, "Die Notiz steht im Verlauf.")
        return redirect(commune.get_absolute_url() + "#verlauf")
    return form_page(request, commune, "Neue Notiz", form)
