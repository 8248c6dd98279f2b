"""One commune with everything the portal keeps, and everyone who may come along: for the role matrix."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agreements.models import CouncilResolution, PaperScan, PreAgreement, Question
from coaching.models import Engagement
from communes.daily_work.saving import take_note
from communes.models import Commune, OfficeHolder
from core import files
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from staff.models import Role, User
from tests.factories.coaching import CoachFactory, GoalFactory, RunningFactory, SessionFactory
from tests.factories.communes import CommuneFactory, DistrictFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.editions import administrator, begun, waiting, with_words
from tests.factories.facts import AttachmentFactory, ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.imports import ReadyImportFactory
from tests.factories.notices import confirmed_notice, waiting_notice
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory, WaitingAuthorityFactory
from tests.plugins.remembered import recalled
from tests.plugins.retaken import retaken

ROLES = ("responsible", "substitute", "colleague", "head", "admin", "coach", "outsider", "anonymous")


@dataclass
class World:
    """The objects by what an address calls them, and the people by their role towards them."""

    commune: Commune
    people: dict[str, User]
    things: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser that knows nothing but the session of ``role``, who signed in once."""
        client = Client()
        if role == "anonymous":
            return client
        if role not in self.sessions:
            client.force_login(self.people[role])
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def build() -> World:
    """The commune belongs to the responsible person's district; the colleague has another one. Made once in the run."""
    world: World = recalled("world", _build)
    return world


def _build() -> World:
    commune = CommuneFactory()
    elsewhere = DistrictFactory(key="14998", name="Nebenkreis")
    coach, outsider = CoachFactory(), CoachFactory()
    people = {
        "responsible": UserFactory(),
        "substitute": UserFactory(),
        "colleague": UserFactory(),
        "head": UserFactory(role=Role.HEAD),
        "admin": UserFactory(role=Role.ADMIN),
        "coach": coach.user,
        "outsider": outsider.user,
    }
    ResponsibilityFactory(district=commune.district, user=people["responsible"])
    ResponsibilityFactory(district=elsewhere, user=people["colleague"])
    for person in ("responsible", "substitute", "head"):
        SigningAuthorityFactory(user=people[person])
    published_template()
    tomorrow = timezone.localdate() + timedelta(days=1)
    world = World(commune, people)
    world.things = {
        "substitution": SubstitutionFactory(
            absent=people["responsible"], substitute=people["substitute"], valid_until=tomorrow
        ),
        "planned_substitution": SubstitutionFactory(
            absent=people["responsible"], substitute=people["colleague"], valid_from=tomorrow + timedelta(days=1)
        ),
        "authority": people["responsible"].signing_authorities.get(),
        "planned_authority": SigningAuthorityFactory(user=people["colleague"], valid_from=tomorrow),
        "waiting_authority": WaitingAuthorityFactory(),
        "holder": OfficeHolderFactory(commune=commune),
        "contact": ContactFactory(commune=commune),
        "milestone": MilestoneFactory(communes=[commune]),
        "task": TaskFactory(commune=commune),
        "attachment": AttachmentFactory(commune=commune),
        "engagement": RunningFactory(agreement__commune=commune, coach=coach, prepared_by=people["responsible"]),
    }
    return world


def draft(world: World) -> PreAgreement:
    """A complete draft of the commune, whose coaching stands on an agreement that is in force."""
    _end_the_mayors_term(world)
    return ready_draft(commune=world.commune)


def draft_changed_after_the_council(world: World) -> PreAgreement:
    """With a resolution, and its file, about a draft of last week."""
    agreement = draft(world)
    last_week = timezone.localdate() - timedelta(days=7)
    CouncilResolution.objects.create(
        agreement=agreement,
        state="passed",
        number="SR 2026/117",
        passed_on=last_week,
        draft_on=last_week,
        file=files.register(files.put(b"%PDF-1.7 a resolution", "application/pdf")),
    )
    return agreement


def issued_agreement(world: World) -> PreAgreement:
    """Sent to the mayor, with its real PDF and its mail."""
    return PreAgreement.objects.get(pk=retaken("issued in the world", lambda: issued(draft(world)).pk))


def question(world: World) -> dict[str, Any]:
    """Asked by the mayor who is to sign."""
    agreement = issued_agreement(world)
    asked = Question.objects.create(
        agreement=agreement, invitation=agreement.open_invitation, text="Gilt das auch für die Ortsteile?"
    )
    return {"reference": agreement.reference, "pk": asked.pk}


def issued_with_code_by_phone(world: World) -> PreAgreement:
    """Sent to the mayor, who gets the code by telephone."""
    published_template(code_channel="phone")
    return issued_agreement(world)


def in_state(world: World, status: str) -> PreAgreement:
    """An issued agreement, moved on without the steps between."""
    agreement = issued_agreement(world)
    PreAgreement.objects.filter(pk=agreement.pk).update(status=status)
    agreement.refresh_from_db()
    return agreement


