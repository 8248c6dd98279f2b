"""Lines about who is responsible for a district."""

from datetime import date

from asskomm.intake.models import Verdict
from asskomm.intake.template.schema import folded
from asskomm.intake.validation.row_form import Entry, Plan
from communes.handover import enter
from communes.models import District, Responsibility
from core.periods import UNORDERED
from staff.models import User
from staff.policies import HANDLERS, can_manage_team


def responsibility(entry: Entry) -> Plan | None:
    """A caseworker for a district and a period in which nobody else has it; what is known is never changed here."""
    decision = can_manage_team(entry.actor)
    if not decision:
        entry.fault("", decision.reason)
    district, first, last = _district(entry), entry.day("from"), entry.day("until")
    user = _user(entry, last)
    if first and last and last < first:
        entry.fault("until", UNORDERED)
    if district is None or user is None or first is None or entry.problems:
        return None
    row = Responsibility(district=district, user=user, valid_from=first, valid_until=last)
    known = entry.known.responsibilities[district.key]
    same = next((r for r in known if r.user == user and r.valid_from == first), None)
    identity, content = ("responsibility", district.key, first), (user.pk, last)
    if same is not None and last in {None, same.valid_until}:
        return Plan(Verdict.PRESENT, identity, content)
    rival = next((r for r in known if r.overlaps(row)), None)
    if rival is not None:
        entry.fault(
            "from",
            f"Zuständig ist schon {rival.user}, {rival.period_text}. Bitte berichtigen Sie die Zeile; einen Wechsel "
            "tragen Sie unter „Team“ als Übergabe ein.",
        )
        return None
    return Plan(
        Verdict.NEW,
        identity,
        content,
        lambda actor: enter(row, actor=actor),
        lambda: known.append(row),
    )


def _district(entry: Entry) -> District | None:
    """By its key, its name as people say it, or the name alone where there is one of it."""
    word = entry.text("district")
    if not word:
        return None
    districts = entry.known.districts
    if word in districts:
        return districts[word]
    wanted = folded(word)
    found = [d for d in districts.values() if wanted == folded(d.full_name)] or [
        d for d in districts.values() if wanted == folded(d.name)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = " oder ".join(f"„{d.full_name}“" for d in found)
        entry.fault("district", f"„{word[:60]}“ gibt es zweimal. Bitte schreiben Sie {names}.")
    else:
        entry.fault("district", f"Einen Landkreis „{word[:60]}“ kennt das Portal nicht. Bitte prüfen Sie den Namen.")
    return None


def _user(entry: Entry, last: date | None) -> User | None:
    """An account of somebody who handles communes; one that is closed only for a time that is over."""
    user = entry.known.users.get(entry.text("email").lower())
    address = "" if user else entry.address("email").lower()
    user = user or entry.known.users.get(address)
    if not user and not address:
        return None
    if user is None:
        entry.fault("email", f"Ein Konto {address[:80]} gibt es nicht. Bitte legen Sie es zuerst in der Verwaltung an.")
    elif user.role not in HANDLERS:
        entry.fault("email", f"{user} hat die Rolle {user.get_role_display()} und kann nicht zuständig sein.")
    elif not user.is_active and last is None:
        entry.fault("email", f"Das Konto von {user} ist gesperrt. Bitte tragen Sie den letzten Tag ein.")
    else:
        return user
    return None
