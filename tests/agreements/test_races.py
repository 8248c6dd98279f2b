"""Eight at once: one succeeds, the others get a clear message, the journal has one entry."""

import pytest
from django.utils import timezone

from agreements.ceremony import ceremonies
from agreements.countersigning.countersigning import countersign
from agreements.evidence.making import make
from agreements.models import Ceremony, DocumentVersion, PreAgreement, Signature
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage, StoredFile
from core.signing.ink import Ink
from staff.actors import StaffActor
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued
from tests.races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.slow,
]

THREADS = 8


def ready_ceremony(newest_link, newest_code) -> Ceremony:
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    ceremony = Ceremony.objects.get()
    assert ceremonies.consent(ceremony, ceremony.invitation.version.sha256)
    return ceremony


def sign(ceremony_id: int) -> None:
    ceremony = Ceremony.objects.get(pk=ceremony_id)
    ceremonies.sign(
        ceremony,
        ink=Ink(typed_name="Erika Musterfrau"),
        nonce=ceremony.nonce,
        shown_sha256=ceremony.consented_sha256,
    )


def test_eight_threads_sign_and_one_succeeds(newest_link, newest_code):
    agreement = issued()
    ceremony = ready_ceremony(newest_link, newest_code)
    refused = at_once(lambda: sign(ceremony.pk))
    assert len(refused) == THREADS - 1
    assert all("geht im Stand" in message or "schon unterzeichnet" in message for message in refused)
    assert Signature.objects.filter(party="commune").count() == 1
    assert JournalEntry.objects.filter(kind="preagreement.sign_by_commune").count() == 1
    assert OutgoingMessage.objects.filter(kind="agreements.receipt").count() == 1
    verify_chain(agreement.commune_id)


def test_eight_threads_countersign_and_one_succeeds(newest_link, newest_code):
    agreement = issued()
    ceremony = ready_ceremony(newest_link, newest_code)
    sign(ceremony.pk)
    actor = StaffActor(caseworker_of(agreement.commune))
    version = agreement.current_version
    assert version is not None

    def work() -> None:
        fresh = PreAgreement.objects.get(pk=agreement.pk)
        countersign(fresh, actor=actor, version_id=version.pk, identified_at=timezone.now())

    refused = at_once(work)
    assert len(refused) == THREADS - 1
    assert Signature.objects.filter(party="lpr").count() == 1
    assert JournalEntry.objects.filter(kind="preagreement.countersign").count() == 1
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.IN_FORCE
    verify_chain(agreement.commune_id)


def test_four_workers_make_one_evidence_sheet(newest_link, newest_code):
    version = sign_on_both_sides(Mayor(newest_link, newest_code))

    def make_sheet() -> None:
        make(DocumentVersion.objects.select_related("agreement", "final_file").get(pk=version.pk))

    assert at_once(make_sheet, threads=4) == []
    assert StoredFile.objects.filter(evidence_of__isnull=False).count() == 1
    assert JournalEntry.objects.filter(kind="preagreement.evidence").count() == 1
    verify_chain(version.agreement.commune_id)
