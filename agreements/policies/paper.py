"""What is signed by hand: agreements from before the portal, and scans of printed versions."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from agreements.policies.handling import can_change, can_handle
from communes.models import Commune
from core import dates
from core.actors import Actor, ActorKind
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role
from staff.policies import access_is_own, accounts_in_hand

if TYPE_CHECKING:
    from agreements.models import PreAgreement


def can_record_paper(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Who may record what exists, and the portal when it loads what it is given."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else can_record_existing(actor, agreement.commune)


def problem_with_paper_day(commune: Commune, on: date, *, alone: bool = True) -> str:
    """Why an agreement that was signed with ``commune`` on paper ``on`` that day cannot be recorded; empty when it can.

    ``alone``: by one person, whom nobody checks: not yet, if it is young (signing rule 20). German, says what to do.
    """
    if on > timezone.localdate():
        return "Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum."
    alone_from = on + timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    if alone and alone_from > timezone.localdate():
        return (
            "Was gerade erst auf Papier unterzeichnet wurde, bestätigt eine zweite Person. Bitte bereiten Sie die "
            "Vereinbarung vor, senden Sie sie zum Ausdrucken und laden Sie den Scan hoch. Ohne zweite Person können "
            f"Sie sie ab dem {dates.day(alone_from)} erfassen."
        )
    if commune.valid_from is not None and on < commune.valid_from:
        return (
            f"Diese Kommune besteht erst seit dem {dates.day(commune.valid_from)}. Bitte prüfen Sie das Datum, oder "
            "erfassen Sie die Vereinbarung bei der Vorgängerin."
        )
    if commune.valid_until is not None and on > commune.valid_until:
        return (
            f"Diese Kommune bestand nur bis zum {dates.day(commune.valid_until)}. Bitte prüfen Sie das Datum, oder "
            "erfassen Sie die Vereinbarung bei der Nachfolgerin."
        )
    return ""


def can_record_scan(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The signed print is back: anyone who handles the commune, for a version that was to be printed."""
    if agreement.route != "printed":
        return denied("Diese Vereinbarung wird nicht auf Papier unterschrieben.")
    return can_change(actor, agreement)


def can_confirm_scan(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Another caseworker or the head than the one who uploaded the scan: four eyes on what enters into force."""
    user = staff_user(actor)
    if user is None or not user.is_active or user.role not in {Role.CASEWORKER, Role.HEAD}:
        return denied("Einen Scan bestätigen Sachbearbeitung und Leitung.")
    version = agreement.current_version
    uploaded_by = version.scans.filter(state="waiting").values_list("uploaded_by", flat=True) if version else ()
    if {str(user.pk), *accounts_in_hand(user, timezone.now())} & {str(pk) for pk in uploaded_by}:
        return denied(
            "Sie haben den Scan selbst hochgeladen, oder Sie haben den Zugang des Kontos eingerichtet, das es tat. "
            "Bitte lassen Sie ihn von einer anderen Person bestätigen."
        )
    return access_is_own(user)


def can_record_existing(actor: Actor, commune: Commune) -> Decision:
    """Recording what was signed on paper, also while another agreement is open or for a commune of the past.

    Besides who handles the commune it is the administration, which brings in what the office had before the portal.
    """
    user = staff_user(actor)
    if user is not None and user.is_active and user.role == Role.ADMIN:
        return ALLOWED
    return can_handle(actor, commune)
