"""What each transition of an agreement refuses under the lock, called without the pages that would refuse before."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import Ceremony, DocumentVersion, Invitation, PaperScan, PreAgreement
from agreements.policies.actors import SignatoryActor
from agreements.transitions import ending
from agreements.transitions import pre_agreement as steps
from agreements.transitions.payloads import PaperSignatures
from communes.models import OfficeHolder
from core.actors import SYSTEM, Actor
from core.models import JournalEntry, StoredFile
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

Act = Callable[[], None]


def today() -> date:
    return timezone.localdate()


def responsible(agreement: PreAgreement) -> StaffActor:
    return StaffActor(caseworker_of(agreement.commune))


def of_another_district() -> StaffActor:
    return StaffActor(UserFactory())


def issued(*, route: str = "online") -> PreAgreement:
    """Sent to the mayor, with a PDF that nobody reads here."""
    agreement = ready_draft()
    holder, now = agreement.signatory_on(today()), timezone.now()
    assert holder is not None
    version = DocumentVersion.objects.create(
        agreement=agreement,
        number=1,
        content={"commune_signatory": holder.full_name},
        check_code=f"AAAA-BBBB-{agreement.pk:04}"[-14:],
        page_count=1,
        issued_at=now,
        issued_by=caseworker_of(agreement.commune),
        issued_file=StoredFile.objects.create(sha256=f"{agreement.pk:064}", size=1, media_type="application/pdf"),
    )
    Invitation.objects.create(
        version=version, office_holder=holder, recipient=holder.email, expires_at=now + timedelta(days=28)
    )
    PreAgreement.objects.filter(pk=agreement.pk).update(status="issued", route=route)
    return PreAgreement.objects.get(pk=agreement.pk)


def device(agreement: PreAgreement) -> Ceremony:
    """Identified and agreed to the current version."""
    invitation, now = agreement.open_invitation, timezone.now()
    assert invitation is not None
    return Ceremony.objects.create(
        invitation=invitation,
        cookie_hash=f"{invitation.pk:064}",
        nonce="nonce",
        identified_at=now,
        consented_at=now,
        consented_sha256=invitation.version.sha256,
    )


def sign(agreement: PreAgreement, ceremony: Ceremony | None = None, **changes: Any) -> Act:
    """As the ceremony does it, but for ``changes``; nothing is signed, so what is not refused breaks."""
    version = agreement.current_version
    assert version is not None
    values = {"version_id": version.pk, "method": "typed", "nonce": "nonce", "shown_sha256": version.sha256, **changes}
    document = SimpleNamespace(version_id=values.pop("version_id"), method=values.pop("method"))
    actor = SignatoryActor(ceremony or device(agreement))
    return lambda: steps.sign_by_commune(agreement, actor=actor, document=document, **values)


def half_signed() -> PreAgreement:
    issued()
    Invitation.objects.update(state="used")
    PreAgreement.objects.update(status="commune_signed")
    return PreAgreement.objects.get()


def in_force() -> PreAgreement:
    agreement = ready_draft()
    steps.record_paper(agreement, actor=SYSTEM, paper=PaperSignatures(today() - timedelta(days=9), "Muster", "Muster"))
    return agreement


def scanned() -> tuple[PreAgreement, PaperScan]:
    issued(route="printed")
    PreAgreement.objects.update(status="scanned")
    agreement, version = PreAgreement.objects.get(), DocumentVersion.objects.get()
    scan = PaperScan.objects.create(
        version=version,
        file=version.issued_file,
        commune_signatory=OfficeHolder.objects.get(),
        commune_signed_on=today(),
        lpr_signatory=caseworker_of(agreement.commune),
        lpr_signed_on=today(),
        place_of_original="Schrank",
        uploaded_by=caseworker_of(agreement.commune),
    )
    return agreement, scan


def issue(draft: PreAgreement, *, actor: Actor | None = None, revision: int | None = None) -> Act:
    document = SimpleNamespace(revision=revision or draft.revision)
    return lambda: steps.issue(draft, actor=actor or responsible(draft), document=document)


def a_draft_that_was_changed_meanwhile() -> Act:
    draft = ready_draft()
    return issue(draft, revision=draft.revision + 1)


def a_draft_that_is_not_complete() -> Act:
    draft = ready_draft()
    draft.topics.clear()
    return issue(draft)


def somebody_elses_draft() -> Act:
    draft = ready_draft()
    return issue(draft, actor=of_another_district())


def a_new_link_to_nobody() -> Act:
    agreement = issued()
    OfficeHolder.objects.update(valid_until=today() - timedelta(days=1))
    return lambda: steps.resend_link(agreement, actor=responsible(agreement))


def a_new_link_to_whom_the_version_does_not_name() -> Act:
    agreement = issued()
    OfficeHolder.objects.update(last_name="Anders")
    return lambda: steps.resend_link(agreement, actor=responsible(agreement))


def a_signature_on_another_way() -> Act:
    return sign(issued(), method="qualified")


def a_signature_on_another_version() -> Act:
    return sign(issued(), version_id=0)


def a_signature_on_what_was_not_shown() -> Act:
    return sign(issued(), shown_sha256="0" * 64)


def a_signature_with_another_nonce() -> Act:
    return sign(issued(), nonce="another")


def a_signature_without_consent() -> Act:
    agreement = issued()
    act = sign(agreement)
    Ceremony.objects.update(consented_sha256="")
    return act


def a_signature_without_a_code() -> Act:
    agreement = issued()
    act = sign(agreement)
    Ceremony.objects.update(identified_at=timezone.now() - timedelta(hours=3))
    return act


def a_signature_too_late() -> Act:
    agreement = issued()
    act = sign(agreement)
    Invitation.objects.update(expires_at=timezone.now())
    return act


def a_signature_with_a_revoked_link() -> Act:
    agreement = issued()
    act = sign(agreement)
    Invitation.objects.update(state="revoked")
    return act


def a_signature_with_the_link_of_another_agreement() -> Act:
    return sign(issued(), device(issued()))


def a_signature_of_a_replaced_version() -> Act:
    agreement = issued()
    act = sign(agreement)
    agreement.versions.update(state="superseded")
    return act


def a_signature_of_who_left_office() -> Act:
    agreement = issued()
    act = sign(agreement)
    OfficeHolder.objects.update(valid_until=today() - timedelta(days=1))
    OfficeHolderFactory(commune=agreement.commune, valid_from=today())
    return act


def a_signature_under_another_name_than_in_the_text() -> Act:
    act = sign(issued())
    OfficeHolder.objects.update(last_name="Neuname")
    return act


def a_signature_by_staff() -> Act:
    agreement, nothing = issued(), {"document": None, "nonce": "", "shown_sha256": ""}
    return lambda: steps.sign_by_commune(agreement, actor=responsible(agreement), **nothing)


def a_countersignature_on_another_version() -> Act:
    agreement = half_signed()
    return lambda: steps.countersign(agreement, actor=responsible(agreement), document=SimpleNamespace(version_id=0))


def a_countersignature_without_authority() -> Act:
    agreement = half_signed()
    caseworker_of(agreement.commune).signing_authorities.update(valid_until=today() - timedelta(days=1))
    return lambda: steps.countersign(agreement, actor=responsible(agreement), document=None)


def somebody_elses_agreement_taken_back() -> Act:
    agreement = issued()
    return lambda: steps.withdraw(agreement, actor=of_another_district(), reason="Darum.")


def a_refusal_with_a_dead_link() -> Act:
    agreement = issued()
    actor = SignatoryActor(device(agreement))
    Invitation.objects.update(state="revoked")
    return lambda: steps.decline(agreement, actor=actor, reason="Darum.")


def a_wish_without_a_code() -> Act:
    agreement = issued()
    actor = SignatoryActor(device(agreement))
    Ceremony.objects.update(consented_at=None, identified_at=None)
    return lambda: steps.request_change(agreement, actor=actor, wish="Anders.")


def an_end_of_the_time_before_its_time() -> Act:
    agreement = issued()
    return lambda: steps.expire(agreement, actor=SYSTEM)


def an_end_of_the_time_by_a_person() -> Act:
    agreement = issued()
    Invitation.objects.update(expires_at=timezone.now())
    return lambda: steps.expire(agreement, actor=responsible(agreement))


def a_second_open_agreement() -> Act:
    agreement = issued()
    steps.withdraw(agreement, actor=responsible(agreement), reason="Darum.")
    PreAgreementFactory(commune=agreement.commune, template_version=agreement.template_version)
    return lambda: steps.reopen(agreement, actor=responsible(agreement))


def a_paper_of_tomorrow() -> Act:
    draft, paper = ready_draft(), PaperSignatures(today() + timedelta(days=1), "Muster", "Muster")
    return lambda: steps.record_paper(draft, actor=SYSTEM, paper=paper)


def a_paper_by_somebody_else() -> Act:
    draft, paper = ready_draft(), PaperSignatures(today(), "Muster", "Muster")
    return lambda: steps.record_paper(draft, actor=of_another_district(), paper=paper)


def a_scan_of_what_is_signed_online() -> Act:
    agreement = issued()
    return lambda: steps.record_scan(agreement, actor=responsible(agreement), scanned=None)


def a_scan_of_another_version() -> Act:
    agreement = issued(route="printed")
    return lambda: steps.record_scan(agreement, actor=responsible(agreement), scanned=SimpleNamespace(version_id=0))


def ones_own_scan() -> Act:
    agreement, scan = scanned()
    return lambda: steps.confirm_scan(agreement, actor=responsible(agreement), scan_id=scan.pk)


def a_scan_confirmed_by_a_coach() -> Act:
    agreement, scan = scanned()
    return lambda: steps.confirm_scan(agreement, actor=StaffActor(UserFactory(role=Role.COACH)), scan_id=scan.pk)


def another_scan_than_the_one_that_waits() -> Act:
    agreement, scan = scanned()
    return lambda: steps.confirm_scan(agreement, actor=of_another_district(), scan_id=scan.pk + 1)


def a_rejection_of_another_scan() -> Act:
    agreement, scan = scanned()
    return lambda: steps.reject_scan(agreement, actor=of_another_district(), scan_id=scan.pk + 1, reason="Darum.")


def an_end_tomorrow() -> Act:
    agreement = in_force()
    return lambda: ending.end(agreement, actor=responsible(agreement), on=today() + timedelta(days=1), reason="Darum.")


def an_end_before_the_beginning() -> Act:
    agreement = in_force()
    return lambda: ending.end(agreement, actor=responsible(agreement), on=today() - timedelta(days=10), reason="Darum.")


def an_end_by_somebody_else() -> Act:
    agreement = in_force()
    return lambda: ending.end(agreement, actor=of_another_district(), on=today(), reason="Darum.")


def an_agreed_end_that_nobody_agreed_on() -> Act:
    agreement = in_force()
    return lambda: ending.end_as_agreed(agreement, actor=SYSTEM)


def an_agreed_end_before_its_day() -> Act:
    agreement = in_force()
    return lambda: ending.end_as_agreed(agreement, actor=SYSTEM, agreed=today() + timedelta(days=1))


def a_change_of_what_has_ended() -> Act:
    agreement = in_force()
    change = PreAgreementFactory(
        kind="amendment", amends=agreement, commune=agreement.commune, template_version=agreement.template_version
    )
    ending.end(agreement, actor=responsible(agreement), on=today(), reason="Darum.")
    PreAgreement.objects.filter(pk=agreement.pk).update(ended_on=today() - timedelta(days=1))
    return lambda: steps.record_paper(change, actor=SYSTEM, paper=PaperSignatures(today(), "Muster", "Muster"))


SAYS = {
    a_draft_that_was_changed_meanwhile: "Der Entwurf wurde inzwischen geändert",
    a_draft_that_is_not_complete: "Themen der Zusammenarbeit auswählen",
    somebody_elses_draft: "Zuständig ist",
    a_new_link_to_nobody: "nicht im Amt oder hat keine E-Mail-Adresse",
    a_new_link_to_whom_the_version_does_not_name: "Bitte senden Sie eine neue Fassung",
    a_signature_on_another_way: "auf einem anderen Weg",
    a_signature_on_another_version: "Die Fassung hat sich geändert",
    a_signature_on_what_was_not_shown: "Die Fassung hat sich geändert",
    a_signature_with_another_nonce: "stimmen Sie ihr noch einmal zu",
    a_signature_without_consent: "stimmen Sie ihr noch einmal zu",
    a_signature_without_a_code: "noch einmal einen Code",
    a_signature_too_late: "Der Link ist abgelaufen",
    a_signature_with_a_revoked_link: "Der Link gilt nicht mehr",
    a_signature_with_the_link_of_another_agreement: "Es gibt eine neue Fassung",
    a_signature_of_a_replaced_version: "Es gibt eine neue Fassung",
    a_signature_of_who_left_office: "heute nicht im Amt",
    a_signature_under_another_name_than_in_the_text: "steht Ihr Name anders",
    a_signature_by_staff: "nur, wer dazu eingeladen ist",
    a_countersignature_on_another_version: "Die Fassung hat sich geändert",
    a_countersignature_without_authority: "keine Zeichnungsbefugnis",
    somebody_elses_agreement_taken_back: "Zuständig ist",
    a_refusal_with_a_dead_link: "Der Link gilt nicht mehr",
    a_wish_without_a_code: "noch einmal einen Code",
    an_end_of_the_time_before_its_time: "Die Frist läuft noch",
    an_end_of_the_time_by_a_person: "geschieht von selbst",
    a_second_open_agreement: "schon eine andere offene Vereinbarung",
    a_paper_of_tomorrow: "liegt in der Zukunft",
    a_paper_by_somebody_else: "Zuständig ist",
    a_scan_of_what_is_signed_online: "nicht auf Papier unterschrieben",
    a_scan_of_another_version: "Es gibt eine neue Fassung",
    ones_own_scan: "Sie haben den Scan selbst hochgeladen",
    a_scan_confirmed_by_a_coach: "bestätigen Sachbearbeitung und Leitung",
    another_scan_than_the_one_that_waits: "Dieser Scan wartet nicht mehr",
    a_rejection_of_another_scan: "Dieser Scan wartet nicht mehr",
    an_end_tomorrow: "liegt in der Zukunft",
    an_end_before_the_beginning: "erst seit dem",
    an_end_by_somebody_else: "Zuständig ist",
    an_agreed_end_that_nobody_agreed_on: "noch nicht da",
    an_agreed_end_before_its_day: "noch nicht da",
    a_change_of_what_has_ended: "nicht mehr in Kraft",
}


@pytest.mark.parametrize(("arrange", "words"), SAYS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_it_is_refused_and_nothing_changes(arrange, words):
    act = arrange()
    before = (list(PreAgreement.objects.order_by("pk").values()), JournalEntry.objects.count())
    with pytest.raises(TransitionRefusedError, match=words):
        act()
    assert (list(PreAgreement.objects.order_by("pk").values()), JournalEntry.objects.count()) == before
