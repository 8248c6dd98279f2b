"""The text of templates: who writes it, and who releases what somebody else wrote."""

from typing import TYPE_CHECKING

from django.utils import timezone

from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.policies import MANAGERS, accounts_in_hand, counts_as_own_person

if TYPE_CHECKING:
    from agreements.models import TemplateVersion


def can_begin_edition(actor: Actor) -> Decision:
    """Administration and head write what every commune is sent; everybody at the office reads it."""
    user = staff_user(actor)
    if user is not None and user.is_active and user.role in MANAGERS:
        return ALLOWED
    return denied("Vorlagen schreiben die Administration und die Leitung. Bitte wenden Sie sich dorthin.")


def can_edit_edition(actor: Actor, version: "TemplateVersion") -> Decision:
    """Until it is published; a change takes back what waits for its release."""
    if version.state == version.State.PUBLISHED:
        return denied("Diese Ausgabe ist veröffentlicht und bleibt, wie sie ist. Bitte beginnen Sie eine neue Ausgabe.")
    return can_begin_edition(actor)


def can_submit_edition(actor: Actor, version: "TemplateVersion") -> Decision:
    """A draft is laid before a second person by anyone who may write it."""
    if version.state != version.State.DRAFT:
        return denied(f"Vorlegen lässt sich nur ein Entwurf. Diese Ausgabe: {version.state.label}.")
    return can_begin_edition(actor)


def can_release_edition(actor: Actor, version: "TemplateVersion") -> Decision:
    """Another person than who wrote or submitted it, with an account of the own. At most four queries."""
    if version.state != version.State.WAITING:
        return denied(f"Freigeben lässt sich nur, was zur Freigabe vorliegt. Diese Ausgabe: {version.state.label}.")
    decision = can_begin_edition(actor) and counts_as_own_person(actor)
    user = staff_user(actor)
    if not decision or user is None:
        return decision
    involved = {str(edit.user_id) for edit in version.edits.all()} | {str(version.submitted_by_id)}
    if str(user.pk) in involved:
        return denied(
            "Sie haben diese Ausgabe selbst geschrieben oder vorgelegt. Freigeben muss sie eine zweite Person."
        )
    if involved & accounts_in_hand(user, timezone.now()):
        return denied(
            "Sie haben den Zugang eines Kontos eingerichtet, mit dem diese Ausgabe geschrieben oder vorgelegt wurde. "
            "Freigeben muss sie eine andere Person."
        )
    return ALLOWED


def can_return_edition(actor: Actor, version: "TemplateVersion") -> Decision:
    """What waits goes back to draft: by who would release it, and by who changed their mind."""
    if version.state != version.State.WAITING:
        return denied(f"Zurückgeben lässt sich nur, was zur Freigabe vorliegt. Diese Ausgabe: {version.state.label}.")
    return can_begin_edition(actor)
