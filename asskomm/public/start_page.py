"""The start page: one question, three ways in, the map, the figures; and the network as a list."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from asskomm.public.commune_search import answer_to
from asskomm.public.network import Member, existing_communes, members
from asskomm.public.network_map.members_map import MembersMap, members_map, outline_of
from asskomm.public.views import PublicPage
from asskomm.reports.chart import ATTRIBUTION as MAP_ATTRIBUTION
from asskomm.reports.models import Figure
from asskomm.reports.remarks import demo_remark
from asskomm.reports.report import Result, Scope, report_on
from communes.register.reading import ATTRIBUTION as REGISTER_ATTRIBUTION
from core.public_contact import public_contact

ASKED = "gemeinde"
COUNTED = (Figure.ADVISED, Figure.COACHING, Figure.KPR)
KEPT = 60  # seconds that a published fact may be late, and a retracted one may stay
NAMES_KEPT = 60 * 60
MESSAGES_COOKIE = "messages"  # what an earlier page left to be said, for this visitor alone


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page says without a question."""

    day: date
    members: list[Member]
    map: MembersMap
    results: list[Result]  # a figure of nought says nothing to visitors and is left out
    total: int


def overview(day: date) -> Overview:
    """At most a minute old, the same for everybody. Seven queries when it is made."""
    found = caches["pages"].get_or_set(f"overview:{day}", lambda: _overview(day), KEPT)
    assert isinstance(found, Overview)
    return found


def _overview(day: date) -> Overview:
    report = report_on(Scope(day))
    in_network = members(day)
    counted = [report.results[figure] for figure in COUNTED if report.results[figure].count.number]
    return Overview(day, in_network, members_map(in_network), counted, report.total)


class StartPage(PublicPage):
    """For strangers who ask nothing a page that is kept for a minute; for everybody else the same, made now."""

    template_name = "public/start.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ASKED in request.GET or _is_known(request):
            return super().get(request, *args, **kwargs)
        key = f"start-page:{timezone.localdate()}"
        kept = caches["pages"].get_or_set(key, lambda: self._rendered(**kwargs), KEPT)
        response = HttpResponse(kept)
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, public=True, max_age=KEPT)
        return response

    def _rendered(self, **kwargs: Any) -> bytes:
        return render_to_string(self.template_name, self.get_context_data(**kwargs), self.request).encode()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        answer = _answer(self.request.GET[ASKED], day) if ASKED in self.request.GET else {}
        return super().get_context_data(
            overview=overview(day),
            **{"answer": None, "typed": "", "outline": "", **answer},
            contact=public_contact(),
            demo_remark=demo_remark(),
            attribution=(REGISTER_ATTRIBUTION, MAP_ATTRIBUTION),
            **kwargs,
        )


def _is_known(request: HttpRequest) -> bool:
    """Whether the page would say something to this visitor alone: the name in its head, a message."""
    return not request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE})


def _answer(text: str, day: date) -> dict[str, Any]:
    answer = answer_to(text, day)
    if answer.commune is None:
        return {"answer": answer, "typed": answer.typed, "outline": ""}
    return {"answer": answer, "typed": answer.commune.name, "outline": outline_of(answer.commune.ags)}


@login_not_required
@require_GET
def show_answer(request: HttpRequest) -> HttpResponse:
    """The answer alone, which the page's script puts in place."""
    context = {**_answer(request.GET.get(ASKED, ""), timezone.localdate()), "contact": public_contact()}
    response = render(request, "public/_answer.html", context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@login_not_required
@require_GET
@gzip_page
def names(_request: HttpRequest) -> HttpResponse:
    """The communes' names by district, from which the field suggests while somebody types."""
    day = timezone.localdate()
    response = JsonResponse(caches["pages"].get_or_set(f"names:{day}", lambda: _names(day), NAMES_KEPT))
    patch_cache_control(response, public=True, max_age=NAMES_KEPT)
    return response


def _names(day: date) -> dict[str, list[tuple[str, str, str]]]:
    """By district AGS, name and, where there is one, the Sorbian name."""
    rows = existing_communes(day).order_by("district__name", "district", "sort_key", "ags")
    return {
        district: [(row.ags, row.name, row.sorbian_name) for row in communes]
        for district, communes in groupby(rows, key=lambda row: row.district.full_name)
    }


class NetworkList(PublicPage):
    """The network as a list by district: the same as the map, in words."""

    template_name = "public/network.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = overview(timezone.localdate())
        by_district = sorted(shown.members, key=lambda member: member.ags[:5])
        districts = [
            {"key": key, "members": list(communes)} for key, communes in groupby(by_district, key=lambda m: m.ags[:5])
        ]
        return super().get_context_data(
            overview=shown,
            districts=sorted(districts, key=lambda district: district["members"][0].district),
            demo_remark=demo_remark(),
            attribution=(REGISTER_ATTRIBUTION,),
            **kwargs,
        )


class JoinPage(PublicPage):
    """For a commune that is not in the network yet: what it means, how it goes, whom to ask."""

    template_name = "public/join.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=public_contact(), **kwargs)
