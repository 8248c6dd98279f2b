"""Who changed who signs for a commune, or how link and code reach that person, and when (signing rule 20).

Read from the journal, which every door writes and nobody rewrites: what was changed there and back counts twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from communes.models import OfficeHolder
from communes.models.offices import Office
from communes.office_holders.telling import WAYS, labels
from core import dates
from core.actors import ActorKind
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from staff.models import User
from staff.policies import accounts_in_hand
from staff.timeline import staff_names

if TYPE_CHECKING:
    from agreements.models import PreAgreement

HOLDER = "communes.officeholder"
TEMPLATE = "agreements.agreementtemplate"
CHANNEL = ("code_channel", "signature_level")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class SignatoryChange:
    """One change. ``number``: of its entry in the journal; ``what`` and ``who``: German; ``account``: whose it was."""

    number: int
    at: datetime
    what: str
    who: str
    account: str

    def __str__(self) -> str:
        at = timezone.localtime(self.at)
        return f"{self.what}, geändert von {self.who} am {dates.moment(at)} Uhr"


def changes_shown(agreement: "PreAgreement", until: int | None = None) -> list[SignatoryChange]:
    """What is worth knowing before it is sent or countersigned, the newest first; a constant number of queries.

    Since the last agreement with the commune, and what is young or happened while the version was out. ``until``: the
    number of an entry of the journal; what came later is left out.
    """
    entries = _entries(agreement, min(_young_since(agreement), _last_agreement(agreement)))
    if until is not None:
        entries = entries.filter(pk__lte=until)
    return _told(entries.order_by("-pk")[:SHOWN])


def refuse_unseen(agreement: "PreAgreement", seen: int | None) -> None:
    """Raise TransitionRefusedError if there is a change after number ``seen``; None: no page was shown."""
    if seen is not None and _entries(agreement, _young_since(agreement)).filter(pk__gt=seen).exists():
        raise TransitionRefusedError(
            "Inzwischen hat sich geändert, wie die Kommune erreicht wird oder wer für sie unterzeichnet. Bitte laden "
            "Sie die Seite neu und sehen Sie sich das an."
        )


def own_changes(agreement: "PreAgreement", user: User) -> list[SignatoryChange]:
    """What ``user`` changed that keeps ``user`` from countersigning: young, or while the version was out.

    Also by an account that ``user`` made or could sign in with since ``user`` changed its address or password.
    """
    entries = _entries(agreement, _young_since(agreement))
    hands = {str(user.pk), *accounts_in_hand(user, _young_since(agreement))}
    return _told(entries.filter(actor_kind=ActorKind.STAFF, actor_id__in=hands).order_by("-pk"))


def changes_of_people(agreement: "PreAgreement", since: datetime) -> list[SignatoryChange]:
    """As ``changes_shown``, for a link without a code: who may bind the commune and their ways, since ``since``."""
    return _told(JournalEntry.objects.filter(_about_people(agreement), at__gte=since).order_by("-pk")[:SHOWN])


def own_changes_of_people(agreement: "PreAgreement", user: User, since: datetime) -> list[SignatoryChange]:
    """Those of ``changes_of_people`` that ``user`` made, also by an account in ``user``'s hands."""
    hands = {str(user.pk), *accounts_in_hand(user, since)}
    entries = JournalEntry.objects.filter(_about_people(agreement), at__gte=since)
    return _told(entries.filter(actor_kind=ActorKind.STAFF, actor_id__in=hands).order_by("-pk"))


def changed_by(agreement: "PreAgreement") -> set[str]:
    """The ids of the accounts with changes of that kind."""
    entries = _entries(agreement, _young_since(agreement)).filter(actor_kind=ActorKind.STAFF)
    return set(entries.order_by().values_list("actor_id", flat=True))


def _young_since(agreement: "PreAgreement") -> datetime:
    """From when on a change counts: the days of the setting before the commune signed, and since it was sent."""
    quarantine = timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    version = agreement.current_version if agreement.status != "draft" else None
    if version is None:
        return timezone.now() - quarantine
    signature = version.signatures.filter(party="commune").first()
    signed_at = signature.signed_at if signature is not None else timezone.now()
    return min(version.issued_at, signed_at - quarantine)


