"""Planning an engagement: under the lock, with a journal entry and the coach's mail, in one transaction."""

from agreements.models import PreAgreement
from coaching import policies
from coaching.engagements.forms import EngagementForm
from coaching.models import Engagement
from coaching.recording import locked, record, require
from core import journal
from core.actors import Actor
from core.journal import Visibility
from core.mail import queue_mail
from staff.actors import StaffActor


def create(form: EngagementForm, *, actor: StaffActor) -> Engagement:
    """Save a valid form as a planned engagement. Raises TransitionRefusedError if its agreement is not in force."""
    with journal.collected():
        planned = form.instance
        agreements = PreAgreement.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
        planned.agreement = agreements.get(pk=planned.agreement_id)
        require(policies.can_plan(actor, planned.agreement))
        planned.prepared_by = actor.user
        engagement: Engagement = form.save()
        record("create", engagement, actor, visibility=Visibility.INTERNAL)
        queue_mail("coaching.planned", engagement.coach.user.email, engagement)
    return engagement


def change(form: EngagementForm, *, actor: Actor) -> None:
    """Save a valid form over the plan. Raises TransitionRefusedError; then nothing is changed."""
    with journal.collected():
        stored = locked(form.instance)
        require(policies.can_edit(actor, stored))
        form.instance.revision = stored.revision + 1
        form.save()
        if form.instance.coach != stored.coach:
            queue_mail("coaching.planned", form.instance.coach.user.email, form.instance)
        record("change", stored, actor, visibility=Visibility.INTERNAL, fields=sorted(form.changed_data))
