"""What the portal has already, loaded once for all lines: a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agreements.drafting import drafts
from agreements.models import PreAgreement, TemplateVersion
from communes.models import Commune, Contact, District, Milestone, OfficeHolder, Responsibility, Topic
from communes.models.names import search_key
from communes.office_holders.telling import address_of_head
from staff.models import User


@dataclass(slots=True)
class Existing:
    """The register and the past as objects by what identifies them; lines that were validated are added."""

    communes: dict[str, Commune]
    communes_by_name: dict[tuple[str, str], list[Commune]]
    districts: dict[str, District]
    users: dict[str, User]
    topics: dict[str, Topic]
    templates: dict[str, TemplateVersion]
    default_template: TemplateVersion | None
    responsibilities: dict[str, list[Responsibility]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, list[OfficeHolder]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, str] = field(default_factory=dict)  # their addresses before the first line, where there is one
    contacts: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[tuple[str, str, str], list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    members: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    agreements: dict[tuple[str, int, str], PreAgreement] = field(default_factory=dict)


def load(ags: Iterable[str]) -> Existing:
    """All that lines about the communes ``ags`` are validated by: about a dozen queries."""
    wanted = set(ags)
    communes = {commune.ags: commune for commune in Commune.objects.select_related("district", "association")}
    by_name: dict[tuple[str, str], list[Commune]] = defaultdict(list)
    for commune in communes.values():
        by_name[commune.district_id, search_key(commune.name)].append(commune)
    existing = Existing(
        communes=communes,
        communes_by_name=by_name,
        districts={district.key: district for district in District.objects.all()},
        users={user.email.lower(): user for user in User.objects.all()},
        topics={search_key(topic.name): topic for topic in Topic.objects.filter(active=True)},
        templates=_templates(),
        default_template=drafts.default_template(),
    )
    for responsibility in Responsibility.objects.select_related("user", "district"):
        existing.responsibilities[responsibility.district_id].append(responsibility)
    for holder in OfficeHolder.objects.filter(commune__in=wanted).order_by("pk"):
        holder.commune = communes[holder.commune_id]
        existing.holders[holder.commune_id].append(holder)
    existing.heads = {commune: address_of_head(people) for commune, people in existing.holders.items()}
    for contact in Contact.objects.filter(commune__in=wanted).order_by("pk"):
        existing.contacts[contact.commune_id].append(contact)
    _load_milestones(existing, wanted)
    _load_agreements(existing, wanted)
    return existing


def _templates() -> dict[str, TemplateVersion]:
    """The newest published edition by the template's name, and each one as "name, Ausgabe 2"."""
    published = TemplateVersion.objects.filter(published_at__isnull=False).select_related("template")
    found: dict[str, TemplateVersion] = {}
    for version in published.order_by("number"):
        found[search_key(version.template.name)] = version
        found[search_key(str(version))] = version
    return found


def _load_milestones(existing: Existing, wanted: set[str]) -> None:
    concerned = Milestone.objects.filter(communes__in=wanted).distinct()
    milestones = {milestone.pk: milestone for milestone in concerned.order_by("pk")}
    pairs = Milestone.communes.through.objects.filter(milestone__in=concerned.order_by().values("pk"))
    for milestone_id, ags in pairs.values_list("milestone_id", "commune_id").order_by("milestone_id"):
        milestone = milestones[milestone_id]
        existing.members[milestone_id].add(ags)
        existing.milestones[ags, milestone.kind, milestone.happened_on.isoformat()].append(milestone)


def _load_agreements(existing: Existing, wanted: set[str]) -> None:
    on_paper = PreAgreement.objects.filter(commune__in=wanted, route=PreAgreement.Route.PAPER)
    for agreement in on_paper.select_related("template_version"):
        day = agreement.signed_on
        if day is not None:
            existing.agreements[agreement.commune_id, agreement.template_version.template_id, day.isoformat()] = (
                agreement
            )
