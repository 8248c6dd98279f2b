"""Who may do what with a pre-agreement, and what is missing. The same decisions disable, refuse and explain."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.actors import SignatoryActor
from agreements.identification.channels import CodeChannel
from agreements.preparation.readiness import missing_issuer, missing_resolution, missing_signatory
from communes.acting import is_in_charge
from communes.models import Commune
from core.actors import Actor, ActorKind
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role

if TYPE_CHECKING:
    from agreements.models import PreAgreement, Question

NOT_RESPONSIBLE = "Zuständig ist {person}. Änderungen sind nur der zuständigen Sachbearbeitung und der Leitung möglich."


def can_handle(actor: Actor, commune: Commune) -> Decision:
    """Caseworkers act in their own districts and where they stand in, the head everywhere (rules 19 and 20)."""
    user = staff_user(actor)
    if user is None or not user.is_active:
        return denied("Bitte melden Sie sich an.")
    if user.role == Role.HEAD:
        return ALLOWED
    responsible = commune.responsible_on(_today())
    if user.role == Role.CASEWORKER and is_in_charge(actor, responsible):
        return ALLOWED
    return denied(NOT_RESPONSIBLE.format(person=responsible or "derzeit niemand"))


def can_prepare(actor: Actor, commune: Commune) -> Decision:
    """Whether a new draft may be made for ``commune``: one open agreement at a time."""
    decision = can_handle(actor, commune)
    if not decision:
        return decision
    if commune.valid_until is not None and commune.valid_until < _today():
        return denied("Diese Kommune besteht nicht mehr. Bitte legen Sie die Vereinbarung bei der Nachfolgerin an.")
    existing = commune.agreements.originals().open().first()
    if existing is not None:
        return denied(f"Es gibt schon eine offene Vereinbarung: {existing.reference}.")
    return ALLOWED


def can_change(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Editing, issuing, withdrawing, resending, reopening: whoever handles the commune."""
    return can_handle(actor, agreement.commune)


