"""Signing online: the commune's answer, what the office does while it is waited for, and the countersignature."""

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models.code_channels import CodeChannel
from agreements.policies.actors import SignatoryActor
from agreements.policies.handling import can_change
from agreements.policies.in_force import amended_is_in_force
from agreements.policies.signatory_changes import changed_by, own_changes
from communes.responsibility import in_charge_today
from core import dates
from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import User
from staff.policies import access_is_own
from staff.standing_in import heads

if TYPE_CHECKING:
    from agreements.models import Invitation, PreAgreement, Question


def can_sign_for_commune(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The right to sign belongs to the office on the day of signing (domain rule 11)."""
    decision = can_answer(actor, agreement)
    if not decision:
        return decision
    assert isinstance(actor, SignatoryActor)
    if agreement.amends is not None and not amended_is_in_force(agreement.amends):
        return amended_is_in_force(agreement.amends)
    invitation, in_office = actor.ceremony.invitation, agreement.signatory_on(timezone.localdate())
    if in_office is None or in_office != invitation.office_holder:
        return denied(
            "Nach unserem Verzeichnis sind Sie heute nicht im Amt. Bitte wenden Sie sich an den "
            "Landespräventionsrat; es wurde nichts unterzeichnet."
        )
    # The certificate names who the register names today; it has to be the person of the frozen text.
    if invitation.version.content["commune_signatory"] != in_office.full_name:
        return denied(
            "In dieser Fassung steht Ihr Name anders als heute in unserem Verzeichnis. Bitte wenden Sie sich an den "
            "Landespräventionsrat, er sendet Ihnen eine neue Fassung; es wurde nichts unterzeichnet."
        )
    return ALLOWED


def can_answer(actor: Actor, agreement: "PreAgreement") -> Decision:
    """A signatory who gave the code, with an open link to the current version (signing rules 1, 3, 12)."""
    if not isinstance(actor, SignatoryActor):
        return denied("Unterzeichnen kann nur, wer dazu eingeladen ist.")
    ceremony = actor.current_ceremony()
    invitation = ceremony.invitation
    if invitation.version.agreement_id != agreement.pk or invitation.version.state != "current":
        return denied("Es gibt eine neue Fassung. Bitte öffnen Sie den Link aus der neuesten E-Mail.")
    if invitation.is_expired(timezone.now()):
        return denied("Der Link ist abgelaufen. Bitte bitten Sie die Sachbearbeitung um einen neuen.")
    if invitation.state != "open":
        return denied("Der Link gilt nicht mehr. Bitte öffnen Sie den Link aus der neuesten E-Mail.")
    if not ceremony.is_identified:
        return denied("Bitte geben Sie noch einmal einen Code ein.")
    return ALLOWED


def can_ask(actor: Actor, agreement: "PreAgreement") -> Decision:
    """A signatory who gave the code, as long as the agreement waits for the commune."""
    decision = can_answer(actor, agreement)
    if decision and agreement.status != "issued":
        return denied("Diese Vereinbarung wartet nicht mehr auf Ihre Unterschrift.")
    return decision


def can_answer_question(actor: Actor, question: "Question") -> Decision:
    """Anyone who handles the commune, once."""
    if question.answered_at is not None:
        return denied("Diese Frage ist schon beantwortet.")
    return can_change(actor, question.agreement)


def can_pass_on_code(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Reading a code out or posting it: anyone who handles the commune, while its link works and for who is in office.

    The code alone opens nothing: the link is only in the signatory's mail.
    """
    decision = can_change(actor, agreement)
    if not decision:
        return decision
    invitation = agreement.open_invitation
    if agreement.status != "issued" or invitation is None:
        return denied("Einen Code braucht nur, wer eine versandte Vereinbarung unterzeichnen soll.")
    return _takes_passed_on_code(agreement, invitation)


def _takes_passed_on_code(agreement: "PreAgreement", invitation: "Invitation") -> Decision:
    if invitation.code_channel == CodeChannel.MAIL:
        return denied("Der Code zu dieser Vereinbarung kommt per E-Mail; wer unterzeichnet, fordert ihn selbst an.")
    if invitation.is_expired(timezone.now()):
        return denied("Der Link ist abgelaufen. Bitte senden Sie zuerst einen neuen.")
    if invitation.takes_no_code:
        return denied(
            "Zu diesem Link wurden zu viele falsche Codes eingegeben. Bitte senden Sie zuerst den Link erneut."
        )
    if agreement.signatory_on(timezone.localdate()) != invitation.office_holder:
        return denied(f"{invitation.office_holder} ist heute nicht im Amt und darf nicht unterzeichnen.")
    return ALLOWED


def can_pause_reminders(actor: Actor, agreement: "PreAgreement") -> Decision:
    """While the commune's signature is waited for; there is nothing to remind of otherwise."""
    if agreement.status != "issued":
        return denied("Erinnerungen gibt es nur, solange die Kommune noch nicht geantwortet hat.")
    return can_change(actor, agreement)


def can_countersign(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Handled by the actor, who holds a Zeichnungsbefugnis today (signing rule 3)."""
    decision = can_change(actor, agreement)
    if not decision:
        return decision
    if agreement.amends is not None and not amended_is_in_force(agreement.amends):
        return amended_is_in_force(agreement.amends)
    user = staff_user(actor)
    if user is None or not user.may_sign_on(timezone.localdate()):
        return denied("Sie haben heute keine Zeichnungsbefugnis. Bitte wenden Sie sich an die Leitung.")
    return access_is_own(user) and not_for_both_sides(user, agreement)


def not_for_both_sides(user: User, agreement: "PreAgreement") -> Decision:
    """Who just changed who signs for the commune, or the way there, does not countersign as well (signing rule 20)."""
    changes = own_changes(agreement, user)
    if not changes:
        return ALLOWED
    at = timezone.localtime(changes[0].at)
    others = ", ".join(person.full_name for person in others_who_countersign(agreement, user))
    nobody = (
        "Zurzeit kann das niemand. Bitte lassen Sie die Leitung einer weiteren Person eine Zeichnungsbefugnis erteilen "
        "oder warten Sie die Frist ab."
    )
    own = changes[0].account == str(user.pk)
    by = "Sie haben" if own else f"Mit dem Konto von {changes[0].who}, dessen Zugang Sie eingerichtet haben, wurde"
    return denied(
        f"{by} am {dates.moment(at)} Uhr geändert, wer für die Kommune unterzeichnet oder wie die Person "
        f"erreicht wird ({changes[0].what}). Deshalb muss eine zweite Person mit Zeichnungsbefugnis "
        + (f"gegenzeichnen: {others}." if others else f"gegenzeichnen. {nobody}")
    )


def told_to_countersign(agreement: "PreAgreement") -> list[User]:
    """Whom to tell that the commune has signed: who is in charge, and the others if somebody must not alone."""
    in_charge = in_charge_today(agreement.commune)
    if not any(own_changes(agreement, user) for user in in_charge):
        return in_charge
    others = [person for user in in_charge for person in others_who_countersign(agreement, user)]
    return list(dict.fromkeys([*in_charge, *others]))


def others_who_countersign(agreement: "PreAgreement", user: User) -> list[User]:
    """Who besides ``user`` may countersign today: heads and who is in charge, with the right to sign."""
    today = timezone.localdate()
    known = {person.pk: person for person in (*in_charge_today(agreement.commune), *heads())}
    changed = changed_by(agreement) | {str(user.pk)}
    free = (person for person in known.values() if str(person.pk) not in changed and person.is_active)
    return [person for person in free if person.may_sign_on(today) and access_is_own(person)]


def can_countersign_now(actor: Actor, agreement: "PreAgreement") -> Decision:
    """As ``can_countersign``, for a page that also must say that it is too early or done."""
    if agreement.status != "commune_signed":
        return denied(f"Gegenzeichnen geht im Stand „{agreement.get_status_display()}“ nicht.")
    return can_countersign(actor, agreement)
