"""Who arranges the team: responsibilities, substitutions, the right to sign."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from core import dates
from core.actors import Actor, ActorKind
from core.models import JournalEntry
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role, SigningAuthority, Substitution, User

MANAGERS = frozenset({Role.HEAD, Role.ADMIN})
WAYS_IN = frozenset({"created", "email", "password", "is_active"})
HANDLERS = frozenset({Role.CASEWORKER, Role.HEAD})


def can_manage_team(actor: Actor) -> Decision:
    """Handing over districts, granting and ending Zeichnungsbefugnisse: the head and the administration."""
    user = _office(actor)
    if user is None:
        return denied("Bitte melden Sie sich mit einem Konto des Landespräventionsrats an.")
    if user.role in MANAGERS:
        return ALLOWED
    return denied("Das können nur die Leitung und die Administration. Bitte wenden Sie sich dorthin.")


def can_grant_authority(actor: Actor) -> Decision:
    """The first of two persons."""
    return counts_as_own_person(actor)


def counts_as_own_person(actor: Actor) -> Decision:
    """For what two persons decide: head or administration, with an account that others did not just make or change."""
    decision = can_manage_team(actor)
    user = staff_user(actor)
    return _is_settled(user) if decision and user is not None else decision


def can_confirm_authority(actor: Actor, authority: SigningAuthority) -> Decision:
    """The second of two persons (signing rule 20), with an account like the first."""
    return can_manage_team(actor) and is_second_person(actor, authority) and can_grant_authority(actor)


def is_second_person(actor: Actor, authority: SigningAuthority) -> Decision:
    """Neither who granted the right to sign nor whose it is, as long as it waits. No query."""
    if authority.is_confirmed:
        return denied("Diese Zeichnungsbefugnis ist schon freigegeben.")
    if str(authority.granted_by_id) == actor.actor_id:
        return denied("Sie haben diese Zeichnungsbefugnis selbst erteilt. Freigeben muss sie eine zweite Person.")
    if str(authority.user_id) == actor.actor_id:
        return denied("Die eigene Zeichnungsbefugnis gibt niemand selbst frei. Das macht eine andere Person.")
    return ALLOWED


def can_decline_authority(actor: Actor, authority: SigningAuthority) -> Decision:
    """Head and administration, as long as it waits; who granted it takes it back in the same way."""
    if authority.is_confirmed:
        return denied("Diese Zeichnungsbefugnis ist schon freigegeben; sie lässt sich nur noch beenden.")
    return can_manage_team(actor)


def can_end_authority(actor: Actor, authority: SigningAuthority) -> Decision:
    """Head and administration, once it is approved."""
    if not authority.is_confirmed:
        return denied("Diese Zeichnungsbefugnis wartet noch auf die Freigabe. Bitte lehnen Sie sie ab.")
    return can_manage_team(actor)


def access_is_own(user: User) -> Decision:
    """Whether nobody else could sign in as ``user`` just now: address and password were not changed by others."""
    return _untouched(user, frozenset({"email", "password", "is_active"}), "gegenzeichnen kann")


def accounts_in_hand(user: User, since: datetime) -> set[str]:
    """The ids of accounts with which ``user`` could act as somebody else: made, or their sign-in changed, by ``user``.

    From the days of the setting before ``since`` on, by the journal.
    """
    days = timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    entries = JournalEntry.objects.filter(
        subject_type=User._meta.label_lower,
        kind__in=["user.created", "user.changed"],
        at__gte=since - days,
        actor_kind=ActorKind.STAFF,
        actor_id=str(user.pk),
    ).exclude(subject_id=str(user.pk))
    return {entry.subject_id for entry in entries if WAYS_IN & _done(entry)}


def _is_settled(user: User) -> Decision:
    """As ``access_is_own``, and the account was not just made, nor given its role."""
    return _untouched(user, frozenset({"created", "email", "password", "is_active", "role"}), "das kann")


def _untouched(user: User, what: frozenset[str], then: str) -> Decision:
    """Whether nobody else did any of ``what`` to the account within the days of the setting, by the journal."""
    days = timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    entries = JournalEntry.objects.filter(
        subject_type=User._meta.label_lower,
        subject_id=str(user.pk),
        kind__in=["user.created", "user.changed"],
        at__gte=timezone.now() - days,
    ).exclude(actor_id=str(user.pk))
    touched = [entry.at for entry in entries.order_by("-pk") if what & _done(entry)]
    return denied(_touched(touched[0], days, then)) if touched else ALLOWED


def _done(entry: JournalEntry) -> set[str]:
    return {"created"} if entry.kind == "user.created" else set(entry.data.get("fields", ()))


def _touched(at: datetime, days: timedelta, then: str) -> str:
    moment, again = timezone.localtime(at), timezone.localtime(at + days)
    return (
        f"Der Zugang zu diesem Konto wurde am {dates.day(moment)} von einer anderen Person angelegt oder geändert; "
        f"{then} bis zum {dates.day(again)} nur eine andere Person."
    )


def can_enter_substitution(actor: Actor) -> Decision:
    """Everyone of the office for the own absence; ``absent_people`` tells for whom."""
    if _office(actor) is None:
        return denied("Bitte melden Sie sich mit einem Konto des Landespräventionsrats an.")
    return ALLOWED


def can_end_substitution(actor: Actor, substitution: Substitution) -> Decision:
    """The head, the administration and who is absent; the substitute asks one of them."""
    decision = can_manage_team(actor)
    if decision or staff_user(actor) == substitution.absent:
        return ALLOWED
    return denied("Beenden können das nur die abwesende Person, die Leitung und die Administration.")


def absent_people(actor: Actor) -> "list[User]":
    """Whose absence ``actor`` may enter: everyone who handles communes, or only oneself."""
    people = list(User.objects.filter(is_active=True, role__in=HANDLERS))
    return people if can_manage_team(actor) else [user for user in people if user == staff_user(actor)]


def _office(actor: Actor) -> User | None:
    user = staff_user(actor)
    return user if user is not None and user.is_active and user.is_office else None
