"""Sent agreements of made-up communes: code by telephone, code by letter, one that a deputy signed. All invented."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from agreements.ceremony import ceremonies, codes
from agreements.drafting import issuing
from agreements.drafting.commune_side import choose_signatory
from agreements.drafting.drafts import default_template
from agreements.models import AgreementTemplate, PreAgreement, ReferenceCounter, SigningCode, TemplateVersion
from agreements.models.code_channels import CodeChannel
from agreements.text.standard_template import NAMES_BY_CHANNEL
from asskomm.demo_data import timestamps
from asskomm.demo_data.accounts import FIRST
from asskomm.demo_data.made_up_communes import IN_OFFICE_SINCE
from communes.models import Commune, OfficeHolder, Topic
from communes.models.offices import Office, Salutation
from core import dates, journal
from core.signing.errors import TimestampUnavailable
from core.signing.ink import Ink
from staff.actors import StaffActor
from staff.models import User

BY_CHANNEL = {"14999070": CodeChannel.PHONE, "14999080": CodeChannel.LETTER}
BY_DEPUTY = "14999090"
REASON = "Urlaub des Bürgermeisters bis {}"
# Rank, salutation, first name, last name
DEPUTIES = (
    (1, Salutation.FEMALE, "Viola", "Vertretungsmuster"),
    (2, Salutation.MALE, "Zacharias", "Zweitbeispiel"),
)


def load() -> None:
    """Create what is missing; needs the made-up communes, the accounts and the keys.

    When something else answers at the timestamp authority's address, the deputy has not signed yet.
    """
    actor = StaffActor(User.objects.get(email=FIRST))
    for ags, channel in BY_CHANNEL.items():
        template = AgreementTemplate.objects.get(name=NAMES_BY_CHANNEL[channel])
        draft = _draft(ags, template.current, actor)
        if draft is not None:
            issuing.issue(draft, actor=actor, revision=draft.revision)
    draft = _draft(BY_DEPUTY, default_template(), actor)
    if draft is not None:
        _send_to_deputy(draft, actor)
        _sign(draft)


def _draft(ags: str, template: TemplateVersion | None, actor: StaffActor) -> PreAgreement | None:
    """A complete draft; None if the commune has any agreement."""
    commune = Commune.objects.get(ags=ags)
    if template is None or commune.agreements.exists():
        return None
    today = timezone.localdate()
    with journal.collected():
        draft = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            reference=ReferenceCounter.next_reference(today.year),
            contact_name="Hanno Hauptamtsmuster",
            contact_email=f"hauptamt@{commune.name.lower()}.example",
            contact_phone="03721 555 0140",
            term_from=today.replace(year=today.year + 1, month=1, day=1),
            prepared_by=actor.user,
        )
        draft.topics.set(Topic.objects.filter(name__in=["Vandalismus", "Jugend und Schule"]))
        journal.record(
            key=draft.journal_key,
            kind="preagreement.create",
            subject=draft,
            actor=actor,
            data={"reference": draft.reference},
        )
    return draft


def _send_to_deputy(draft: PreAgreement, actor: StaffActor) -> None:
    deputies = [
        OfficeHolder.objects.create(
            commune=draft.commune,
            office=Office.DEPUTY,
            deputy_rank=rank,
            salutation=salutation,
            first_name=first_name,
            last_name=last_name,
            email=f"{last_name.lower()}@vertretungsau.example",
            valid_from=IN_OFFICE_SINCE,
        )
        for rank, salutation, first_name, last_name in DEPUTIES
    ]
    reason = REASON.format(dates.day(timezone.localdate() + timedelta(days=20)))
    choose_signatory(draft, deputies[0], reason=reason, order_reason="", actor=actor)
    draft.refresh_from_db()
    issuing.issue(draft, actor=actor, revision=draft.revision)


def _sign(agreement: PreAgreement) -> None:
    """Go the deputy's way, as the pages do: link, code, consent, typed name."""
    invitation = agreement.open_invitation
    assert invitation is not None
    started = ceremonies.start(invitation.mint_token())
    assert started is not None
    ceremony = started.ceremony
    codes.give_code(ceremony, SigningCode.objects.create(invitation=invitation).mint())
    shown = invitation.version.sha256
    ceremonies.consent(ceremony, shown)
    ink = Ink(typed_name=invitation.office_holder.full_name)
    with timestamps.served(), suppress(TimestampUnavailable):
        ceremonies.sign(ceremony, ink=ink, nonce=ceremony.nonce, shown_sha256=shown)
