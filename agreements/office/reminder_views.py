"""Pausing the reminders to the commune."""

from typing import Any

from agreements.ceremony import reminders
from agreements.office.agreement_views import AgreementButton


class PauseReminders(AgreementButton):
    """``paused=ja`` stops them, anything else lets them go on; a second click changes nothing."""

    @property
    def paused(self) -> bool:
        """What the button asked for."""
        return self.request.POST.get("paused") == "ja"

    def perform(self, form: Any) -> None:
        reminders.pause(self.agreement, actor=self.actor, paused=self.paused)

    def done_text(self, result: Any) -> str:
        return "Die Erinnerungen sind angehalten." if self.paused else "Die Erinnerungen gehen weiter."
