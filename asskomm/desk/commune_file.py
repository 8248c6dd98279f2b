"""The commune's file: what all rooms know of one commune, and what can be done next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import PreAgreement
from agreements.policies.drafts import can_prepare
from agreements.policies.paper import can_record_existing
from asskomm.desk.commune_coaching import coaching_of
from asskomm.desk.commune_timeline import with_agreements
from asskomm.desk.composer.forms import EntryForm
from asskomm.desk.overview import overview_of
from asskomm.desk.timeline_filter import TimelineFilter
from communes.dossier_panels import dossier_panels
from communes.models import Commune, OfficeHolder, Topic
from communes.policies import can_change_commune
from communes.register.reading import ATTRIBUTION
from communes.responsibility import actor_for, today_in_words
from core import dates
from core.actions import Action
from core.actors import Actor
from core.columns import as_text
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.requests import staff_of

ENTRIES = 50


@require_GET
def commune_file(request: HttpRequest, ags: str) -> HttpResponse:
    """Everything about one commune on one page; a constant number of queries."""
    communes = Commune.objects.visible_to(staff_of(request))
    commune = get_object_or_404(communes.select_related("district", "association", "successor"), pk=ags)
    return render(request, "desk/commune.html", _page(commune, actor_for(request, commune)))


def _page(commune: Commune, actor: StaffActor) -> dict[str, Any]:
    change = can_change_commune(actor, commune)
    visible = PreAgreement.objects.visible_to(actor.user).filter(commune=commune).originals()
    in_order = Prefetch("amendments", PreAgreement.objects.order_by("created_at", "pk"))
    agreements = list(visible.prefetch_related(in_order).order_by("-created_at"))
    panels = dossier_panels(commune, actor.user, change)
    coaching = coaching_of(commune, agreements, actor)
    holders = list(commune.office_holders.select_related("commune"))
    today = timezone.localdate()
    return {
        "commune": commune,
        "overview": overview_of(
            [holder for holder in holders if holder.holds_on(today)],
            panels["contacts"],
            panels["valid_facts"],
            panels["tasks"],
            agreements,
            [row.engagement for row in coaching["rows"]],
        ),
        "entry_form": EntryForm() if change else None,
        **_actions(commune, actor, agreements, coaching["actions"]),
        "facts": _facts(commune),
        "office_holders": _office_holders(holders),
        "can_change": change.allowed,
        "acting_for": actor.acting_for,
        "add_office_holder": Action.decided(
            "Amtsperson anlegen", reverse("office-holder-add", args=[commune.ags]), change
        ),
        "agreements": agreements,
        "coaching": coaching,
        "predecessors": commune.predecessors.all(),
        "entries": with_agreements(_newest_entries(commune), may_correct=change.allowed),
        "kinds": TimelineFilter({}, commune).kinds(),
        **panels,
        "attribution": [] if commune.fictitious else [ATTRIBUTION],
    }


def _newest_entries(commune: Commune) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.filter(key=commune.ags).select_related("free_text")
    return entries.order_by("-id")[:ENTRIES]


# What the newest agreement waits for: the page's main button, and where it is found there.
NEXT_OF_AGREEMENT = {
    "draft": "Entwurf fertigstellen",
    "issued": "Stand der Unterschrift ansehen",
    "commune_signed": "Gegenzeichnen",
    "scanned": "Scan bestätigen",
}


def _actions(
    commune: Commune, actor: Actor, agreements: list[PreAgreement], plan_coaching: list[Action]
) -> dict[str, Any]:
    """The one next step that fits where the commune stands, and what else can be done, each with its reason if not."""
    query = {"kommune": commune.ags}
    create, record = reverse("agreement-create", query=query), reverse("agreement-record", query=query)
    actions = [Action.decided("Vorvereinbarung anlegen", create, can_prepare(actor, commune))]
    if can_record_existing(actor, commune):  # anyone who may not is told so once, beside the first button
        actions.append(Action("Bestehende Vereinbarung erfassen", record, secondary=True))
    return {"next_step": _next_step(agreements, plan_coaching), "actions": actions}


def _next_step(agreements: list[PreAgreement], plan_coaching: list[Action]) -> Action | None:
    """None where a new agreement is what comes next."""
    for agreement in agreements:
        if label := NEXT_OF_AGREEMENT.get(agreement.status):
            return Action(label, agreement.get_absolute_url())
    return next((action for action in plan_coaching if not action.reason), None)


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """People in offices at one time; ``needs_address``: whether a missing mail address matters."""

    label: str
    people: list[OfficeHolder]
    needs_address: bool = True


def _office_holders(holders: list[OfficeHolder]) -> list[OfficeHolders]:
    """Who is in office today, who will be, who was; groups without people are left out."""
    today = timezone.localdate()
    former = [holder for holder in holders if holder.valid_until is not None and holder.valid_until < today]
    groups = (
        OfficeHolders("Heute im Amt", [holder for holder in holders if holder.holds_on(today)]),
        OfficeHolders("Künftig im Amt", [holder for holder in holders if holder.valid_from > today]),
        OfficeHolders("Früher im Amt", former, needs_address=False),
    )
    for group in groups:
        group.people.sort(key=_rank)
    return [group for group in groups if group.people]


def _rank(holder: OfficeHolder) -> tuple[int, int, int]:
    """Heads first, then deputies in their order, the latest term first."""
    order = {"mayor": 0, "acting": 1, "deputy": 2}
    return order[holder.office], holder.deputy_rank or 0, -holder.valid_from.toordinal()


def _facts(commune: Commune) -> list[tuple[str, str]]:
    facts = [
        ("Art", _kind(commune)),
        ("AGS", commune.ags),
        ("ARS", commune.ars or ""),
        ("Einwohner", _population(commune)),
        ("Fläche", f"{as_text(commune.area_ha)} ha" if commune.area_ha is not None else ""),
        ("Postleitzahl des Verwaltungssitzes", commune.postcode),
        ("Verwaltungsgemeinschaft oder -verband", str(commune.association or "keine")),
        ("Themen", ", ".join(topic.name for topic in _topics(commune))),
        ("Zuständig", _responsible(commune)),
    ]
    if commune.sorbian_name:
        facts.insert(1, ("Sorbischer Name", commune.sorbian_name))
    return facts


def _topics(commune: Commune) -> QuerySet[Topic]:
    """What the commune works on, by its agreements that were neither stopped nor ended, by what holds today."""
    going = PreAgreement.objects.filter(commune=commune).going()
    return going.topics_on(timezone.localdate())


def _kind(commune: Commune) -> str:
    return "Große Kreisstadt" if commune.large_district_town else commune.get_kind_display()


def _population(commune: Commune) -> str:
    if commune.population is None:
        return ""
    if commune.population_on is None:
        return as_text(commune.population)
    return f"{as_text(commune.population)} (Stand {dates.day(commune.population_on)})"


def _responsible(commune: Commune) -> str:
    today = timezone.localdate()
    current = commune.district.responsibilities.on(today).select_related("user").first()
    if current is None:
        return "derzeit niemand"
    acting = today_in_words(current.user)
    return f"{current.user.full_name}, {current.period_text}" + (f" ({acting})" if acting else "")