def handed_in(world: World) -> PreAgreement:
    """The commune's file is there, without its signature; it waits for the countersignature."""
    agreement = in_state(world, "commune_signed")
    version = agreement.versions.get()
    version.commune_signed_file = version.issued_file
    version.save()
    return agreement


def printed(world: World) -> PreAgreement:
    """An agreement that waits for its print to come back."""
    agreement = issued_agreement(world)
    PreAgreement.objects.filter(pk=agreement.pk).update(route="printed")
    agreement.refresh_from_db()
    return agreement


def scanned(world: World) -> dict[str, Any]:
    """A print that came back; the responsible caseworker uploaded its scan."""
    agreement = printed(world)
    PreAgreement.objects.filter(pk=agreement.pk).update(status="scanned")
    version = agreement.versions.get()
    user = caseworker_of(agreement.commune)
    scan = PaperScan.objects.create(
        version=version,
        file=version.issued_file,
        commune_signatory=agreement.commune.office_holders.first(),
        commune_signed_on=version.issued_at,
        lpr_signatory=user,
        lpr_signed_on=version.issued_at,
        place_of_original="Aktenschrank",
        uploaded_by=user,
    )
    return {"reference": agreement.reference, "pk": scan.pk}


def failed_mail(world: World) -> dict[str, Any]:
    """An agreement whose invitation could not be delivered."""
    agreement = issued_agreement(world)
    mail = OutgoingMessage.objects.filter(kind="agreements.invitation").latest("pk")
    mail.state, mail.problem, mail.due_at = OutgoingMessage.State.FAILED, "Abgelehnt.", None
    mail.save()
    return {"reference": agreement.reference, "pk": mail.pk}


def in_force(world: World) -> PreAgreement:
    """The commune's agreement that its coaching stands on, with its mayor in office."""
    agreement: PreAgreement = world.things["engagement"].agreement
    return agreement


def notice(world: World) -> dict[str, Any]:
    """Another contact, told by the commune and sent to its mayor by the responsible caseworker."""
    waiting = waiting_notice(in_force(world))
    return {"reference": waiting.agreement.reference, "number": waiting.number}


def confirmed(world: World) -> dict[str, Any]:
    """As ``notice``, confirmed by the mayor."""
    found = confirmed_notice(in_force(world))
    return {"reference": found.agreement.reference, "number": found.number}


def planned_engagement(world: World) -> Engagement:
    """The commune's coaching before it began."""
    engagement: Engagement = world.things["engagement"]
    Engagement.objects.filter(pk=engagement.pk).update(status=Engagement.Status.PLANNED, started_on=None)
    return engagement


def note(world: World) -> dict[str, Any]:
    user = UserFactory()
    take_note(world.commune, "Gesagt", kind="call", called_on=None, nonce="n", actor=StaffActor(user))
    entry = JournalEntry.objects.filter(key=world.commune.ags, kind="note.taken").latest("pk")
    return {"ags": world.commune.ags, "pk": entry.pk}


def goal(world: World) -> dict[str, int]:
    engagement = world.things["engagement"]
    return {"pk": engagement.pk, "goal": GoalFactory(engagement=engagement).pk}


def session(world: World) -> dict[str, int]:
    engagement = world.things["engagement"]
    return {"pk": engagement.pk, "session": SessionFactory(engagement=engagement).pk}


def draft_edition(world: World) -> dict[str, int]:
    """A template's next text, as somebody else writes it."""
    writer = administrator()
    return {"pk": with_words(begun(writer), "Neu mit der $kommune.", writer).pk}


def waiting_edition(world: World) -> dict[str, int]:
    """A template's next text that somebody else wrote; it waits for a second person."""
    return {"pk": waiting(administrator()).pk}


def ready_import(world: World) -> dict[str, int]:
    """An Excel file of the administration that waits for a decision."""
    return {"pk": ReadyImportFactory(uploaded_by=world.people["admin"]).pk}


def _end_the_mayors_term(world: World) -> None:
    """``ready_draft`` brings a mayor of its own. The object keeps its key, for tests that roll this back."""
    OfficeHolder.objects.filter(pk=world.things["holder"].pk).delete()


def answer(world: World, role: str, method: str, address: str, data: dict[str, Any]) -> str:
    """What ``role`` gets: a status, "login", or "refused" for a redirect with a warning. Nothing stays changed."""
    cache.clear()
    client = world.client(role)
    with transaction.atomic():
        response = getattr(client, method.lower())(address, data)
        said = [str(message.level_tag) for message in get_messages(response.wsgi_request)]
        transaction.set_rollback(True)
    if response.status_code != 302:
        return str(response.status_code)
    if response["Location"].startswith("/anmelden/"):
        return "login"
    return "refused" if {"warning", "error"} & set(said) else "302"