def can_edit(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Only a draft has a text that can change (domain rule 15)."""
    if agreement.status != "draft":
        return denied("Nur ein Entwurf lässt sich bearbeiten.")
    return can_change(actor, agreement)


def can_discard(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Whoever handles the commune may give a draft up, complete or not; nothing has to be configured for that."""
    if agreement.status != "draft":
        return denied("Verwerfen lässt sich nur ein Entwurf.")
    return can_change(actor, agreement)


def can_issue(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Whether the draft may go out: handled by the actor and complete."""
    decision = can_change(actor, agreement)
    if not decision:
        return decision
    missing = missing_for_issue(agreement)
    return denied("Es fehlt noch: " + "; ".join(missing)) if missing else ALLOWED


def missing_for_issue(agreement: "PreAgreement") -> list[str]:
    """What stands between a draft and "Zur Unterschrift senden", each with what to do. Empty: complete."""
    commune_side = missing_signatory(agreement) + missing_issuer(agreement)
    return commune_side + _missing_terms(agreement) + missing_resolution(agreement)


def can_pass_on_code(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Reading a code out or posting it: whoever handles the commune, while its link works and for who is in office.

    The code alone opens nothing: the link is only in the signatory's mail.
    """
    decision = can_change(actor, agreement)
    if not decision:
        return decision
    invitation = agreement.open_invitation
    if agreement.status != "issued" or invitation is None:
        return denied("Einen Code braucht nur, wer eine versandte Vereinbarung unterzeichnen soll.")
    if invitation.code_channel == CodeChannel.MAIL:
        return denied("Der Code zu dieser Vereinbarung kommt per E-Mail; wer unterzeichnet, fordert ihn selbst an.")
    if invitation.is_expired(timezone.now()):
        return denied("Der Link ist abgelaufen. Bitte senden Sie zuerst einen neuen.")
    if agreement.signatory_on(_today()) != invitation.office_holder:
        return denied(f"{invitation.office_holder} ist heute nicht im Amt und darf nicht unterzeichnen.")
    return ALLOWED


def can_countersign(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Handled by the actor, who holds a Zeichnungsbefugnis today (signing rule 3)."""
    decision = can_change(actor, agreement)
    if not decision:
        return decision
    if agreement.amends is not None and not amended_is_in_force(agreement.amends):
        return amended_is_in_force(agreement.amends)
    user = staff_user(actor)
    if user is None or not user.may_sign_on(_today()):
        return denied("Sie haben heute keine Zeichnungsbefugnis. Bitte wenden Sie sich an die Leitung.")
    return ALLOWED


def can_countersign_now(actor: Actor, agreement: "PreAgreement") -> Decision:
    """As ``can_countersign``, for a page that also must say that it is too early or done."""
    if agreement.status != "commune_signed":
        return denied(f"Gegenzeichnen geht im Stand „{agreement.get_status_display()}“ nicht.")
    return can_countersign(actor, agreement)


def can_sign_for_commune(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The right to sign belongs to the office on the day of signing (domain rule 11)."""
    decision = can_answer(actor, agreement)
    if not decision:
        return decision
    assert isinstance(actor, SignatoryActor)
    if agreement.amends is not None and not amended_is_in_force(agreement.amends):
        return amended_is_in_force(agreement.amends)
    invitation, in_office = actor.ceremony.invitation, agreement.signatory_on(_today())
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
        return denied("Bitte weisen Sie sich noch einmal mit einem Code aus.")
    return ALLOWED


def can_ask(actor: Actor, agreement: "PreAgreement") -> Decision:
    """A signatory who gave the code, as long as the agreement waits for the commune."""
    decision = can_answer(actor, agreement)
    if decision and agreement.status != "issued":
        return denied("Diese Vereinbarung wartet nicht mehr auf Ihre Unterschrift.")
    return decision


def can_answer_question(actor: Actor, question: "Question") -> Decision:
    """Whoever handles the commune, once."""
    if question.answered_at is not None:
        return denied("Diese Frage ist schon beantwortet.")
    return can_change(actor, question.agreement)


def can_record_paper(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Who may record what exists, and the portal when it loads what it is given."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else can_record_existing(actor, agreement.commune)


def problem_with_paper_day(commune: Commune, on: date) -> str:
    """Why nobody can have signed with ``commune`` on paper ``on`` that day, with what to do; empty when they can."""
    if on > _today():
        return "Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum."
    if commune.valid_from is not None and on < commune.valid_from:
        return (
            f"Diese Kommune besteht erst seit dem {commune.valid_from:%d.%m.%Y}. Bitte prüfen Sie das Datum, oder "
            "erfassen Sie die Vereinbarung bei der Vorgängerin."
        )
    if commune.valid_until is not None and on > commune.valid_until:
        return (
            f"Diese Kommune bestand nur bis zum {commune.valid_until:%d.%m.%Y}. Bitte prüfen Sie das Datum, oder "
            "erfassen Sie die Vereinbarung bei der Nachfolgerin."
        )
    return ""


def can_record_scan(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The signed print is back: whoever handles the commune, for a version that was to be printed."""
    if agreement.route != "printed":
        return denied("Diese Vereinbarung wird nicht auf Papier unterschrieben.")
    return can_change(actor, agreement)


def can_confirm_scan(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Another caseworker or the head than the one who uploaded the scan: four eyes on what enters into force."""
    user = staff_user(actor)
    if user is None or not user.is_active or user.role not in {Role.CASEWORKER, Role.HEAD}:
        return denied("Einen Scan bestätigen Sachbearbeitung und Leitung.")
    version = agreement.current_version
    if version is not None and version.scans.filter(state="waiting", uploaded_by=user).exists():
        return denied(
            "Sie haben den Scan selbst hochgeladen. Bitte lassen Sie ihn von einer anderen Person bestätigen."
        )
    return ALLOWED


def can_record_existing(actor: Actor, commune: Commune) -> Decision:
    """Recording what was signed on paper, also while another agreement is open or for a commune of the past.

    Besides who handles the commune it is the administration, which brings in what the office had before the portal.
    """
    user = staff_user(actor)
    if user is not None and user.is_active and user.role == Role.ADMIN:
        return ALLOWED
    return can_handle(actor, commune)


def can_end(actor: Actor, agreement: "PreAgreement") -> Decision:
    """For the button: in force and handled by the actor; the day is checked by ``problem_with_end``."""
    if agreement.status != "in_force" or agreement.kind != "agreement":
        return denied("Beenden lässt sich nur eine Vereinbarung, die in Kraft ist.")
    return can_change(actor, agreement)


def problem_with_end(agreement: "PreAgreement", on: date) -> str:
    """Why the agreement cannot have ended ``on`` that day, with what to do; empty when it can."""
    if on > _today():
        return (
            "Dieser Tag liegt in der Zukunft. Bitte beenden Sie die Vereinbarung an diesem Tag oder danach; bis dahin "
            "bleibt sie in Kraft."
        )
    if agreement.in_force_on is not None and on < agreement.in_force_on:
        return (
            f"Die Vereinbarung ist erst seit dem {agreement.in_force_on:%d.%m.%Y} in Kraft. Bitte geben Sie diesen "
            "Tag oder einen späteren an."
        )
    return ""


def can_pause_reminders(actor: Actor, agreement: "PreAgreement") -> Decision:
    """While the commune's signature is waited for; there is nothing to remind of otherwise."""
    if agreement.status != "issued":
        return denied("Erinnerungen gibt es nur, solange die Kommune noch nicht geantwortet hat.")
    return can_change(actor, agreement)


def can_end_as_agreed(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The clock, on the agreed last day, or who puts a termination in force whose last day has come.

    That is who countersigns it or, on paper, a colleague who confirms the scan and need not be responsible.
    """
    user = staff_user(actor)
    if actor.kind == ActorKind.SYSTEM or (user and user.is_active and user.role in {Role.CASEWORKER, Role.HEAD}):
        return ALLOWED
    return denied("Das geschieht, wenn beide Seiten die Aufhebung unterzeichnet haben.")


def can_end_with_agreement(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Only an amendment, as part of its agreement's end: whoever may end that one may end what hangs on it."""
    if agreement.kind != "amendment":
        return denied("Das endet nicht mit einer anderen Vereinbarung.")
    return can_end_as_agreed(actor, agreement)


def can_amend(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Whether an amendment or a termination may be drafted: in force today, and one at a time."""
    if agreement.kind != "agreement" or agreement.status != "in_force":
        return denied("Ändern oder aufheben lässt sich nur eine Vereinbarung, die in Kraft ist.")
    decision = can_change(actor, agreement) and amended_is_in_force(agreement)
    if not decision:
        return decision
    if agreement.agreed_last_day is not None:
        return denied(f"Die Aufhebung zum {agreement.agreed_last_day:%d.%m.%Y} ist schon vereinbart.")
    going = agreement.amendments.open().first()
    return denied(f"Es gibt schon eine offene {going.noun}: {going.reference}.") if going else ALLOWED


def amended_is_in_force(agreement: "PreAgreement") -> Decision:
    """What is not in force any more cannot be changed or ended by both sides."""
    if agreement.status == "in_force" and agreement.is_in_force_on(_today()):
        return ALLOWED
    return denied(
        f"Die Vorvereinbarung {agreement.reference} ist nicht mehr in Kraft und lässt sich nicht mehr ändern oder "
        "aufheben."
    )


def only_system(actor: Actor, _agreement: "PreAgreement") -> Decision:
    """What the clock does."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else denied("Das geschieht von selbst.")


def _missing_terms(agreement: "PreAgreement") -> list[str]:
    """What the text of this kind of agreement still lacks."""
    missing = []
    if agreement.amends is not None:
        decision = amended_is_in_force(agreement.amends)
        missing += [] if decision else [decision.reason]
    if agreement.kind == "termination":
        return missing
    if not agreement.topics.exists():
        missing.append("Themen der Zusammenarbeit auswählen")
    if agreement.kind == "amendment":
        return missing if agreement.changes_something() else [*missing, "Angeben, was sich ändert"]
    if not (agreement.contact_name and agreement.contact_email):
        missing.append("Ansprechperson der Kommune mit Name und E-Mail-Adresse angeben")
    if agreement.term_from is None:
        missing.append("Beginn der Laufzeit angeben")
    return missing


def _today() -> date:
    return timezone.localdate()
