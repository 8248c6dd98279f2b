"""Pages that do one thing to one object: found through its door, allowed by a policy, done by one function.

What every such page does alike stands here: who may not is told why and led back; what was typed is checked; the one
call is made; a refusal that only the lock could see is told; a second click does nothing twice (the call sees to that).

What was typed is never lost: whatever keeps it from being saved is said in the form, with what was typed. Buttons, with
which nothing was typed, say it on the page they lead back to.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.generic import FormView

from core.optimistic_forms import SAVED, TokenForm
from core.policies import ALLOWED, Decision
from core.transitions import StaleError, TransitionRefusedError

INVALID, CONFLICT, UNAVAILABLE = 422, 409, 503


class ActionView(FormView):
    """GET shows a form, POST does what it is for.

    A subclass finds the object (``find``), asks the policy (``decide``) and makes the one call (``perform``); ``done``
    is said afterwards. ``entitled`` tells who may not now from who may not at all, so that a form that came too late is
    shown again. ``template_name`` gets the form, the object under ``context_name``, and ``get_context_data``; most
    extend ``form_page.html``.

    ``draft_key``: under which name the browser keeps what was typed, and ``draft_version``: what changes when somebody
    saved; both may name ``{object}`` and ``{request}``. Without a key the browser keeps nothing; an ``OptimisticForm``
    knows its version.
    """

    http_method_names = ["get", "post"]
    context_name = "object"
    done = ""
    # Of the message that says why somebody may not, and of the one about a refusal under the lock.
    denied_level = messages.WARNING
    refused_level = messages.ERROR
    # Whether a refusal under the lock is shown in the form, so that what was typed is not lost, and with which status.
    keeps_what_was_typed = True
    late_status = CONFLICT
    # What ``perform`` raises when somebody made the same in the same moment; then ``existing`` is asked.
    duplicate: tuple[type[Exception], ...] = (IntegrityError,)
    draft_key = ""
    draft_version = ""
    object: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **kwargs)
        self.object = self.find()
        decision = self.decide()
        if not decision:
            return self.denied(decision)
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> Any:
        """The object through its door. Raises Http404 for who may not see it."""
        raise NotImplementedError

    def decide(self) -> Decision:
        """Whether this may be done now; by default there is nothing to ask before the lock."""
        return ALLOWED

    def entitled(self) -> bool:
        """Whether this person may do such things here whatever the state; asked where ``decide`` says no."""
        return False

    def is_late(self) -> bool:
        """Whether somebody typed while it ceased to be allowed: then the form says so, with what was typed."""
        return self.keeps_what_was_typed and self.request.method == "POST" and self.entitled()

    def perform(self, form: Any) -> Any:
        """Do it. May return the object to go to. Raises TransitionRefusedError, or StaleError of a button."""
        raise NotImplementedError

    def denied(self, decision: Decision) -> HttpResponse:
        """Say why not and lead back, unless something typed would be lost."""
        if self.is_late():
            return self.refused(self.get_form(), decision.reason)
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
            return self.refused(form, str(refused))
        except StaleError as stale:
            return self.stale(form, stale)
        except self.duplicate:
            existing = self.existing(form)
            if existing is None:
                raise
            return existing
        if status != SAVED:
            return self.show_again(form, status)
        return self.finished(result)

    def attempt(self, form: forms.BaseForm) -> tuple[int, Any]:
        """The HTTP status and what ``perform`` returned; what is wrong stands in the form."""
        if isinstance(form, TokenForm):
            made: list[Any] = []
            status = form.attempt(lambda: made.append(self.perform(form)))
            return status, made[0] if made else None
        if not form.is_valid():
            return INVALID, None
        result = self.perform(form)
        return (INVALID if form.errors else SAVED), result

    def stale(self, form: Any, stale: StaleError) -> HttpResponse:
        """What a button meant is not what is there any more; a ``TokenForm`` says so itself."""
        return self.refused(form, str(stale))

    def existing(self, _form: Any) -> HttpResponse | None:
        """Where to go when the database has what ``form`` was to make, of the same moment; None: that is no answer."""
        return None

    def finished(self, result: Any) -> HttpResponse:
        """The answer when it is done: say so, and go on."""
        text = self.done_text(result)
        if text:
            messages.success(self.request, text)
        return redirect(self.leads_to(result))

    def refused(self, form: forms.BaseForm, reason: str) -> HttpResponse:
        """What came too late: told in the form, or on the page it leads back to."""
        if self.keeps_what_was_typed:
            form.add_error(None, reason)
            return self.show_again(form, self.late_status)
        messages.add_message(self.request, self.refused_level, reason)
        return redirect(self.back_to())

    def show_again(self, form: forms.BaseForm, status: int) -> HttpResponse:
        """The page with what was typed and what is wrong with it."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = {
            name: getattr(self, name).format(object=self.object, request=self.request)
            for name in ("draft_key", "draft_version")
        }
        context = super().get_context_data(**{self.context_name: self.object, **draft, **kwargs})
        context["draft_version"] = context["draft_version"] or getattr(context["form"], "draft_version", "")
        return context


class UploadView(ActionView):
    """A form with a file. It is told when the file was ``too_large``: what stood behind it did not arrive."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        # Known once the body was read: the upload handler stops at the limit and leaves a note.
        return {**kwargs, "too_large": getattr(self.request, "upload_too_large", False)}


class OwnWordsView(ActionView):
    """One text in somebody's own words; what its form is called and asks stands in the subclass."""

    submit = ""
    hint = ""
    cancel_label = "Abbrechen"

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit": self.submit, "hint": self.hint, "cancel_label": self.cancel_label}
        return {**super().get_form_kwargs(), **words, "cancel_url": resolve_url(self.back_to())}


class ButtonView(ActionView):
    """A button without a page of its own: POST only."""

    http_method_names = ["post"]
    form_class: type[forms.BaseForm] = forms.Form
    keeps_what_was_typed = False
