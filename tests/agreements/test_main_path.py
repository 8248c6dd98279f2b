"""The thin main path through the pages, with real PDFs, keys, timestamps and mails."""

import hashlib
import io
from collections import Counter
from datetime import timedelta

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement, Signature
from core.journal import verify_chain
from core.models import JournalEntry
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


def countersign(client: Client, agreement: PreAgreement, password: str = PASSWORD):
    version = agreement.current_version
    assert version is not None
    return client.post(
        f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", {"version": version.pk, "password": password}
    )


@pytest.mark.parametrize(("in_days", "later"), [(40, True), (0, False)])
def test_nothing_is_called_in_force_before_its_term_begins(client, newest_link, newest_code, in_days, later):
    begin = timezone.localdate() + timedelta(days=in_days)
    agreement = issued(ready_draft(term_from=begin, term_until=begin + timedelta(days=365)))
    holds = f"gilt ab dem {begin:%d.%m.%Y}"
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    mayor.put_signature(method="typed", typed_name="Erika Musterfrau")
    before_signing = mayor.client.get("/unterzeichnen/pruefen/").content.decode()
    assert (holds in before_signing, "in Kraft" in before_signing) == (later, not later)
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    before = client.get(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/").content.decode()
    assert (holds in before, "in Kraft" in before) == (later, not later)
    countersign(client, agreement)
    after = client.get(f"/vereinbarungen/{agreement.reference}/").content.decode()
    assert f"gegengezeichnet und {holds if later else 'in Kraft'}." in after
    assert "Vereinbarung in Kraft" not in after, "the journal's sentence does not know the day"


def test_from_draft_to_the_same_signed_file_on_both_sides(client, newest_link, newest_code, run_tasks):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    client.force_login(caseworker)
    client.post(f"/vereinbarungen/{draft.reference}/senden/", {"token": draft.revision})
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.ISSUED

    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.COMMUNE_SIGNED

    work = client.get("/arbeit/").content.decode()
    assert draft.reference in work
    assert "Gegenzeichnen" in work

    countersign(client, draft)
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.IN_FORCE

    of_staff = client.get(f"/vereinbarungen/{draft.reference}/unterzeichnet.pdf").content
    of_mayor = mayor.client.get("/unterzeichnen/unterzeichnet.pdf").content
    run_tasks()
    mailed = [a for message in mail.outbox for a in message.attachments]
    assert of_staff == of_mayor
    evidence = client.get(f"/vereinbarungen/{draft.reference}/nachweis.pdf").content
    assert mayor.client.get("/unterzeichnen/nachweis.pdf").content == evidence
    assert Counter(hashlib.sha256(a.content).hexdigest() for a in mailed) == {
        hashlib.sha256(of_staff).hexdigest(): 2,
        hashlib.sha256(evidence).hexdigest(): 2,
    }
    with pikepdf.open(io.BytesIO(of_staff)) as pdf:
        assert {str(f.T) for f in pdf.Root.AcroForm.Fields} == {"sig_commune", "sig_lpr"}

    answer = Client().post("/pruefen/", {"file": SimpleUploadedFile("a.pdf", of_staff)}).content.decode()
    assert "<title>Echt. In Kraft seit" in answer
    assert "Erika Musterfrau" in answer
    assert verify_chain(draft.commune_id) > 0


def test_drawing_is_equal_to_typing(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.sign_drawn([[[20, 100], [60, 40], [120, 150], [300, 90]]]).url == "/unterzeichnen/beleg/"
    signature = Signature.objects.get(version__agreement=agreement)
    assert signature.method == Signature.Method.DRAWN
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.COMMUNE_SIGNED


def test_the_journal_tells_the_way_once_each(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    countersign(client, agreement)
    countersign(client, agreement)
    kinds = JournalEntry.objects.filter(key=agreement.commune_id).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == [
        "preagreement.issue",
        "preagreement.opened",
        "preagreement.sign_by_commune",
        "preagreement.countersign",
    ]


def test_countersigning_wants_the_password(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    refused = countersign(client, agreement, password="falsch")
    assert refused.status_code == 422
    assert "Das Passwort stimmt nicht" in refused.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.COMMUNE_SIGNED


def test_half_signed_the_file_is_not_given_out(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    assert client.get(f"/vereinbarungen/{agreement.reference}/unterzeichnet.pdf").status_code == 302
    assert mayor.client.get("/unterzeichnen/unterzeichnet.pdf").status_code == 302
