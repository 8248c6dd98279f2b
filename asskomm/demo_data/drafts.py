"""Drafts that are complete and ready to be sent: one for each way to sign."""

from datetime import date

from django.utils import timezone

from agreements.drafting.drafts import default_template
from agreements.models import AgreementTemplate, CouncilResolution, PreAgreement, ReferenceCounter, TemplateVersion
from agreements.policies.routes import route_of
from agreements.text.standard_template import OTHER_NAMES
from asskomm.demo_data.accounts import FIRST
from communes.models import Commune, Topic
from core import journal
from staff.actors import StaffActor
from staff.models import User

AGS = "14999010"
# A commune without an address gets the print by post.
OTHERS = {"14999020": "qualified", "14999050": "paper"}


def load() -> None:
    """Create each draft unless the commune has any agreement."""
    _load(AGS, default_template())
    for ags, level in OTHERS.items():
        _load(ags, AgreementTemplate.objects.get(name=OTHER_NAMES[level]).current)


def _load(ags: str, template: TemplateVersion | None) -> None:
    commune = Commune.objects.get(ags=ags)
    if template is None or commune.agreements.exists():
        return
    actor = StaffActor(User.objects.get(email=FIRST))
    today = timezone.localdate()
    with journal.collected():
        draft = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            route=route_of(template.template),
            reference=ReferenceCounter.next_reference(today.year),
            contact_name="Olaf Ordnungsmuster",
            contact_email=f"ordnungsamt@{commune.name.lower()}.example",
            contact_phone="03721 555 0120",
            term_from=date(today.year + 1, 1, 1),
            term_until=date(today.year + 2, 12, 31),
            prepared_by=actor.user,
        )
        CouncilResolution.objects.create(
            agreement=draft,
            state=CouncilResolution.State.PASSED,
            passed_on=today,
            number=f"SR {today.year}/117",
        )
        draft.topics.set(Topic.objects.filter(name__in=["Vandalismus", "Graffiti"]))
        journal.record(
            key=draft.journal_key,
            kind="preagreement.create",
            subject=draft,
            actor=actor,
            data={"reference": draft.reference},
        )
