"""The report for a key date, the communes behind each figure, and what the figures mean."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from asskomm.reports import definitions, pdf
from asskomm.reports.chart import ATTRIBUTION as MAP_ATTRIBUTION
from asskomm.reports.chart import chart
from asskomm.reports.definitions import ADDRESSES, Definition
from asskomm.reports.forms import DefinitionForm, ScopeForm
from asskomm.reports.models import Figure, FigureDefinition, publish
from asskomm.reports.policies import can_publish_definition
from asskomm.reports.remarks import demo_remark, in_words, scope_in_words
from asskomm.reports.report import communes_behind, report_on
from asskomm.reports.tables import as_table
from communes.models import Commune
from communes.register.reading import ATTRIBUTION
from core import dates, exports
from core.action_views import CONFLICT
from core.columns import Column
from core.downloads import pdf_response
from core.lists import EXPORT, DayFilter, ListPage
from core.policies import Decision
from staff.office_action import OfficeAction
from staff.requests import office_actor_of


@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Every figure for a key date, as a page or, as the address asks, as Excel, CSV or PDF."""
    office_actor_of(request)
    form = ScopeForm(request)
    report = report_on(form.scope)
    wanted = request.GET.get(EXPORT, "")
    if wanted in exports.FORMATS:
        return exports.FORMATS[wanted][1](as_table(report))
    picture = chart(report, form.shown)
    if wanted == "pdf":
        data = pdf.render_report(report, picture, made_at=timezone.now())
        return pdf_response(data, f"Bericht-{report.scope.day:%Y-%m-%d}.pdf")
    context = {
        "form": form,
        "report": report,
        "results": list(report.results.values()),
        "chart": picture,
        "downloads": _downloads(form),
        "still_to_come": report.scope.day > timezone.localdate(),
        "demo_remark": demo_remark(),
        "attribution": (ATTRIBUTION, MAP_ATTRIBUTION),
    }
    return render(request, "reports/report.html", context)


def _downloads(form: ScopeForm) -> list[tuple[str, str]]:
    address = f"?{form.scope.query}&kennzahl={form.shown}&{EXPORT}="
    formats = [(label, f"{address}{key}") for key, (label, _) in exports.FORMATS.items()]
    return [*formats, ("Als PDF herunterladen", f"{address}pdf")]


class BehindFilter(django_filters.FilterSet):
    """The same fields as the report's; the view has narrowed the rows already."""

    stichtag = DayFilter(label="Stichtag", method="leave")
    landkreis = django_filters.ChoiceFilter(label="Landkreis", method="leave", empty_label="Alle")
    groesse = django_filters.ChoiceFilter(label="Größe", method="leave", empty_label="Alle")

    class Meta:
        model = Commune
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope_form = ScopeForm(self.request)
        for name in ("landkreis", "groesse"):
            choices = scope_form.fields[name].choices  # type: ignore[attr-defined]  # a ChoiceField
            self.filters[name].extra["choices"] = choices[1:]
        if "erfunden" in scope_form.fields:
            self.filters["erfunden"] = django_filters.BooleanFilter(
                label="auch erfundene Kommunen der Demo", method=self.leave, widget=scope_form.fields["erfunden"].widget
            )

    def leave(self, rows: QuerySet[Commune], _name: str, _value: object) -> QuerySet[Commune]:
        return rows


class Behind(ListPage):
    """The communes behind one figure, as many as the figure says."""

    noun = ("Kommune", "Kommunen")
    filterset_class = BehindFilter
    attribution = (ATTRIBUTION,)
    empty_title = "Zu diesem Stichtag zählt keine Kommune."
    columns = (
        Column(
            "name",
            "Name",
            str,
            ("sort_key",),
            link=Commune.get_absolute_url,
            note=lambda commune: "(Demo, erfunden)" if commune.fictitious else "",
        ),
        Column("ags", "AGS", lambda commune: commune.ags, ("ags",)),
        Column("landkreis", "Landkreis", lambda commune: commune.district, ("district__name", "district")),
        Column("einwohner", "Einwohner", lambda commune: commune.population, ("population",), numeric=True),
    )

    def get(  # type: ignore[override]  # a file is a stream
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """As every list, for the office only."""
        office_actor_of(request)
        return super().get(request, *args, **kwargs)

    @cached_property
    def definition(self) -> Definition:
        return definitions.current()[_figure(self.kwargs["figure"])]

    @property
    def title(self) -> str:  # type: ignore[override]  # one page for every figure
        return f"{self.definition.figure.label} am {dates.day(self.scope_form.scope.day)}"

    @cached_property
    def scope_form(self) -> ScopeForm:
        return ScopeForm(self.request)

    @cached_property
    def filterset(self) -> django_filters.FilterSet:
        """With the key date filled in where the address names none."""
        return self.filterset_class(data=self.scope_form.data, queryset=self.rows(), request=self.request)

    def rows(self) -> QuerySet[Commune]:
        return communes_behind(self.definition, self.scope_form.scope).select_related("district")

    def remarks(self) -> Sequence[str]:
        remarks = [in_words(self.definition), "; ".join(scope_in_words(self.scope_form.scope)), demo_remark()]
        return [remark for remark in remarks if remark]


@require_GET
def show_definitions(request: HttpRequest) -> HttpResponse:
    """What every figure means now, and what it meant before."""
    decision = can_publish_definition(office_actor_of(request))
    published = definitions.history()
    versions = [
        [definition for definition in reversed([definitions.FIRST[figure], *published]) if definition.figure == figure]
        for figure in Figure
    ]
    context = {"versions": versions, "decision": decision}
    return render(request, "reports/definitions.html", context)


class PublishDefinition(OfficeAction):
    """The next version of a definition, by administrators."""

    form_class = DefinitionForm
    template_name = "reports/definition_form.html"
    context_name = "definition"
    draft_key = "{request.path}"
    draft_version = "{object.version}"
    object: Definition

    def find(self) -> Definition:
        return definitions.current()[_figure(self.kwargs["figure"])]

    def decide(self) -> Decision:
        return can_publish_definition(self.actor)

    def back_to(self) -> str:
        return "definitions"

    def leads_to(self, _result: Any) -> str:
        return self.back_to()

    def get_form_kwargs(self) -> dict[str, Any]:
        cancel_url = reverse(self.back_to())
        return {**super().get_form_kwargs(), "definition": self.object, "cancel_url": cancel_url}

    def perform(self, form: DefinitionForm) -> FigureDefinition:
        return publish(self.object.figure, actor=self.actor, **form.cleaned_data)

    def existing(self, form: Any) -> HttpResponse:
        newest = definitions.current()[self.object.figure]
        form.add_error(
            None,
            f"Inzwischen gilt Fassung {newest.version}. Ihr Text steht noch hier. Bitte lesen Sie die neue Fassung "
            "unter „Definitionen“ und beginnen Sie dort neu, wenn Ihre Änderung noch nötig ist.",
        )
        return self.show_again(form, CONFLICT)

    def done_text(self, result: FigureDefinition) -> str:
        return f"Fassung {result.version} gilt ab jetzt, für Berichte zu jedem Stichtag."


def _figure(address: str) -> Figure:
    for figure, known in ADDRESSES.items():
        if known == address:
            return figure
    raise Http404
