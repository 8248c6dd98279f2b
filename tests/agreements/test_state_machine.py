"""Any order of steps by anyone at any time: what must hold of agreement, version and invitation holds after each.

Documents are a few bytes: what is tried is the ledger. A transition without a move here fails the first test.
"""

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agreements.ceremony import ceremonies
from agreements.models import (
    AgreementTemplate,
    Ceremony,
    DocumentVersion,
    Invitation,
    PaperScan,
    PreAgreement,
    Signature,
    TemplateVersion,
)
from agreements.policies.actors import SignatoryActor
from agreements.policies.routes import route_of
from agreements.text import standard_template
from agreements.transitions import ending
from agreements.transitions import pre_agreement as steps
from agreements.transitions.payloads import IssuedDocument, PaperSignatures, ScannedPaper, SignedDocument
from communes.responsibility import staff_actor
from core import files
from core.actors import SYSTEM, Actor
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage, StoredFile
from core.signing.signed_pdf import SignedPdf
from core.transitions import REGISTRY, TransitionRefusedError
from staff.models import Role, User
from tests.factories.ready_agreements import caseworker_of, published_template, ready_draft
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = PreAgreement.Status
FROZEN = ("content", "check_code", "issued_file_id", "page_count", "issued_at", "number")
STRANGERS = ("colleague", "admin", "coach")
BY_ANY_CASEWORKER = {"confirm_scan", "reject_scan"}  # four eyes: anyone who did not upload it
BY_SYSTEM = {"expire", "end_as_agreed", "end_with_agreement"}
BY_MAYOR = {"sign_by_commune", "decline", "request_change"}
# What comes next on the way to force, and who usually does it.
ON_THE_WAY = {
    Status.DRAFT: ("issue", "responsible"),
    Status.ISSUED: ("sign_by_commune", "device"),
    Status.COMMUNE_SIGNED: ("countersign", "responsible"),
    Status.SCANNED: ("confirm_scan", "head"),
}
taken: Counter[str] = Counter()
_numbers = itertools.count(1)


