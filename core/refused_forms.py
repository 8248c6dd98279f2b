"""Post, redirect, get, also when a form is refused: Back and reload then ask a page, never to send a form once more.

A refused POST is answered by 303 to the page that shows the form. What was typed and what is wrong with it wait there
in a row (``RefusedForm``) that is found by a secret in a cookie of this browser and by whose page it is; nothing of it
is in an address. The page answers with the status of the refusal, and goes on doing so when it is loaded again, until
the form was accepted or ``KEPT_FOR`` has passed. Files are not kept, nor what ``never_kept`` names.
"""

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone

from core.action_views import ActionView
from core.models import RefusedForm

KEPT_FOR = timedelta(minutes=10)
LONGEST = 600_000  # characters; of what is longer only the errors are kept
LONGEST_ERROR = 300  # characters, of errors that may repeat what was typed
OUR_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class SeeOther(HttpResponseRedirect):
    """303: the answer to a POST is a page to be read (RFC 9110, 15.4.4)."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was refused. ``typed`` is None where the page shows a fresh form; ``said``: attributes of the view."""

    status: int
    typed: dict[str, list[str]] | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


class RedirectAfterRefusalView(ActionView):
    """An ``ActionView`` whose refusals are shown by GET.

    A subclass says whose page it is (``kept_for``), so that nothing typed into one thing is shown with another, and
    where the form stands if not at its own address (``shown_at``).
    """

    # Fields whose content is not kept: secrets.
    never_kept: tuple[str, ...] = ()
    # Attributes of the view that its page shows beside the form, all of them texts.
    said: tuple[str, ...] = ("problem",)
    cookie_path = "/"
    longest = LONGEST
    _refusal: Refusal | None = None

    def kept_for(self) -> str:
        """What the form is about."""
        raise NotImplementedError

    def shown_at(self) -> str:
        """The path of the page that shows the form."""
        return self.request.path

    def may_be_kept(self) -> bool:
        """Whether there is room for it; else the page itself is the answer to the POST."""
        return True

    def show_again(self, form: forms.BaseForm, status: int) -> HttpResponse:
        """Lead to the page with what was typed and what is wrong with it."""
        if self.request.method != "POST" or not self.may_be_kept():
            return super().show_again(form, status)
        response = SeeOther(resolve_url(self.shown_at()))
        secret = self._secret() or secrets.token_urlsafe(32)
        refusal = Refusal(
            status=status,
            typed=self._typed(form),
            errors={name: [str(each) for each in errors] for name, errors in form.errors.items()},
            said={name: str(getattr(self, name)) for name in self.said},
        )
        _keep(self._digest(secret, response.url), refusal, self.longest)
        _remember(response, secret, self.cookie_path)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or what this browser has kept of it."""
        secret = self._secret()
        self._refusal = _kept(self._digest(secret, request.path)) if secret else None
        if self._refusal is None:
            return super().get(request, *args, **kwargs)
        for name, text in self._refusal.said.items():
            setattr(self, name, text)
        form = self.get_form()
        if form.is_bound:
            _refuse(form, self._refusal.errors)
        return super().show_again(form, self._refusal.status)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        typed = self._refusal.typed if self._refusal else None
        return kwargs if typed is None else {**kwargs, "data": _as_sent(typed)}

    def get_form(self, form_class: Any = None) -> Any:
        """As sent; hidden fields that say what the page shows say it of the page as it is now."""
        form = super().get_form(form_class)
        if self._refusal is not None and form.is_bound:
            initial = self.get_initial()
            hidden = [name for name in initial if name in form.fields and form.fields[name].widget.is_hidden]
            for name in hidden:
                form.data[name] = initial[name]
        return form

    def finished(self, result: Any) -> HttpResponse:
        """Done: what an earlier try has left is not shown any more."""
        secret = self._secret()
        if secret:
            RefusedForm.objects.filter(digest=self._digest(secret, resolve_url(self.shown_at()))).delete()
        return super().finished(result)

    def _typed(self, form: forms.BaseForm) -> dict[str, list[str]] | None:
        """What the fields of ``form`` were sent, if it is to be shown as it was sent."""
        if not form.is_bound or not isinstance(form.data, QueryDict):
            return None
        kept = [form.add_prefix(name) for name in form.fields if name not in self.never_kept]
        return {name: form.data.getlist(name) for name in kept if name in form.data}

    def _secret(self) -> str:
        """Of this browser; empty if it has none, or something in its place that the portal never gave out."""
        secret = self.request.COOKIES.get(cookie_name(), "")
        return secret if OUR_SECRET.fullmatch(secret) else ""

    def _digest(self, secret: str, page: str) -> str:
        return hashlib.sha256(f"{secret}\n{self.kept_for()}\n{page}".encode()).hexdigest()


def cookie_name() -> str:
    """Of the cookie that knows a browser's refused forms."""
    return f"{settings.CEREMONY_COOKIE_NAME}-formular"


def forget_refused_forms() -> int:
    """Remove what is not shown any more. Returns how many."""
    return RefusedForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _keep(digest: str, refusal: Refusal, longest: int) -> None:
    content = json.dumps(asdict(refusal))
    if len(content) > longest:
        errors = {name: [_in_short(text) for text in texts] for name, texts in refusal.errors.items()}
        typed: dict[str, list[str]] | None = None if refusal.typed is None else {}
        content = json.dumps(asdict(replace(refusal, typed=typed, errors=errors)))
    RefusedForm.objects.update_or_create(digest=digest, defaults={"content": content})


def _in_short(text: str) -> str:
    return text if len(text) <= LONGEST_ERROR else f"{text[:LONGEST_ERROR]} …"


def _kept(digest: str) -> Refusal | None:
    row = RefusedForm.objects.filter(digest=digest, kept_at__gte=timezone.now() - KEPT_FOR).first()
    return Refusal(**json.loads(row.content)) if row else None


def _remember(response: HttpResponse, secret: str, path: str) -> None:
    """The cookie lasts as long as what it leads to."""
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=int(KEPT_FOR.total_seconds()),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _as_sent(typed: dict[str, list[str]]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    return sent


def _refuse(form: forms.BaseForm, errors: dict[str, list[str]]) -> None:
    """Put ``errors`` into ``form``; they take the place of those that it finds in what was kept."""
    form.errors.clear()
    for name, texts in errors.items():
        form.add_error(None if name == NON_FIELD_ERRORS or name not in form.fields else name, texts)
