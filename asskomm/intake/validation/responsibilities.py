"""Lines about who is responsible for a district."""

from datetime import date

from asskomm.intake.models import Verdict
from asskomm.intake.template.schema import folded
from asskomm.intake.validation.row_form import RowAction, RowForm
from communes.handover import enter
from communes.models import District, Responsibility
from core.periods import UNORDERED
from staff.models import User
from staff.policies import HANDLERS, can_manage_team


def responsibility(form: RowForm) -> RowAction | None:
    """A caseworker for a district and a period in which nobody else has it; what exists is never changed here."""
    decision = can_manage_team(form.actor)
    if not decision:
        form.add_error("", decision.reason)
    district, first, last = _district(form), form.day("from"), form.day("until")
    user = _user(form, last)
    if first and last and last < first:
        form.add_error("until", UNORDERED)
    if district is None or user is None or first is None or form.errors:
        return None
    row = Responsibility(district=district, user=user, valid_from=first, valid_until=last)
    existing = form.existing.responsibilities[district.key]
    same = next((r for r in existing if r.user == user and r.valid_from == first), None)
    identity, content = ("responsibility", district.key, first), (user.pk, last)
    if same is not None and last in {None, same.valid_until}:
        return RowAction(Verdict.PRESENT, identity, content)
    rival = next((r for r in existing if r.overlaps(row)), None)
    if rival is not None:
        form.add_error(
            "from",
            f"Zuständig ist schon {rival.user}, {rival.period_text}. Bitte berichtigen Sie die Zeile; einen Wechsel "
            "tragen Sie unter „Team“ als Übergabe ein.",
        )
        return None
    return RowAction(
        Verdict.NEW,
        identity,
        content,
        lambda actor: enter(row, actor=actor),
        lambda: existing.append(row),
    )


def _district(form: RowForm) -> District | None:
    """By its key, its name as people say it, or the name alone where there is one of it."""
    word = form.text("district")
    if not word:
        return None
    districts = form.existing.districts
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
        form.add_error("district", f"„{word[:60]}“ gibt es zweimal. Bitte schreiben Sie {names}.")
    else:
        form.add_error("district", f"Einen Landkreis „{word[:60]}“ kennt das Portal nicht. Bitte prüfen Sie den Namen.")
    return None


def _user(form: RowForm, last: date | None) -> User | None:
    """An account of somebody who handles communes; one that is closed only for a time that is over."""
    user = form.existing.users.get(form.text("email").lower())
    address = "" if user else form.address("email").lower()
    user = user or form.existing.users.get(address)
    if not user and not address:
        return None
    if user is None:
        form.add_error(
            "email", f"Ein Konto {address[:80]} gibt es nicht. Bitte legen Sie es zuerst in der Verwaltung an."
        )
    elif user.role not in HANDLERS:
        form.add_error("email", f"{user} hat die Rolle {user.get_role_display()} und kann nicht zuständig sein.")
    elif not user.is_active and last is None:
        form.add_error("email", f"Das Konto von {user} ist gesperrt. Bitte tragen Sie den letzten Tag ein.")
    else:
        return user
    return None
