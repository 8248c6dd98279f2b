"""Every kind of mail the portal has, over a real mail server: its form, who writes it, whom an answer reaches.

A new kind has no place in ``Known.subject`` yet and makes the first test fail.
"""

from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import ChangeNotice, Invitation, PaperOriginal, PreAgreement, Question, Signature, SigningCode
from asskomm.intake.models import Import
from coaching.models import Engagement
from communes.models import Responsibility
from core.composing import _composers
from core.delivery import deliver
from core.mail import queue_mail
from core.models import OutgoingMessage
from staff.models import SigningAuthority, User
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.asskomm import mail_form
from tests.factories.coaching import EngagementFactory, RunningFactory
from tests.factories.communes import CommuneFactory
from tests.factories.notices import confirmed_notice, waiting_notice
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import SubstitutionFactory, UserFactory, WaitingAuthorityFactory

pytest_plugins = ["tests.plugins.mail_server"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

NAMED = """Mit freundlichen Grüßen
Thị Nguyễn, LPR
Sachbearbeitung, Landespräventionsrat Sachsen
Telefon 0351 555 0100, Mo–Do 9–15 Uhr
thi@weißwasser.example
"""
OUTSIDE = "rathaus@musterstadt.example"
ANSWER = "agreements.answer"
WITHIN_THE_OFFICE = ("staff.", "intake.")  # belong to no commune; whom to call stands in them
OF_ACCOUNTS = (
    "staff.password_reset",
    "staff.account_changed",
    "staff.account_made",
    "staff.account_changed_by_others",
    "staff.authority_declined",
    "staff.wrong_passwords",
    "staff.session_ended",
)
# The states in which a mail is still wanted; the others do not ask.
SIGNED = {"status": "in_force", "route": "online", "original": None}
STATES = {
    "agreements.commune_signed": {**SIGNED, "status": "commune_signed", "signed_on": None},
    "agreements.expired_for_commune": {**SIGNED, "status": "expired", "signed_on": None},
}


@dataclass
class Known:
    """What mails can be about: one agreement signed by both sides, one with an open link, coaching, an account."""

    version: Any
    signature: Signature
    invitation: Invitation
    code: SigningCode
    question: Question
    planned: Engagement
    broken_off: Engagement
    user: User
    holder_event: Any
    authority: SigningAuthority
    run: Import
    to_confirm: ChangeNotice
    told: ChangeNotice

    def subject(self, kind: str) -> Any:
        agreement = self.version.agreement
        return {
            "agreements.invitation": self.invitation,
            "agreements.reminder": self.invitation,
            "agreements.call_requested": self.invitation,
            "agreements.help_requested": self.invitation,
            "agreements.code": self.code,
            "agreements.receipt": self.signature,
            "agreements.receipt_copy": self.signature,
            "agreements.commune_signed": self.signature,
            "agreements.in_force": self.version,
            "agreements.evidence": self.version,
            "agreements.paper_in_force": self.version,
            "agreements.paper_recorded": agreement,
            "agreements.scan_rejected": agreement,
            "agreements.declined": agreement,
            "agreements.change_requested": agreement,
            "agreements.change_wish_received": agreement,
            "agreements.refusal_received": agreement,
            "agreements.question": self.question,
            "agreements.question_received": self.question,
            "agreements.answer": self.question,
            "agreements.expired": agreement,
            "agreements.expired_for_commune": agreement,
            "agreements.withdrawn": agreement,
            "agreements.notice_confirmed": self.told,
            **dict.fromkeys(
                (
                    "agreements.notice",
                    "agreements.notice_refused",
                    "agreements.notice_expired",
                    "agreements.notice_help_requested",
                ),
                self.to_confirm,
            ),
            "agreements.notice_refusal_received": self.to_confirm,
            "agreements.notice_withdrawn": self.to_confirm,
            "coaching.planned": self.planned,
            "coaching.broken_off": self.broken_off,
            "communes.holder_changed": self.holder_event,
            "communes.holder_added": self.holder_event,
            "communes.holder_changed_unheard": self.holder_event,
            "staff.authority_granted": self.authority,
            "staff.authority_confirmed": self.authority,
            "intake.taken_over": self.run,
            "staff.unknown_account": None,
            **dict.fromkeys(OF_ACCOUNTS, self.user),
        }[kind]


@pytest.fixture
def known(newest_link, newest_code, run_tasks) -> Known:
    version = sign_on_both_sides(Mayor(newest_link, newest_code))
    run_tasks()
    user = caseworker_of(version.agreement.commune)
    reached = {"email": "thi@weißwasser.example", "phone": "0351 555 0100", "office_hours": "Mo–Do 9–15 Uhr"}
    User.objects.filter(pk=user.pk).update(first_name="Thị", last_name="Nguyễn, LPR", **reached)
    user.refresh_from_db()
    waiting = issued(ready_draft(commune=CommuneFactory()))
    Invitation.objects.filter(state="open").update(code_channel="phone", call_requested_at=timezone.now())
    invitation = waiting.open_invitation
    assert invitation is not None
    question = Question.objects.create(agreement=waiting, invitation=invitation, text="Gilt das für Ortsteile?")
    Responsibility.objects.update(user=user)
    planned, broken_off = EngagementFactory(), RunningFactory()
    Engagement.objects.filter(pk=broken_off.pk).update(status="broken_off", ended_on=timezone.localdate())
    return Known(
        version,
        version.signatures.get(party="commune"),
        invitation,
        SigningCode.objects.create(invitation=invitation),
        question,
        planned,
        broken_off,
        user,
        version.agreement.commune.office_holders.get().events.first(),
        WaitingAuthorityFactory(),
        Import.objects.create(file_name="Bestand.xlsx", uploaded_by=user, applied_by=user, status="applied"),
        waiting_notice(),
        confirmed_notice(),
    )


def sent(kind: str, recipient: str, known: Known) -> None:
    agreement = known.version.agreement
    signed = {"commune_signatory": "Erika Musterfrau", "lpr_signatory": "Petra Musterkraft", "place": "Schrank 3"}
    paper = {"route": "printed", "original": PaperOriginal.objects.create(scan=known.version.final_file, **signed)}
    on_paper = {"status": "in_force", **paper}
    states = {**STATES, "agreements.paper_in_force": on_paper, "agreements.paper_recorded": on_paper}
    PreAgreement.objects.filter(pk=agreement.pk).update(
        **{"signed_on": timezone.localdate(), **states.get(kind, SIGNED)}
    )
    if kind == ANSWER:
        answered = {"answer": "Ja.", "answered_at": timezone.now(), "answered_by": known.user}
        Question.objects.filter(pk=known.question.pk, answer="").update(**answered)
    ChangeNotice.objects.filter(pk=known.to_confirm.pk).update(recipient=recipient)
    message = queue_mail(kind, recipient, known.subject(kind))
    deliver(message.pk)
    message.refresh_from_db()
    assert message.state == OutgoingMessage.State.SENT, (kind, message.get_state_display(), message.problem)


def test_every_kind_of_mail_says_that_a_machine_wrote_it_and_whom_to_answer(known, request):
    box = request.getfixturevalue("mail_server")
    for kind in sorted(_composers, key=lambda name: (name == ANSWER, name)):  # an answer stays
        for recipient in (OUTSIDE, known.user.email):
            sent(kind, recipient, known)
            sender, recipients, letter = box.letters[-1]
            written = mail_form.check(box.raw[-1])
            assert letter["Auto-Submitted"] == "auto-generated", kind
            assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply", kind
            assert str(letter["Message-ID"]).endswith("@testserver>"), kind
            assert abs(parsedate_to_datetime(str(letter["Date"])) - timezone.now()).total_seconds() < 600, kind
            answers = getaddresses([str(letter["Reply-To"] or "")])
            inside = recipients == ["thi@xn--weiwasser-i1a.example"]
            assert sender == mail_form.sender(written).addr_spec == "portal@asskomm.example", kind
            if (inside and kind != ANSWER) or kind.startswith(WITHIN_THE_OFFICE):
                assert letter["Reply-To"] is None, kind
                assert mail_form.sender(written).display_name == "ASSKomm-Portal", kind
            elif inside:
                assert letter["Reply-To"] is None
            else:
                assert mail_form.sender(written).display_name == "Thị Nguyễn, LPR, Landespräventionsrat Sachsen", kind
                assert NAMED in mail_form.text_of(written), kind
                assert answers == [("Thị Nguyễn, LPR", "thi@xn--weiwasser-i1a.example")], kind
    assert len(box.letters) == 2 * len(_composers)


def test_who_stands_in_is_answered_too(mail_server):
    agreement = issued()
    responsible = caseworker_of(agreement.commune)
    substitute = UserFactory(first_name="Vera", last_name="Vertretung", email="vera@lpr.example")
    SubstitutionFactory(absent=responsible, substitute=substitute)
    deliver(queue_mail("agreements.withdrawn", OUTSIDE, agreement).pk)
    answers = getaddresses([str(mail_server.letters[-1][2]["Reply-To"])])
    assert answers == [(responsible.full_name, responsible.email), ("Vera Vertretung", "vera@lpr.example")]


def test_an_address_of_the_office_that_cannot_be_sent_to_keeps_no_mail_back(mail_server):
    agreement = issued()
    User.objects.filter(pk=caseworker_of(agreement.commune).pk).update(email="thị@lpr.example")
    deliver(queue_mail("agreements.withdrawn", OUTSIDE, agreement).pk)
    assert mail_server.letters[-1][2]["Reply-To"] is None