def _last_agreement(agreement: "PreAgreement") -> datetime:
    """When both sides last signed something, before ``agreement``, whenever it holds; now, if they never did."""
    others = agreement.commune.agreements.filter(signed_on__isnull=False).exclude(pk=agreement.pk)
    if agreement.signed_on is not None:
        others = others.filter(signed_on__lte=agreement.signed_on)
    day = others.order_by("-signed_on").values_list("signed_on", flat=True).first()
    return timezone.make_aware(datetime.combine(day, time.min)) if day else timezone.now()


def _entries(agreement: "PreAgreement", since: datetime) -> QuerySet[JournalEntry]:
    """The entries about who may sign for the commune, who was asked to, and the way of the code."""
    template = Q(subject_type=TEMPLATE, subject_id=str(agreement.template_version.template_id))
    return JournalEntry.objects.filter(
        _about_people(agreement) | template & _decides("agreementtemplate", CHANNEL), at__gte=since
    ).order_by("pk")


def _about_people(agreement: "PreAgreement") -> Q:
    """The entries about who may sign for the commune and who was asked to."""
    asked = {str(pk) for pk in _asked(agreement)}
    heads = OfficeHolder.objects.filter(commune=agreement.commune_id).exclude(office=Office.DEPUTY)
    people = asked | {str(pk) for pk in heads.values_list("pk", flat=True)}
    # Who was made a deputy was something else before: that counts, no matter who it is.
    matters = ~Q(subject_id__in=_bystanders(agreement, people)) | Q(data__fields__contains=["office"])
    here = Q(key=agreement.commune_id) & matters
    return Q(subject_type=HOLDER) & (here | Q(subject_id__in=people)) & _decides("officeholder", WAYS)


def _asked(agreement: "PreAgreement") -> set[int]:
    """Who was invited to sign the current version, or is to sign as a deputy."""
    invited = OfficeHolder.objects.filter(
        invitations__version__agreement=agreement, invitations__version__state="current"
    )
    return {*invited.values_list("pk", flat=True), *([agreement.deputy_id] if agreement.deputy_id else [])}


def _bystanders(agreement: "PreAgreement", people: set[str]) -> list[str]:
    """Deputies of the commune who have no part in this agreement; of who is gone from the commune, all counts."""
    deputies = OfficeHolder.objects.filter(commune=agreement.commune_id, office=Office.DEPUTY)
    return [str(pk) for pk in deputies.values_list("pk", flat=True) if str(pk) not in people]


def _decides(model: str, fields: Iterable[str]) -> Q:
    """Of the entries about ``model``, new rows and changes of one of ``fields``."""
    changed = Q()
    for name in fields:
        changed |= Q(data__fields__contains=[name])
    return Q(kind=f"{model}.created") | Q(kind=f"{model}.changed") & changed


def _told(entries: Iterable[JournalEntry]) -> list[SignatoryChange]:
    """In the order given, with names; a constant number of queries."""
    found = list(entries)
    people = _people(found)
    names = staff_names({entry.actor_id for entry in found} | {entry.acted_for_id for entry in found} - {""})
    return [_change(entry, people, names) for entry in found]


def _change(entry: JournalEntry, people: dict[str, OfficeHolder], names: dict[str, str]) -> SignatoryChange:
    return SignatoryChange(entry.pk, entry.at, _what(entry, people), _who(entry, names), entry.actor_id)


def _people(entries: Iterable[JournalEntry]) -> dict[str, OfficeHolder]:
    ids = {entry.subject_id for entry in entries if entry.subject_type == HOLDER}
    found = OfficeHolder.objects.filter(pk__in=ids).select_related("commune")
    return {str(holder.pk): holder for holder in found}


def _what(entry: JournalEntry, people: dict[str, OfficeHolder]) -> str:
    if entry.subject_type == TEMPLATE:
        return "Weg des Codes oder Art der Unterzeichnung in der Vorlage"
    person = people.get(entry.subject_id)
    if entry.kind == "officeholder.created":
        return f"{person} neu erfasst"
    return f"{', '.join(labels(entry.data.get('fields', ())))} von {person}"


def _who(entry: JournalEntry, names: dict[str, str]) -> str:
    who = names.get(entry.actor_id, "Portal") if entry.actor_kind == ActorKind.STAFF else "Portal"
    acted_for = names.get(entry.acted_for_id, "")
    return f"{who} i. V. für {acted_for}" if acted_for else who
