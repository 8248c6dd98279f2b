"""Notices of change: who may record, send, confirm and take one back, and from which day it may hold."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from agreements.policies.actors import NoticeSignatory
from agreements.policies.handling import can_change
from agreements.policies.in_force import can_end_as_agreed
from agreements.policies.signatory_changes import own_changes_of_people
from core import dates
from core.actors import Actor, ActorKind
from core.mail_addresses import unsendable
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user

if TYPE_CHECKING:
    from agreements.models import ChangeNotice, PreAgreement

LONGEST_BACK = timedelta(days=31)
LONGEST_AHEAD = timedelta(days=92)


def can_give_notice(actor: Actor, agreement: "PreAgreement") -> Decision:
    """For the button: signed by both sides, not over, handled by the actor, and nothing else under way."""
    if agreement.kind != "agreement" or agreement.status != "in_force":
        return denied("Mitteilen lässt sich eine Änderung nur zu einer Vereinbarung, die in Kraft ist.")
    decision = can_change(actor, agreement) and still_holds(agreement)
    if not decision:
        return decision
    waiting = agreement.notices.filter(status="open").first()
    if waiting is not None:
        return denied(
            f"Die Änderungsmitteilung {waiting.reference} wartet schon auf die Kommune. Bitte ziehen Sie sie zurück, "
            "wenn etwas anderes gelten soll."
        )
    return no_amendment_under_way(agreement)


def can_send_notice(actor: Actor, agreement: "PreAgreement") -> Decision:
    """As ``can_give_notice``, with somebody to send the link to, by somebody who did not choose where it goes."""
    return can_give_notice(actor, agreement) and _link_may_go(actor, agreement)


def can_change_notice(actor: Actor, notice: "ChangeNotice") -> Decision:
    """Withdrawing one that waits: anyone who handles the commune."""
    if notice.status != "open":
        return denied("Diese Änderungsmitteilung wartet nicht mehr auf die Kommune.")
    return can_change(actor, notice.agreement)


def can_send_notice_again(actor: Actor, notice: "ChangeNotice") -> Decision:
    """A new link: as the first time."""
    agreement = notice.agreement
    return can_change_notice(actor, notice) and still_holds(agreement) and _link_may_go(actor, agreement)


def can_answer_notice(actor: Actor, notice: "ChangeNotice") -> Decision:
    """Who opened a link that was not replaced, in time, and may bind the commune today (domain rule 11)."""
    if not isinstance(actor, NoticeSignatory):
        return denied("Bestätigen kann nur, wer dazu eingeladen ist.")
    if not notice.links.filter(token_hash=actor.token_hash, ended_at__isnull=True).exists():
        return denied("Der Link gilt nicht mehr. Bitte öffnen Sie den Link aus der neuesten E-Mail.")
    if notice.is_expired(timezone.now()):
        return denied("Der Link ist abgelaufen. Bitte bitten Sie die Sachbearbeitung um einen neuen.")
    if notice.agreement.commune.office_holders.head_on(timezone.localdate()) != notice.holder:
        return denied(
            "Nach unserem Verzeichnis sind Sie heute nicht im Amt. Bitte wenden Sie sich an den "
            "Landespräventionsrat; es wurde nichts bestätigt."
        )
    return ALLOWED


def can_confirm_notice(actor: Actor, notice: "ChangeNotice") -> Decision:
    """As ``can_answer_notice``, while what the notice changes is what holds."""
    decision = can_answer_notice(actor, notice) and still_holds(notice.agreement)
    if not decision:
        return decision
    if notice.agreement.row_on(date.max).pk != notice.terms_id:
        return denied(
            "Die Vereinbarung wurde inzwischen geändert. Diese Mitteilung passt nicht mehr dazu; bitte wenden Sie sich "
            "an die Sachbearbeitung."
        )
    return no_amendment_under_way(notice.agreement)


def can_let_notice_lapse(actor: Actor, notice: "ChangeNotice") -> Decision:
    """As part of the agreement's end: anyone who may end that."""
    return can_end_as_agreed(actor, notice.agreement)


