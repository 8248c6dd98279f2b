"""Meine Arbeit: what is to be done, what waits for others, what could not be delivered."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import Invitation, PreAgreement
from agreements.querysets import PreAgreementQuerySet
from agreements.states import since_text
from communes.models import Commune
from core.models import OutgoingMessage
from staff.models import Role, User
from staff.requests import staff_of

Status = PreAgreement.Status

NEXT_STEPS = {
    Status.DRAFT: "Entwurf fertigstellen und senden",
    Status.COMMUNE_SIGNED: "Gegenzeichnen",
    Status.DECLINED: "Ablehnung klären",
    Status.EXPIRED: "Frist abgelaufen: neu senden",
}
TABS = (("", "Meine Aufgaben"), ("team", "Team"), ("wartet", "Wartet auf andere"))


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views of the page, with its count."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line: what to do with which agreement, and since when it waits."""

    agreement: PreAgreement
    task: str
    since: str
    due: bool


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """The first page of the day; a constant number of queries."""
    user = staff_of(request)
    if not user.is_office:
        return redirect("start")
    wanted = request.GET.get("sicht", "")
    lists = {
        "": _own(user).filter(status__in=NEXT_STEPS),
        "team": _all(user).filter(status__in=NEXT_STEPS),
        "wartet": _own(user).filter(status=Status.ISSUED),
    }
    shown = wanted if wanted in lists else ""
    context: dict[str, Any] = {
        "tabs": [Tab(key, label, lists[key].count(), key == shown) for key, label in TABS],
        "shown": shown,
        "rows": [_row(agreement) for agreement in lists[shown].order_by("status_since")[:100]],
        "undeliverable": _undeliverable(user),
        "own_communes": _own_communes(user),
        "recent": _own(user).order_by("-status_since")[:5],
    }
    return render(request, "desk/work.html", context)


def _all(user: User) -> PreAgreementQuerySet:
    return PreAgreement.objects.visible_to(user).with_parties()


def _own(user: User) -> PreAgreementQuerySet:
    """The communes of one's own districts; all of them for the head."""
    everything = _all(user)
    return everything if user.role == Role.HEAD else everything.of_responsible(user, timezone.localdate())


def _own_communes(user: User) -> int:
    today = timezone.localdate()
    return Commune.objects.visible_to(user).existing_on(today).of_responsible(user, today).count()


def _row(agreement: PreAgreement) -> WorkRow:
    status = Status(agreement.status)
    task = NEXT_STEPS.get(status, "Die Kommune hat den Link und unterzeichnet")
    return WorkRow(agreement, task, since_text(agreement), due=status == Status.COMMUNE_SIGNED)


def _undeliverable(user: User) -> list[tuple[PreAgreement, OutgoingMessage]]:
    """Mails with a link that did not arrive, of one's own agreements that still wait."""
    failed = OutgoingMessage.objects.filter(subject_type="agreements.invitation", state=OutgoingMessage.State.FAILED)
    by_invitation = {int(message.subject_id): message for message in failed}
    invitations = Invitation.objects.filter(
        pk__in=by_invitation,
        state=Invitation.State.OPEN,
        version__agreement__in=_own(user).order_by().values("pk"),
    ).select_related("version__agreement__commune")
    return [(invitation.version.agreement, by_invitation[invitation.pk]) for invitation in invitations]
