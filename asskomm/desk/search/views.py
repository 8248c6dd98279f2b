"""The search as a page, and its hits alone for the field in the head of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from asskomm.desk.search.results import exact_commune, search
from staff.requests import staff_of

TYPED, EXACTLY, STAY = "q", "genau", "alle"
ON_A_PAGE = 30  # hits of a group


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """All hits; what can be meant only once opens at once, unless the page itself is asked for."""
    found = search(staff_of(request), request.GET.get(TYPED, ""), per_group=ON_A_PAGE, guess=EXACTLY not in request.GET)
    if STAY not in request.GET:
        if address := exact_commune(found):
            return redirect(address)
        if found.only is not None:
            return redirect(found.only.address)
    return render(request, "desk/search.html", {"results": found, "searched": found.typed.text})


@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """The best hits as a list to choose from while somebody types."""
    found = search(staff_of(request), request.GET.get(TYPED, ""))
    return render(request, "desk/_search_hits.html", {"results": found})
