"""The question of the start page: from what a visitor typed to one commune, to several, or to what to do instead."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q

from asskomm.public.network import Membership, existing_communes, published_memberships
from communes.models import Commune
from communes.models.commune import CommuneQuerySet
from communes.models.names import search_key

LONGEST = 100  # characters of a name
AT_ONCE = 8
_POSTCODE = re.compile(r"[0-9]{5}")
_AGS = re.compile(r"[0-9]{8}")
_ADDITION = re.compile(r"[/(,].*| i\. ?d\. .*| (?:am|an|auf|bei|im|in|ob) .*")
_KIND = re.compile(r"^(?:(?:große|kreisfreie)\s+)?(?:kreisstadt|landeshauptstadt|stadt|gemeinde)\s+", re.IGNORECASE)


class Kind(StrEnum):
    """How a search ended; the template has a text for each."""

    MEMBER = "member"
    NOT_YET = "not_yet"
    SEVERAL = "several"
    SIMILAR = "similar"
    UNKNOWN = "unknown"
    NOTHING_TYPED = "nothing_typed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says. ``commune``: of MEMBER and NOT_YET; ``choices``: of SEVERAL and SIMILAR.

    ``former``: the name of a commune that was typed and is part of ``commune`` today.
    """

    typed: str
    kind: Kind
    commune: Commune | None = None
    membership: Membership | None = None
    choices: list[Commune] = field(default_factory=list)
    more: int = 0
    former: str = ""

    @property
    def in_short(self) -> str:
        """For the title of the window."""
        if self.commune is not None:
            return f"Ja, {self.commune} ist dabei" if self.membership else f"{self.commune} ist noch nicht dabei"
        return {
            Kind.SEVERAL: "Welche meinen Sie?",
            Kind.SIMILAR: "Meinten Sie diese?",
            Kind.UNKNOWN: "Nicht gefunden",
        }.get(self.kind, "Bitte einen Namen eingeben")


def answer_to(text: str, day: date) -> Answer:
    """Look for the commune that ``text`` means, by name, Sorbian name, postcode or AGS. At most six queries."""
    typed = " ".join(text.split())[:LONGEST]
    if not search_key(typed):
        return Answer(typed, Kind.NOTHING_TYPED)
    communes = existing_communes(day)
    found = _found(communes, typed)
    if not found:
        former = _found(Commune.objects.filter(valid_until__lt=day).exclude(successor=None), typed)
        return _of_successor(former[0], typed, day) if len(former) == 1 else _similar(communes, typed)
    if len(found) == 1:
        return _about(found[0], typed, day)
    return Answer(typed, Kind.SEVERAL, choices=found[:AT_ONCE], more=max(0, len(found) - AT_ONCE))


def _found(communes: CommuneQuerySet, typed: str) -> list[Commune]:
    """Those of exactly this name, else those whose name holds it, the ones that begin with it first."""
    rows = list(communes.filter(_meant_by(typed)))
    if not rows and (bare := _KIND.sub("", typed)) != typed:
        return _found(communes, bare)
    key = search_key(typed)
    exact = [row for row in rows if key in _names(row)]
    return exact or sorted(rows, key=lambda row: not search_key(row.name).startswith(key))


def _meant_by(typed: str) -> Q:
    if _AGS.fullmatch(typed):
        return Q(pk=typed)
    if _POSTCODE.fullmatch(typed):
        return Q(postcode=typed)
    return Q(search_key__contains=search_key(typed))


def _names(commune: Commune) -> set[str]:
    """What the commune is called: "Auerbach" is Auerbach and Auerbach/Vogtl., "Reichenbach" also "im Vogtland"."""
    return {search_key(name) for name in (commune.name, _ADDITION.sub("", commune.name), commune.sorbian_name)}


def _similar(communes: CommuneQuerySet, typed: str) -> Answer:
    similar = list(communes.sounding_like(_KIND.sub("", typed))[:AT_ONCE])
    return Answer(typed, Kind.SIMILAR if similar else Kind.UNKNOWN, choices=similar)


def _of_successor(former: Commune, typed: str, day: date) -> Answer:
    """A commune that has merged is answered for by the one it belongs to today (domain rule 3)."""
    today = existing_communes(day).filter(pk=former.successor_id).first()
    if today is None:
        return Answer(typed, Kind.UNKNOWN)
    return _about(today, typed, day, former=former.name)


def _about(commune: Commune, typed: str, day: date, former: str = "") -> Answer:
    membership = published_memberships(day, among=[commune.ags]).get(commune.ags)
    kind = Kind.MEMBER if membership else Kind.NOT_YET
    return Answer(typed, kind, commune, membership, former=former)
