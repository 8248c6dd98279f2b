"""Questions and wishes before the signature: the mayor's pages for them and the office's answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.ceremony import ceremonies, questions
from agreements.ceremony.active_ceremony import frame, identified, in_ceremony
from agreements.ceremony.other_window import shows_another
from agreements.ceremony.question_forms import OwnWordsForm
from agreements.models import Ceremony
from core.transitions import TransitionRefusedError


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def ask(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Ask something; what was asked before stands above with its answers."""
    asked = list(ceremony.invitation.questions.order_by("asked_at", "pk"))
    form = OwnWordsForm(
        request.POST if request.method == "POST" else None,
        label="Noch eine Frage" if asked else "Ihre Frage",
        hint="Die Antwort kommt per E-Mail. Ihr Link zum Unterzeichnen gilt weiter.",
        submit="Frage senden",
        cancel_label="Zurück zur Vereinbarung",
        cancel_url=reverse("ceremony-read"),
    )
    another = shows_another(request, ceremony, form)
    if request.method == "POST" and not another and form.is_valid():
        try:
            questions.ask(ceremony, form.cleaned_data["text"])
        except TransitionRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ceremony-ask")
    context = {"form": form, "asked": asked, **frame(ceremony)}
    status = 409 if another else 422 if form.errors else 200
    return render(request, "agreements/ceremony/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def request_change(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Send the agreement back with a wish; the next page says what happens then."""
    form = OwnWordsForm(
        request.POST if request.method == "POST" else None,
        label="Was soll sich ändern?",
        hint="Am besten mit dem Abschnitt (§) und dem Wortlaut, den Sie sich vorstellen.",
        submit="Änderung wünschen",
        cancel_label="Zurück zur Vereinbarung",
        cancel_url=reverse("ceremony-read"),
    )
    another = shows_another(request, ceremony, form)
    if request.method == "POST" and not another and form.is_valid():
        try:
            ceremonies.request_change(ceremony, form.cleaned_data["text"])
        except TransitionRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ceremony")
    context = {"form": form, **frame(ceremony)}
    status = 409 if another else 422 if form.errors else 200
    return render(request, "agreements/ceremony/request_change.html", context, status=status)
