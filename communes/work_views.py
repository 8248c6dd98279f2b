"""Pages for contacts, tasks and notes of a commune."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from communes import daily_work
from communes.acting import actor_for
from communes.finding import form_page, visible_commune
from communes.models import Contact, Task
from communes.policies import can_change_commune, can_finish_task
from communes.work_forms import ContactForm, NoteForm, TaskForm


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
    if request.method == "POST" and form.is_valid():
        daily_work.save_contact(form.instance, form.changed_data, actor=actor)
        messages.success(request, f"Die Angaben zu {form.instance} sind gespeichert.")
        return redirect(commune)
    return form_page(request, commune, "Ansprechperson bearbeiten" if pk else "Ansprechperson anlegen", form)


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, ags: str, pk: int | None = None) -> HttpResponse:
    """Add a task, or change one that is still open."""
    commune = visible_commune(request, ags)
    actor = actor_for(request, commune)
    wanted = get_object_or_404(commune.tasks.open(), pk=pk) if pk else Task(commune=commune)
    decision = can_finish_task(actor, wanted) if pk else can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    initial = {} if pk else {"assigned_to": actor.user}
    form = TaskForm(request.POST or None, instance=wanted, initial=initial, cancel_url=commune.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        daily_work.save_task(form.instance, form.changed_data, actor=actor)
        messages.success(request, f"Die Aufgabe steht am {form.instance.due_on:%d.%m.%Y} unter „Meine Arbeit“.")
        return redirect(commune)
    return form_page(request, commune, "Aufgabe bearbeiten" if pk else "Aufgabe anlegen", form)


@require_POST
def finish(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """A task is done; back to the page it was shown on."""
    commune = visible_commune(request, ags)
    wanted = get_object_or_404(commune.tasks, pk=pk)
    actor = actor_for(request, commune)
    decision = can_finish_task(actor, wanted)
    if not decision:
        messages.warning(request, decision.reason)
    elif daily_work.finish_task(wanted, actor=actor):
        messages.success(request, f"Erledigt: {wanted}")
    else:
        messages.info(request, f"Schon erledigt: {wanted}")
    back = request.POST.get("zurueck", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if own else commune.get_absolute_url())


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
        daily_work.take_note(
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
