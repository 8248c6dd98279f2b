"""One draft that is complete and ready to be sent."""

from datetime import date

from django.utils import timezone

from agreements.drafting import default_template
from agreements.models import PreAgreement, ReferenceCounter
from asskomm.desk.demo_cases.accounts import FIRST
from communes.models import Commune, Topic
from core import journal
from staff.actors import StaffActor
from staff.models import User

AGS = "14999010"


def load() -> None:
    """Create the draft unless the commune has any agreement."""
    commune = Commune.objects.get(ags=AGS)
    template = default_template()
    if template is None or commune.agreements.exists():
        return
    actor = StaffActor(User.objects.get(email=FIRST))
    today = timezone.localdate()
    with journal.collected():
        draft = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            reference=ReferenceCounter.next_reference(today.year),
            contact_name="Olaf Ordnungsmuster",
            contact_email="ordnungsamt@musterstadt.example",
            contact_phone="03721 555 0120",
            term_from=date(today.year + 1, 1, 1),
            term_until=date(today.year + 2, 12, 31),
            council_resolution=PreAgreement.Resolution.PASSED,
            council_resolution_on=today,
            council_resolution_number=f"SR {today.year}/117",
            prepared_by=actor.user,
        )
        draft.topics.set(Topic.objects.filter(name__in=["Vandalismus", "Graffiti"]))
        journal.record(
            key=draft.journal_key,
            kind="preagreement.create",
            subject=draft,
            actor=actor,
            data={"reference": draft.reference},
        )
