"""Pages for contacts and tasks of a commune."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from communes.commune_actions import CommuneAction, CommuneButton, RowPage
from communes.daily_work import saving
from communes.daily_work.due_days import due_text
from communes.daily_work.forms import ContactForm, TaskForm
from communes.models import Contact, Task
from communes.policies import can_change_task, can_finish_task, can_reopen_task
from communes.responsibility import actor_for_task
from core import dates
from core.policies import Decision
from core.way_back import way_back
from staff.actors import StaffActor


class AddContact(RowPage):
    """Add somebody to call."""

    form_class = ContactForm
    page_title = "Ansprechperson anlegen"
    object: Contact

    def find(self) -> Contact:
        return Contact(commune=self.commune)

    def perform(self, form: ContactForm) -> None:
        saving.save_contact(form.instance, form.changed_data, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Die Angaben zu {self.object} sind gespeichert."


class EditContact(AddContact):
    """Correct what is known of a person to call."""

    page_title = "Ansprechperson bearbeiten"

    def find(self) -> Contact:
        return get_object_or_404(self.commune.contacts, pk=self.kwargs["pk"])


class AddTask(RowPage):
    """Note what is to be done."""

    form_class = TaskForm
    page_title = "Aufgabe anlegen"
    object: Task

    def find(self) -> Task:
        return Task(commune=self.commune)

    def get_initial(self) -> dict[str, Any]:
        return {"assigned_to": self.actor.user}

    def perform(self, form: TaskForm) -> None:
        saving.save_task(form.instance, form.changed_data, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Die Aufgabe steht am {dates.day(self.object.due_on)} unter „Meine Arbeit“."


class OfTask(CommuneAction):
    """What is done to a task that is there; also by whose it is and who stands in for that person."""

    object: Task

    def find(self) -> Task:
        return get_object_or_404(self.commune.tasks, pk=self.kwargs["pk"])

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune or whose task it is."""
        return actor_for_task(self.request, self.object)


class EditTask(OfTask, AddTask):
    """Change a task that is still open; finished meanwhile, the form comes back with what was typed."""

    page_title = "Aufgabe bearbeiten"

    def decide(self) -> Decision:
        return can_change_task(self.actor, self.object)

    def entitled(self) -> bool:
        return can_finish_task(self.actor, self.object).allowed

    def get_initial(self) -> dict[str, Any]:
        return {}


class TaskButton(CommuneButton, OfTask):
    """A button beside a task; back to the page that it stood on. ``perform`` says whether somebody was faster."""

    done_already = ""

    def back_to(self) -> str:
        return way_back(self.request, super().back_to())

    def finished(self, result: Any) -> HttpResponse:
        if result:
            return super().finished(result)
        messages.info(self.request, f"{self.done_already}: {self.object}")
        return redirect(self.back_to())


class FinishTask(TaskButton):
    """A task is done."""

    done_already = "Schon erledigt"

    def decide(self) -> Decision:
        return can_finish_task(self.actor, self.object)

    def perform(self, _form: Any) -> bool:
        return saving.finish_task(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Erledigt: {self.object}"


class ReopenTask(TaskButton):
    """A finished task is to be done again."""

    done_already = "Schon wieder offen"

    def decide(self) -> Decision:
        return can_reopen_task(self.actor, self.object)

    def perform(self, _form: Any) -> bool:
        return saving.reopen_task(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Wieder offen, {due_text(self.object.due_on, timezone.localdate())}: {self.object}"
