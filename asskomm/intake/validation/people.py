"""Lines about people: office holders and contacts."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from asskomm.intake.models import Verdict
from asskomm.intake.validation.row_form import RowAction, RowForm
from communes.daily_work.saving import save_contact
from communes.models import Commune, Contact, OfficeHolder
from communes.models.names import search_key
from communes.models.offices import Office, Salutation, problem_with_rank
from communes.office_holders.saving import save_holder
from communes.policies import can_change_commune
from core import dates
from core.periods import UNORDERED

HOLDER_COLUMNS = {
    "office": "office",
    "deputy_rank": "rank",
    "salutation": "salutation",
    "title": "title",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "phone": "phone",
    "valid_from": "from",
    "valid_until": "until",
}
CONTACT_COLUMNS = {
    "salutation": "salutation",
    "title": "title",
    "first_name": "first_name",
    "last_name": "last_name",
    "function": "function",
    "email": "email",
    "phone": "phone",
}
P = TypeVar("P", OfficeHolder, Contact)


def office_holder(form: RowForm) -> RowAction | None:
    """A person in an office for a term; the same office, name and first day are the same person."""
    commune = _changeable(form)
    values = _person(form, HOLDER_COLUMNS) | {
        "office": form.choice("office"),
        "deputy_rank": form.number("rank"),
        "valid_from": form.day("from"),
        "valid_until": form.day("until"),
    }
    rank_problem = problem_with_rank(values["office"], values["deputy_rank"]) if values["office"] else ""
    if rank_problem:
        form.add_error("rank", rank_problem)
    if values["valid_from"] and values["valid_until"] and values["valid_until"] < values["valid_from"]:
        form.add_error("until", UNORDERED)
    form.clean(OfficeHolder(**values), HOLDER_COLUMNS)
    if commune is None or form.errors:
        return None
    people = form.existing.holders[commune.ags]
    identity = ("holder", commune.ags, values["office"], _name(values), values["valid_from"])
    same = next((p for p in people if p.office == values["office"] and _is_same_holder(p, values)), None)
    holder, changed = _merged(form, same, OfficeHolder(commune=commune), values, HOLDER_COLUMNS)
    rival = next((p for p in people if p is not same and _in_the_way(p, holder)), None)
    if rival is not None:
        form.add_error(
            "from",
            f"In dieser Zeit ist schon jemand im Amt: {rival.full_name}, {rival.period_text}. Bitte tragen Sie für "
            "diese Person eine Zeile mit dem letzten Tag ein oder berichtigen Sie den Beginn.",
        )
    if form.errors:
        return None

    def remember() -> None:
        form.existing.holders[commune.ags] = [*(p for p in people if p is not same), holder]

    return RowAction(
        _verdict(same, changed),
        identity,
        tuple(values.values()),
        # Anyone who was head before this file is told, not whom its first line made head.
        lambda actor: save_holder(holder, changed, actor=actor, head=form.existing.heads.get(commune.ags, "")),
        remember,
    )


def contact(form: RowForm) -> RowAction | None:
    """Somebody to call; the same name at the same commune is the same person."""
    commune = _changeable(form)
    values = _person(form, CONTACT_COLUMNS) | {"function": form.text("function")}
    form.clean(Contact(**values), CONTACT_COLUMNS)
    if commune is None or form.errors:
        return None
    people = form.existing.contacts[commune.ags]
    identity = ("contact", commune.ags, _name(values))
    same = next((p for p in people if _name(vars(p)) == _name(values)), None)
    person, changed = _merged(form, same, Contact(commune=commune), values, CONTACT_COLUMNS)
    if same is not None and not same.active:
        form.add_hint("", "Diese Person steht im Portal als nicht mehr aktuell; das bleibt so.")
    if form.errors:
        return None

    def remember() -> None:
        form.existing.contacts[commune.ags] = [*(p for p in people if p is not same), person]

    return RowAction(
        _verdict(same, changed),
        identity,
        tuple(values.values()),
        lambda actor: save_contact(person, changed, actor=actor),
        remember,
    )


def _changeable(form: RowForm) -> Commune | None:
    commune = form.commune()
    if commune is None:
        return None
    decision = can_change_commune(form.actor, commune)
    if not decision:
        form.add_error("", decision.reason)
    return commune


def _person(form: RowForm, columns: Mapping[str, str]) -> dict[str, Any]:
    words = {name: form.text(key) for name, key in columns.items() if key in {"title", "first_name", "last_name"}}
    if form.line.cells.get("phone", ("",))[0] == "n":
        form.add_hint("phone", "Die Nummer steht als Zahl in der Zelle. Fehlt die führende Null, bitte berichtigen.")
    reach = {"email": form.address("email"), "phone": form.text("phone")}
    return {"salutation": form.choice("salutation") or Salutation.NONE.value, **words, **reach}


def _merged(
    form: RowForm, same: P | None, new: P, values: Mapping[str, Any], columns: Mapping[str, str]
) -> tuple[P, list[str]]:
    """The existing person with what the line says otherwise, or the new one; and the names of what changes."""
    person = new if same is None else copy.copy(same)
    changed = []
    for name, value in values.items():
        if same is not None and (not form.is_filled(columns[name]) or getattr(same, name) == value):
            continue
        if same is not None:
            changed.append(name)
            form.add_hint(columns[name], f"bisher „{_shown(same, name)}“")
        setattr(person, name, value)
    return person, changed


def _shown(person: OfficeHolder | Contact, name: str) -> str:
    value = getattr(person, name)
    if name == "salutation":
        return str(Salutation(value).label)
    return dates.day(value) if isinstance(value, date) else str(value or "")


def _verdict(same: object | None, changed: list[str]) -> Verdict:
    if same is None:
        return Verdict.NEW
    return Verdict.CHANGED if changed else Verdict.PRESENT


def _name(values: Mapping[str, Any]) -> str:
    return search_key(f"{values['first_name']} {values['last_name']}")


def _is_same_holder(person: OfficeHolder, values: Mapping[str, Any]) -> bool:
    return person.valid_from == values["valid_from"] and _name(vars(person)) == _name(values)


def _in_the_way(person: OfficeHolder, holder: OfficeHolder) -> bool:
    """As the exclusion constraint of the database sees it: one mayor at a time."""
    return person.office == holder.office == Office.MAYOR and person.overlaps(holder)
