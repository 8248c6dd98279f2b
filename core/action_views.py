"""Pages that do one thing to one object: found through its door, allowed by a policy, done by one function.

What every such page does alike stands here: who may not is told why and led back; what was typed is checked; the one
call is made; a refusal that only the lock could see is told; a second click does nothing twice (the call sees to that).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from core.careful_forms import SAVED, CarefulForm
from core.policies import ALLOWED, Decision
from core.transitions import TransitionRefusedError

INVALID, CONFLICT = 422, 409


class ActionView(FormView):
    """GET shows a form, POST does what it is for.

    A subclass finds the object (``find``), asks the policy (``decide``) and makes the one call (``perform``); ``done``
    is said afterwards. ``template_name`` gets the form, the object under ``context_name``, and ``get_context_data``.
    """

    http_method_names = ["get", "post"]
    context_name = "object"
    done = ""
    # Of the message that says why somebody may not, and of the one about a refusal under the lock.
    denied_level = messages.WARNING
    refused_level = messages.ERROR
    # Whether a refusal under the lock is shown in the form, so that what was typed is not lost.
    keeps_what_was_typed = False
    object: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **kwargs)
        self.object = self.find()
        decision = self.decide()
        if not decision and not self.is_late():
            return self.denied(decision)
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> Any:
        """The object through its door. Raises Http404 for who may not see it."""
        raise NotImplementedError

    def decide(self) -> Decision:
        """Whether this may be done now; by default there is nothing to ask before the lock."""
        return ALLOWED

    def is_late(self) -> bool:
        """Whether somebody typed while it ceased to be allowed: then the call refuses, and what was typed stays."""
        return False

    def perform(self, form: Any) -> Any:
        """Do it. May return the object to go to. Raises TransitionRefusedError."""
        raise NotImplementedError

    def denied(self, decision: Decision) -> HttpResponse:
        """Say why not and lead back."""
        messages.add_message(self.request, self.denied_level, decision.reason)
        return redirect(self.back_to())

    def back_to(self) -> Any:
        """Where somebody goes who may not, or whose click came too late."""
        return self.object

    def leads_to(self, result: Any) -> Any:
        """Where it goes on afterwards."""
        return result or self.object

    def done_text(self, result: Any) -> str:
        return self.done

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        try:
            status, result = self.attempt(form)
        except TransitionRefusedError as refused:
            return self.refused(form, refused)
        if status != SAVED:
            return self.show_again(form, status)
        text = self.done_text(result)
        if text:
            messages.success(self.request, text)
        return redirect(self.leads_to(result))

    def attempt(self, form: forms.BaseForm) -> tuple[int, Any]:
        """The HTTP status and what ``perform`` returned; what is wrong stands in the form."""
        if isinstance(form, CarefulForm):
            made: list[Any] = []
            status = form.attempt(lambda: made.append(self.perform(form)))
            return status, made[0] if made else None
        if not form.is_valid():
            return INVALID, None
        result = self.perform(form)
        return (INVALID if form.errors else SAVED), result

    def refused(self, form: forms.BaseForm, refusal: Exception) -> HttpResponse:
        """What only the lock could see: told in the form, or on the page it leads back to."""
        if self.keeps_what_was_typed:
            form.add_error(None, str(refusal))
            return self.show_again(form, CONFLICT)
        messages.add_message(self.request, self.refused_level, str(refusal))
        return redirect(self.back_to())

    def show_again(self, form: forms.BaseForm, status: int) -> HttpResponse:
        """The page with what was typed and what is wrong with it."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{self.context_name: self.object, **kwargs})


class ButtonView(ActionView):
    """A button without a page of its own: POST only."""

    http_method_names = ["post"]
    form_class = forms.Form
