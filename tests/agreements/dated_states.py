"""One agreement in each state, every step on a day of its own, and the moments that are known of it by then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.transitions import ending, pre_agreement
from core.actors import SYSTEM
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_amendments import amend, terminate
from tests.agreements.test_on_behalf import countersigned_by
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft

# Days after the beginning.
DRAFTED, ISSUED, SIGNED, COUNTERSIGNED, GIVEN_UP, BEGINS, AMENDED, ENDED, TODAY = 0, 1, 2, 3, 4, 10, 13, 16, 18
LAST_DAY, TERM_ENDS = 25, 400


@dataclass
class Story:
    """An agreement and its moments by name, as days; ``row``: the one whose statements are read."""

    newest_link: Callable[[], str]
    newest_code: Callable[[], str]
    run_tasks: Callable[[], None]
    beginning: datetime = field(default_factory=lambda: timezone.now().replace(microsecond=0))
    moments: dict[str, date] = field(default_factory=dict)
    today: int = DRAFTED

    @contextmanager
    def on(self, days: int, *names: str) -> Iterator[None]:
        """What happens in the block happens on that day, which gets these names."""
        self.today = days
        with time_machine.travel(self.beginning + timedelta(days=days), tick=True):
            self.moments |= dict.fromkeys(names, timezone.localdate())
            yield
            self.run_tasks()

    def day(self, days: int, *names: str) -> date:
        """A day that is agreed on."""
        found = timezone.localdate(self.beginning) + timedelta(days=days)
        self.moments |= dict.fromkeys(names, found)
        return found

    # --- states -----------------------------------------------------------------------------------------------

    def draft(self) -> PreAgreement:
        with self.on(DRAFTED, "drafted"):
            return ready_draft(term_from=self.day(BEGINS, "begins"), term_until=self.day(TERM_ENDS, "term ends"))

    def sent(self) -> PreAgreement:
        draft = self.draft()
        with self.on(ISSUED, "issued"):
            issued(draft)
        self.day(ISSUED + 28, "link ends")
        self.day(ISSUED + 7, "reminder")
        return draft

    def signed_by_the_commune(self) -> PreAgreement:
        agreement = self.sent()
        self._sign(SIGNED, "commune signed", "identified")
        return agreement

    def signed_and_not_yet_in_force(self) -> PreAgreement:
        agreement = self.signed_by_the_commune()
        self._countersign(agreement, COUNTERSIGNED, "countersigned")
        return agreement

    def in_force(self) -> PreAgreement:
        agreement = self.signed_and_not_yet_in_force()
        self.today = TODAY
        return agreement

    def amended(self) -> PreAgreement:
        agreement = self.signed_and_not_yet_in_force()
        with self.on(AMENDED - 1, "amendment issued"):
            amend(self._office(agreement), agreement, contact_name="Nora Neumuster")
            issued(PreAgreement.objects.get(kind="amendment"))
        self._of_another("amendment")
        return agreement

    def to_be_terminated(self) -> PreAgreement:
        agreement = self.signed_and_not_yet_in_force()
        with self.on(AMENDED - 1, "termination issued"):
            terminate(self._office(agreement), agreement, self.day(LAST_DAY, "agreed last day"))
            issued(PreAgreement.objects.get(kind="termination"))
        self._of_another("termination")
        return agreement

    def ended(self) -> PreAgreement:
        agreement = self.signed_and_not_yet_in_force()
        last_day = self.day(ENDED - 1, "last day")
        with self.on(ENDED, "ended"):
            ending.end(agreement, actor=self._actor(agreement), on=last_day, reason="Die Ziele sind erreicht.")
        self.today = TODAY
        return agreement

    def declined(self) -> PreAgreement:
        agreement = self.sent()
        with self.on(GIVEN_UP, "given up", "identified"):
            mayor = self._identified()
            mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat ist dagegen.")
        self.today = BEGINS
        return agreement

    def withdrawn(self) -> PreAgreement:
        agreement = self.signed_by_the_commune()
        with self.on(GIVEN_UP, "given up"):
            agreement.refresh_from_db()
            pre_agreement.withdraw(agreement, actor=self._actor(agreement), reason="Ein Tippfehler.")
        self.today = BEGINS
        return agreement

    def expired(self) -> PreAgreement:
        agreement = self.sent()
        with self.on(ISSUED + 29, "given up", "link ran out"):
            pre_agreement.expire(agreement, actor=SYSTEM)
        return agreement

    # --- steps ------------------------------------------------------------------------------------------------

    def _identified(self) -> Mayor:
        mayor = Mayor(self.newest_link, self.newest_code)
        mayor.open_link()
        mayor.identify()
        return mayor

    def _sign(self, days: int, *names: str) -> None:
        with self.on(days, *names):
            mayor = self._identified()
            mayor.confirm_changes()
            assert mayor.sign_typed("Erika Musterfrau").status_code == 302

    def _countersign(self, agreement: PreAgreement, days: int, name: str) -> None:
        with self.on(days, name):
            countersigned_by(self._office(agreement), PreAgreement.objects.get(pk=agreement.pk))
        agreement.refresh_from_db()

    def _of_another(self, kind: str) -> None:
        row = PreAgreement.objects.get(kind=kind)
        self._sign(AMENDED, f"{kind} signed")
        self._countersign(row, AMENDED + 1, f"{kind} countersigned")
        self.today = TODAY

    def _office(self, agreement: PreAgreement) -> Client:
        office = Client()
        office.force_login(caseworker_of(agreement.commune))
        return office

    def _actor(self, agreement: PreAgreement) -> StaffActor:
        return StaffActor(caseworker_of(agreement.commune))


STATES: list[Callable[[Story], PreAgreement]] = [
    Story.draft,
    Story.sent,
    Story.signed_by_the_commune,
    Story.signed_and_not_yet_in_force,
    Story.in_force,
    Story.amended,
    Story.to_be_terminated,
    Story.ended,
    Story.declined,
    Story.withdrawn,
    Story.expired,
]