class Moves:
    """One move for each transition, called with an actor as anyone might call it."""

    def __init__(self, agreement: PreAgreement) -> None:
        self.agreement = agreement

    def issue(self, actor: Actor, _device: Ceremony | None) -> None:
        number = next(_numbers)
        document = IssuedDocument(
            number=self.agreement.versions.count() + 1,
            revision=self.agreement.revision,
            content={"commune_signatory": "Erika Musterfrau", "lpr_name": "Landespräventionsrat Sachsen"},
            check_code=f"{number:014d}",
            page_count=1,
            issued_at=timezone.now(),
            blob=files.put(b"%%PDF-1.7 issued %d" % number, "application/pdf"),
            route=route_of(self.agreement.template_version.template),
        )
        steps.issue(self.agreement, actor=actor, document=document)

    def resend_link(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.resend_link(self.agreement, actor=actor)

    def sign_by_commune(self, actor: Actor, device: Ceremony | None) -> None:
        assert device is not None
        version = device.invitation.version
        document = _signed(version, identified_at=device.identified_at or timezone.now())
        steps.sign_by_commune(
            self.agreement, actor=actor, document=document, nonce=device.nonce, shown_sha256=device.consented_sha256
        )

    def countersign(self, actor: Actor, _device: Ceremony | None) -> None:
        version = self.agreement.versions.order_by("number").last()
        if version is None:
            raise TransitionRefusedError("Es gibt keine Fassung.")
        steps.countersign(self.agreement, actor=actor, document=_signed(version, identified_at=timezone.now()))

    def decline(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.decline(self.agreement, actor=actor, reason="Nein.")

    def request_change(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.request_change(self.agreement, actor=actor, wish="Anders.")

    def withdraw(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.withdraw(self.agreement, actor=actor, reason="Zurück.")

    def discard(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.discard(self.agreement, actor=actor, reason="Doch nicht.")

    def expire(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.expire(self.agreement, actor=actor)

    def reopen(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.reopen(self.agreement, actor=actor)

    def record_paper(self, actor: Actor, _device: Ceremony | None) -> None:
        paper = PaperSignatures(timezone.localdate() - timedelta(days=7), "Erika Musterfrau", "Petra Musterkraft")
        steps.record_paper(self.agreement, actor=actor, paper=paper)

    def record_scan(self, actor: Actor, _device: Ceremony | None) -> None:
        """A scan of what was sent to be signed online, too."""
        version = self.agreement.versions.order_by("number").last()
        holder = self.agreement.signatory_on(timezone.localdate())
        today, person = timezone.localdate(), caseworker_of(self.agreement.commune)
        scanned = ScannedPaper(
            version_id=version.pk if version else 0,
            scan=files.put(b"%%PDF-1.7 scan %d" % next(_numbers), "application/pdf"),
            commune_signatory_id=holder.pk if holder else 0,
            commune_signed_on=today,
            lpr_signatory_id=person.pk,
            lpr_signed_on=today,
            place_of_original="Raum 2.14",
        )
        steps.record_scan(self.agreement, actor=actor, scanned=scanned)

    def confirm_scan(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.confirm_scan(self.agreement, actor=actor, scan_id=self._newest_scan())

    def reject_scan(self, actor: Actor, _device: Ceremony | None) -> None:
        steps.reject_scan(self.agreement, actor=actor, scan_id=self._newest_scan(), reason="Unleserlich.")

    def _newest_scan(self) -> int:
        newest = PaperScan.objects.filter(version__agreement=self.agreement).first()
        return newest.pk if newest else 0

    def end(self, actor: Actor, _device: Ceremony | None) -> None:
        ending.end(self.agreement, actor=actor, on=timezone.localdate(), reason="Vorbei.")

    def end_as_agreed(self, actor: Actor, _device: Ceremony | None) -> None:
        ending.end_as_agreed(self.agreement, actor=actor)

    def end_with_agreement(self, actor: Actor, _device: Ceremony | None) -> None:
        ending.end_with_agreement(self.agreement, actor=actor, last_day=timezone.localdate())


# Landed elsewhere, with tests of their own; named here so that the next one is not forgotten.
OTHERWISE_TRIED: set[str] = set()


def _signed(version: DocumentVersion, *, identified_at: datetime) -> SignedDocument:
    number = next(_numbers)
    data = b"%%PDF-1.7 signed %d" % number
    fingerprint = hashlib.sha256(data).hexdigest()
    pdf = SignedPdf(data, fingerprint, b"certificate %d" % number, fingerprint, f"{number:x}", timezone.now())
    return SignedDocument(
        version_id=version.pk,
        signed=pdf,
        blob=files.put(data, "application/pdf"),
        name="Erika Musterfrau",
        office="Bürgermeisterin",
        method=Signature.Method.TYPED,
        identified_at=identified_at,
    )


def _printed_template() -> TemplateVersion:
    standard_template.load_other_levels()
    version = AgreementTemplate.objects.get(name=standard_template.OTHER_NAMES["paper"]).current
    assert version is not None
    return version


def _complete(version: DocumentVersion) -> bool:
    return set(version.signatures.values_list("party", flat=True)) == {"commune", "lpr"}


def _confirmed(version: DocumentVersion) -> bool:
    return version.scans.filter(state=PaperScan.State.CONFIRMED).exists()


class AgreementMachine(RuleBasedStateMachine):
    """One agreement, everyone who might touch it, every device that opened a link, and a clock that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = timezone.now()
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()
        self.devices: list[Ceremony] = []
        self.frozen: dict[int, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize(printed=st.sampled_from([False, False, True]))
    def begin(self, printed: bool) -> None:
        self.agreement = ready_draft(template_version=_printed_template() if printed else published_template())
        responsible = caseworker_of(self.agreement.commune)
        self.people: dict[str, User] = {
            "responsible": responsible,
            "substitute": UserFactory(),
            "head": UserFactory(role=Role.HEAD),
            "colleague": UserFactory(),
            "admin": UserFactory(role=Role.ADMIN),
            "coach": UserFactory(role=Role.COACH),
        }
        for name in ("substitute", "head", "colleague"):
            SigningAuthorityFactory(user=self.people[name])
        SubstitutionFactory(
            absent=responsible,
            substitute=self.people["substitute"],
            valid_until=timezone.localdate() + timedelta(days=20),
        )
        self.moves = Moves(self.agreement)

    @rule(minutes=st.sampled_from([1, 30, 60 * 24, 60 * 24 * 10, 60 * 24 * 29]))
    def time_passes(self, minutes: int) -> None:
        self.clock.stop()
        self.now += timedelta(minutes=minutes)
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()

    @precondition(lambda self: self.agreement.status in ON_THE_WAY)
    @rule(steps=st.integers(1, 3))
    def the_way_goes_on(self, steps: int) -> None:
        """What usually comes next: without it the steps taken at random would hardly ever sign anything."""
        for _ in range(steps):
            if self.agreement.status in ON_THE_WAY:
                self._go_on()

    def _go_on(self) -> None:
        name, who = ON_THE_WAY[self.agreement.status]
        if self.agreement.status == Status.ISSUED and self.agreement.route == PreAgreement.Route.PRINTED:
            name, who = "record_scan", "responsible"
        elif self.agreement.status == Status.ISSUED:
            self.a_device_opens_the_newest_link()
            self._consent_on(self.devices[-1])
        self._try(name, who, self.devices[-1] if self.devices else None)

    @precondition(lambda self: self.agreement.status == Status.ISSUED)
    @rule()
    def a_device_opens_the_newest_link(self) -> None:
        invitation = Invitation.objects.filter(version__agreement=self.agreement).latest("pk")
        started = ceremonies.start(invitation.mint_token())
        assert started is not None
        self.devices.append(started.ceremony)

    @precondition(lambda self: self.devices)
    @rule(data=st.data())
    def a_device_identifies_and_consents(self, data: st.DataObject) -> None:
        self._consent_on(data.draw(st.sampled_from(self.devices)))

    def _consent_on(self, device: Ceremony) -> None:
        Ceremony.objects.filter(pk=device.pk).update(identified_at=timezone.now())
        device.refresh_from_db()
        ceremonies.consent(device, device.invitation.version.sha256)

    @rule(data=st.data(), sensible=st.booleans())
    def somebody_tries_something(self, data: st.DataObject, sensible: bool) -> None:
        known = {name: step for (owner, name), step in REGISTRY.items() if owner == "PreAgreement"}
        possible = [name for name, step in known.items() if self.agreement.status in step.sources]
        names = possible if sensible and possible else list(known)
        name = data.draw(st.sampled_from(sorted(set(names) - OTHERWISE_TRIED) or sorted(known)), label="transition")
        device = data.draw(st.sampled_from(self.devices)) if self.devices else None
        who = data.draw(
            st.sampled_from(self._likely(name, device) if sensible else self._everyone(device)), label="who"
        )
        self._try(name, who, device)

    def _likely(self, name: str, device: Ceremony | None) -> list[str]:
        if name in BY_SYSTEM:
            return ["system"]
        if name in BY_MAYOR:
            return ["device"] if device else ["responsible"]
        if name in BY_ANY_CASEWORKER:
            return ["responsible", "colleague", "head"]
        return ["responsible", "substitute", "head"]

    def _everyone(self, device: Ceremony | None) -> list[str]:
        return [*self.people, "system", *(["device"] if device else [])]

    def _actor(self, who: str, device: Ceremony | None) -> Actor:
        if who == "system":
            return SYSTEM
        if who == "device":
            assert device is not None
            return SignatoryActor(device)
        return staff_actor(self.people[who], self.agreement.commune)

    def _try(self, name: str, who: str, device: Ceremony | None) -> None:
        if name == "sign_by_commune" and device is None:
            return
        before, source = self._everything(), self.agreement.status
        count = JournalEntry.objects.count()
        move: Callable[[Actor, Ceremony | None], None] = getattr(self.moves, name)
        try:
            move(self._actor(who, device), device)
        except TransitionRefusedError:
            self.agreement.refresh_from_db()
            assert self._everything() == before, "refused means nothing changed"
            return
        taken[name] += 1
        step = REGISTRY["PreAgreement", name]
        assert source in step.sources
        assert self.agreement.status == step.target
        assert who not in STRANGERS or (who, name in BY_ANY_CASEWORKER) == ("colleague", True), f"{who} must not {name}"
        assert (who == "device") == (name in BY_MAYOR)
        assert who == "system" or name not in BY_SYSTEM
        entries = JournalEntry.objects.order_by("-pk")
        assert [entry.kind for entry in entries[:1]] == [f"preagreement.{name}"]
        assert JournalEntry.objects.count() == count + 1, "one entry for each transition"

    def _everything(self) -> list[Any]:
        models = (PreAgreement, DocumentVersion, Invitation, Ceremony, Signature, JournalEntry, OutgoingMessage)
        return [list(model._default_manager.order_by("pk").values()) for model in models]

    @invariant()
    def at_most_one_open_invitation_and_one_current_version(self) -> None:
        assert Invitation.objects.filter(state=Invitation.State.OPEN).count() <= 1
        assert DocumentVersion.objects.filter(state=DocumentVersion.State.CURRENT).count() <= 1

    @invariant()
    def an_open_link_means_that_the_commune_may_still_sign(self) -> None:
        for invitation in Invitation.objects.filter(state=Invitation.State.OPEN):
            assert self.agreement.status in {Status.ISSUED, Status.SCANNED}  # a scan may still be rejected
            assert invitation.version.state == DocumentVersion.State.CURRENT

    @invariant()
    def in_force_means_both_signatures_of_the_current_version_or_paper(self) -> None:
        agreement = PreAgreement.objects.filter(pk=getattr(self, "agreement", PreAgreement()).pk).first()
        if agreement is None:
            return
        current = agreement.current_version
        complete = current is not None and _complete(current)
        on_paper = agreement.route == PreAgreement.Route.PAPER
        assert (agreement.status in {Status.IN_FORCE, Status.ENDED}) == (complete or on_paper)
        assert (agreement.in_force_on is not None) == (complete or on_paper)

    @invariant()
    def both_signatures_are_a_final_file_or_a_confirmed_scan_and_a_superseded_version_never_gets_them(self) -> None:
        for version in DocumentVersion.objects.all():
            assert _complete(version) == (version.final_file_id is not None or _confirmed(version))
            if version.state == DocumentVersion.State.SUPERSEDED:
                assert not _complete(version)

    @invariant()
    def what_was_issued_stays_as_it_was(self) -> None:
        for version in DocumentVersion.objects.all():
            facts = tuple(getattr(version, name) for name in FROZEN)
            assert self.frozen.setdefault(version.pk, facts) == facts

    @invariant()
    def the_journal_verifies_and_every_row_has_its_file(self) -> None:
        for key in set(JournalEntry.objects.values_list("key", flat=True)):
            verify_chain(key)
        for stored in StoredFile.objects.all():
            assert files.read(stored)


def test_every_transition_has_its_move():
    known = {name for owner, name in REGISTRY if owner == "PreAgreement"}
    moves = {name for name in vars(Moves) if not name.startswith("_")}
    assert known - OTHERWISE_TRIED == moves, "please add the missing move to Moves"


def test_the_invariants_hold_whatever_happens():
    taken.clear()
    run_state_machine_as_test(AgreementMachine, settings=settings(max_examples=30, stateful_step_count=25))
    assert {"issue", "sign_by_commune", "countersign"} <= set(taken), "nothing was signed: this tried too little"
