"""Pages about the team that need nothing of other rooms, and one's own account."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import dates
from core.action_views import CONFLICT
from core.policies import Decision
from staff import policies, saving
from staff.forms import LastDayForm, SigningAuthorityForm, SubstitutionForm
from staff.models import SigningAuthority, Substitution
from staff.requests import staff_of
from staff.standing_in import Absences
from staff.team_actions import TeamAction, TeamButton, TeamPage

OVERLAP = "Für diese Zeit wurde gerade schon etwas eingetragen. Bitte sehen Sie auf der Seite „Team“ nach."
WAITS = "Gültig wird die Zeichnungsbefugnis, wenn eine zweite Person sie freigibt."


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """One's own name, role and right to sign, and the way to a new password."""
    user = staff_of(request)
    today = timezone.localdate()
    context = {
        "user": user,
        "authorities": user.signing_authorities.all() if user.is_office else [],
        "substitutions": Absences.on(today).stood_in_for_by(user),
        "absences": user.absences.on(today).select_related("substitute"),
    }
    return render(request, "team/account.html", context)


class NewRow(TeamPage):
    """Something with a beginning and an end that is entered; ``duplicate``: for a time that is taken already."""

    duplicate = (IntegrityError,)

    def existing(self, form: Any) -> HttpResponse:
        form.add_error(None, OVERLAP)
        return self.show_again(form, CONFLICT)

    def done_text(self, result: Any) -> str:
        return f"Eingetragen: {result}."


class EnterSubstitution(NewRow):
    """Enter who stands in for whom."""

    form_class = SubstitutionForm
    page_title = "Vertretung eintragen"
    lead = (
        "Die Vertretung handelt unter dem eigenen Namen; im Verlauf steht „i. V. für“. Zum Gegenzeichnen braucht "
        "sie eine eigene Zeichnungsbefugnis."
    )

    def decide(self) -> Decision:
        return policies.can_enter_substitution(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "absent": policies.absent_people(self.actor)}

    def perform(self, form: SubstitutionForm) -> Substitution:
        return saving.enter(form, actor=self.actor)


class GrantAuthority(NewRow):
    """Grant the right to sign for the LPR; a second person approves it."""

    form_class = SigningAuthorityForm
    page_title = "Zeichnungsbefugnis erteilen"
    lead = (
        "Wer die Zeichnungsbefugnis hat, darf Vorvereinbarungen in der eigenen Zuständigkeit gegenzeichnen. Sie gilt "
        "erst, wenn eine zweite Person aus Leitung oder Administration sie auf der Seite „Team“ freigibt."
    )

    def decide(self) -> Decision:
        return policies.can_grant_authority(self.actor)

    def perform(self, form: SigningAuthorityForm) -> SigningAuthority:
        return saving.grant(form, actor=self.actor)

    def done_text(self, result: Any) -> str:
        return f"{super().done_text(result)} {WAITS}"


class OfSubstitution(TeamAction):
    """What is done to a substitution that is there."""

    object: Substitution

    def find(self) -> Substitution:
        return get_object_or_404(Substitution.objects.select_related("absent", "substitute"), pk=self.kwargs["pk"])

    def decide(self) -> Decision:
        return policies.can_end_substitution(self.actor, self.object)


class OfAuthority(TeamAction):
    """What is done to a right to sign that is there; by default, once it is approved."""

    object: SigningAuthority

    def find(self) -> SigningAuthority:
        rows = SigningAuthority.objects.select_related("user", "granted_by", "confirmed_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def decide(self) -> Decision:
        return policies.can_end_authority(self.actor, self.object)


class EndRow(TeamPage):
    """The last day of a row that holds for a time."""

    form_class = LastDayForm

    @property
    def lead(self) -> str:  # type: ignore[override]  # says which row
        return f"{self.object}."

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "row": self.object, "submit": self.page_title}

    def perform(self, form: LastDayForm) -> date:
        last_day: date = form.cleaned_data["last_day"]
        saving.end(self.object, last_day=last_day, actor=self.actor)
        return last_day

    def done_text(self, result: date) -> str:
        return f"Gespeichert: Der letzte Tag ist der {dates.day(result)}."


class EndSubstitution(OfSubstitution, EndRow):
    """The last day of a substitution."""

    page_title = "Vertretung beenden"


class EndAuthority(OfAuthority, EndRow):
    """The last day of somebody's right to sign."""

    page_title = "Zeichnungsbefugnis beenden"


class TakeBackRow(TeamButton):
    """Something planned does not take place."""

    def perform(self, _form: Any) -> None:
        saving.take_back(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Zurückgenommen: {self.object}."


class TakeBackSubstitution(OfSubstitution, TakeBackRow):
    """A planned substitution does not take place."""


class TakeBackAuthority(OfAuthority, TakeBackRow):
    """A planned right to sign is not granted after all."""


class ConfirmAuthority(OfAuthority, TeamButton):
    """The second person approves a right to sign."""

    def decide(self) -> Decision:
        return policies.can_confirm_authority(self.actor, self.object)

    def perform(self, _form: Any) -> None:
        saving.confirm(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Freigegeben: {self.object}."


class DeclineAuthority(OfAuthority, TeamButton):
    """A right to sign that waits is not given."""

    def decide(self) -> Decision:
        return policies.can_decline_authority(self.actor, self.object)

    def perform(self, _form: Any) -> None:
        saving.decline(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Abgelehnt: {self.object}."
