"""The ways of what changes or ends an agreement in force: drafted on its page, then signed like every agreement."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from django.utils import timezone

from agreements.models import PreAgreement
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from tests.factories.ready_agreements import ready_draft
from tests.faults.way import STEPS, Way

SIGNED_ON = date(2025, 9, 1)


def in_force_on_paper() -> PreAgreement:
    """Nothing of its own to be signed, so that all that is signed is what changes or ends it."""
    agreement = ready_draft(term_from=SIGNED_ON, term_until=None)
    paper = PaperSignatures(SIGNED_ON, "Bürgermeister Max Mustermann", "Petra Muster")
    pre_agreement.record_paper(agreement, actor=SYSTEM, paper=paper)
    return agreement


def terminated_on_paper(agreement: PreAgreement, last_day: date) -> None:
    """Both sides signed yesterday that it ends; no step of the portal's that could be killed."""
    termination = PreAgreement.objects.create(
        reference=f"{agreement.reference}-K1",
        commune=agreement.commune,
        template_version=agreement.template_version,
        kind=PreAgreement.Kind.TERMINATION,
        amends=agreement,
        last_day=last_day,
    )
    paper = PaperSignatures(timezone.localdate() - timedelta(days=1), "Bürgermeister Max Mustermann", "Petra Muster")
    pre_agreement.record_paper(termination, actor=SYSTEM, paper=paper)


@dataclass
class AmendmentWay(Way):
    """The caseworker drafts a change of ``base``; from then on ``agreement`` is the change."""

    steps: ClassVar[tuple[str, ...]] = ("draft", *STEPS)
    page: ClassVar[str] = "aendern"

    agreement: PreAgreement = field(default_factory=in_force_on_paper)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.base = self.agreement

    def form(self) -> dict[str, object]:
        """What the caseworker fills in besides what every draft has."""
        terms = ("contact_name", "contact_email", "contact_phone")
        kept = {name: getattr(self.base, name) for name in terms}
        return {**kept, "topics": list(self.base.topics.values_list("pk", flat=True)), "wording": "§ 4 entfällt."}

    def _draft(self, headers: dict[str, str]) -> None:
        if not self.base.amendments.exists():
            form = {"token": "1", "council_resolution": "not_needed", **self.form()}
            self._post(self.caseworker, f"{self.base.get_absolute_url()}{self.page}/", form, headers)
        self.agreement = self.base.amendments.get()


@dataclass
class TerminationWay(AmendmentWay):
    """Both sides end ``base``, today."""

    page: ClassVar[str] = "aufheben"

    def form(self) -> dict[str, object]:
        return {"last_day": timezone.localdate().isoformat(), "wording": "Die Ziele sind erreicht."}
