"""Agreements in force, and notices of change that wait for the commune or are confirmed."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agreements.models import ChangeNotice, PreAgreement
from agreements.notices import steps
from agreements.notices.typed_content import Told
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from staff.actors import StaffActor
from tests.factories.ready_agreements import caseworker_of, ready_draft

SIGNED_ON = date(2025, 9, 1)
LINKS: dict[int, str] = {}
NEW_CONTACT = ("Nora Neumuster", "praevention@musterstadt.example", "03721 555 0199")


def agreement_in_force(**changes: Any) -> PreAgreement:
    """Signed on paper by both sides; about Vandalismus and Graffiti, with Olaf Ordnungsmuster to call."""
    values = {"term_from": SIGNED_ON, "term_until": date(2029, 12, 31), **changes}
    agreement = ready_draft(**values)
    paper = PaperSignatures(SIGNED_ON, "Bürgermeister Max Mustermann", "Petra Muster")
    pre_agreement.record_paper(agreement, actor=SYSTEM, paper=paper)
    return agreement


def waiting_notice(agreement: PreAgreement | None = None, **changes: Any) -> ChangeNotice:
    """Another contact from today on, told by telephone; the link is on its way, see ``link_of``."""
    agreement = agreement or agreement_in_force()
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    values: dict[str, Any] = {
        "topics": None,
        "contact": NEW_CONTACT,
        "effective_on": timezone.localdate(),
        "origin": "phone",
        "remark": "Anruf des Hauptamts",
    }
    told = Told(**{**values, **changes})
    notice = steps.record(agreement, told, actor=StaffActor(caseworker_of(agreement.commune)))
    LINKS[notice.pk] = f"/unterzeichnen/link/{notice.mint_token()}/"
    return notice


def link_of(notice: ChangeNotice) -> str:
    """The link that ``waiting_notice`` has minted, as its mail would."""
    return LINKS[notice.pk]


def link_hash(notice: ChangeNotice) -> str:
    """What the portal knows of the newest link."""
    return notice.links.latest("pk").token_hash


def confirmed_notice(agreement: PreAgreement | None = None, **changes: Any) -> ChangeNotice:
    """As ``waiting_notice``, confirmed by the mayor just now."""
    notice = waiting_notice(agreement, **changes)
    steps.confirm(notice, token_hash=link_hash(notice), shown_sha256=notice.content_sha256)
    return notice


def later(days: int) -> date:
    """A day from today."""
    return timezone.localdate() + timedelta(days=days)
