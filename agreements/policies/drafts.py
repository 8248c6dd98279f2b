"""Drafts: making, editing and sending one, and what it lacks."""

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models.terms import changes_something, terms_before
from agreements.policies.handling import can_change, can_handle
from agreements.policies.in_force import amended_is_in_force
from agreements.policies.readiness import missing_issuer, missing_resolution, missing_signatory, missing_wording
from communes.models import Commune
from core.actors import Actor
from core.policies import ALLOWED, Decision, denied

if TYPE_CHECKING:
    from agreements.models import PreAgreement


def can_prepare(actor: Actor, commune: Commune) -> Decision:
    """Whether a new draft may be made for ``commune``: one open agreement at a time."""
    decision = can_handle(actor, commune)
    if not decision:
        return decision
    if commune.valid_until is not None and commune.valid_until < timezone.localdate():
        return denied("Diese Kommune besteht nicht mehr. Bitte legen Sie die Vereinbarung bei der Nachfolgerin an.")
    existing = commune.agreements.originals().open().first()
    if existing is not None:
        return denied(f"Es gibt schon eine offene Vereinbarung: {existing.reference}.")
    return ALLOWED


def can_edit(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Only a draft has a text that can change (domain rule 15)."""
    if agreement.status != "draft":
        return denied("Nur ein Entwurf lässt sich bearbeiten.")
    return can_change(actor, agreement)


def can_discard(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Anyone who handles the commune may give a draft up, complete or not; nothing has to be configured for that."""
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
    return commune_side + missing_wording(agreement) + _missing_terms(agreement) + missing_resolution(agreement)


def _contact_is_said(agreement: "PreAgreement") -> bool:
    """Whether the text names a contact: always, but in an amendment only where it changes."""
    if agreement.kind != "amendment" or agreement.amends is None:
        return True
    before = terms_before(agreement.amends, agreement)
    names = ("contact_name", "contact_email", "contact_phone")
    return any(getattr(agreement, name) != getattr(before, name) for name in names)


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
    if not (agreement.contact_name and agreement.contact_email) and _contact_is_said(agreement):
        missing.append("Ansprechperson der Kommune mit Name und E-Mail-Adresse angeben")
    if agreement.kind == "amendment":
        return missing if changes_something(agreement) else [*missing, "Angeben, was sich ändert"]
    if agreement.term_from is None:
        missing.append("Beginn der Laufzeit angeben")
    return missing