def clock_only(actor: Actor, _notice: "ChangeNotice") -> Decision:
    """What happens when the time is over."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else denied("Das geschieht von selbst.")


def still_holds(agreement: "PreAgreement") -> Decision:
    """In force, or signed and from a day to come, of a commune that is still there."""
    commune, today = agreement.commune, timezone.localdate()
    if commune.valid_until is not None and commune.valid_until < today:
        return denied(
            f"Die Kommune besteht nicht mehr, ihr letzter Tag war der {dates.day(commune.valid_until)}. Bitte klären "
            "Sie mit der Nachfolgerin, was aus der Vereinbarung wird."
        )
    if agreement.begins_on is not None or (agreement.status == "in_force" and agreement.is_in_force_on(today)):
        return ALLOWED
    return denied(f"Die Vorvereinbarung {agreement.reference} ist nicht mehr in Kraft.")


def no_amendment_under_way(agreement: "PreAgreement") -> Decision:
    """An amendment says what it changes against what holds today; that must not change under it."""
    going = agreement.amendments.open().filter(kind="amendment").first()
    if going is None:
        return ALLOWED
    return denied(
        f"Die {going.noun} {going.reference} ist noch offen. Bitte nehmen Sie Themen oder Ansprechperson dort auf, "
        "oder ziehen Sie sie zuerst zurück."
    )


def no_notice_under_way(agreement: "PreAgreement") -> Decision:
    """An amendment starts from what holds; so nothing waits for the commune, and nothing is confirmed for later."""
    waiting = agreement.notices.filter(status="open").first()
    if waiting is not None:
        return denied(
            f"Die Änderungsmitteilung {waiting.reference} wartet noch auf die Kommune. Bitte warten Sie die Antwort ab "
            "oder ziehen Sie die Mitteilung zurück."
        )
    later = agreement.notices.filter(status="confirmed", effective_on__gt=timezone.localdate()).last()
    if later is not None:
        return denied(
            f"Die Änderungsmitteilung {later.reference} gilt erst ab dem {dates.day(later.effective_on)}. Eine "
            "Änderung lässt sich ab diesem Tag vereinbaren, weil sie von den Angaben ausgeht, die dann gelten."
        )
    return ALLOWED


def problem_with_notice_day(agreement: "PreAgreement", day: date) -> str:
    """Why what the commune tells cannot hold from ``day`` on, with what to do; empty when it can."""
    today, begins = timezone.localdate(), agreement.in_force_on or timezone.localdate()
    problem = _before_what_holds(agreement, day, begins)
    if problem:
        return problem
    if day < today - LONGEST_BACK:
        return (
            "Dieser Tag liegt mehr als einen Monat zurück. Bitte geben Sie einen späteren Tag an; was vorher galt, "
            "bleibt, wie es war."
        )
    if day > max(today, begins) + LONGEST_AHEAD:
        return "Dieser Tag liegt mehr als drei Monate voraus. Bitte erfassen Sie die Mitteilung später."
    ends = (agreement.row_on(date.max).term_until, agreement.agreed_last_day)
    last = min((end for end in ends if end is not None), default=None)
    if last is not None and day > last:
        return f"Die Vereinbarung endet am {dates.day(last)}. Bitte geben Sie diesen Tag oder einen früheren an."
    return ""


def _before_what_holds(agreement: "PreAgreement", day: date, begins: date) -> str:
    """A change comes after what it changes: the agreement, its newest amendment, the newest notice."""
    terms = agreement.row_on(date.max)
    newest = agreement.notices.filter(status="confirmed").order_by("effective_on").last()
    since = [
        (begins, "Die Vereinbarung gilt erst"),
        (terms.in_force_on or begins, f"Die Änderung {terms.reference} gilt"),
        *([(newest.effective_on, f"Die bestätigte Änderungsmitteilung {newest.reference} gilt")] if newest else []),
    ]
    for first, what in since:
        if day < first:
            return f"{what} ab dem {dates.day(first)}. Bitte geben Sie diesen Tag oder einen späteren an."
    return ""


def _link_may_go(actor: Actor, agreement: "PreAgreement") -> Decision:
    holder = agreement.commune.office_holders.head_on(timezone.localdate())
    if holder is None or not holder.email:
        return denied(
            "Wer die Kommune heute vertritt, ist nicht erfasst oder hat keine E-Mail-Adresse. Bitte ergänzen Sie das "
            "in der Akte der Kommune."
        )
    if problem := unsendable(holder.email):
        return denied(f"An die E-Mail-Adresse von {holder} kann nichts gesendet werden. {problem}")
    user = staff_user(actor)
    since = timezone.now() - timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    own = own_changes_of_people(agreement, user, since) if user is not None else []
    if own:
        return denied(
            f"Sie haben vor Kurzem geändert, wer die Kommune vertritt oder wie sie erreicht wird ({own[0]}). Bitte "
            "lassen Sie die Mitteilung von einer anderen Person senden, zum Beispiel von der Leitung."
        )
    return ALLOWED
