"""A deputy signs with "i. V." and a reason, in the fixed order, by office and term on the day (domain rules 11, 12)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement, Signature
from communes.models import OfficeHolder
from core.models import JournalEntry
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_on_behalf import countersigned_by, drawn_in, title_in_certificate
from tests.factories.communes import OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft

pytestmark = pytest.mark.django_db

REASON = "Urlaub der Bürgermeisterin bis 12.12.2026"
TITLE = "i. V. Stellvertretender Bürgermeister"


@pytest.fixture
def draft() -> PreAgreement:
    return ready_draft()


def deputy(draft: PreAgreement, rank: int, **changes) -> OfficeHolder:
    values = {"salutation": "male", "first_name": "Stefan", "last_name": f"Stellvertreter {rank}"}
    return OfficeHolderFactory(
        commune=draft.commune,
        office="deputy",
        deputy_rank=rank,
        email=f"stellvertretung{rank}@musterstadt.example",
        **{**values, **changes},
    )


@pytest.fixture
def first(draft) -> OfficeHolder:
    return deputy(draft, 1)


@pytest.fixture
def second(draft) -> OfficeHolder:
    return deputy(draft, 2)


@pytest.fixture
def office(client, draft) -> Client:
    client.force_login(caseworker_of(draft.commune))
    return client


def choose(office: Client, draft: PreAgreement, who: OfficeHolder | None, **fields):
    draft.refresh_from_db()
    form = {"token": draft.revision, "signatory": who.pk if who else "", "reason": REASON, **fields}
    answer = office.post(f"{draft.get_absolute_url()}unterzeichnende/", form)
    draft.refresh_from_db()
    return answer


def send(office: Client, draft: PreAgreement) -> str:
    address = f"{draft.get_absolute_url()}senden/"
    page = office.post(address, {"token": draft.revision}, follow=True).content.decode()
    draft.refresh_from_db()
    return page


def test_a_deputy_signs_with_iv_and_the_reason(
    office, draft, first, newest_link, newest_code, run_tasks, timestamp_authority
):
    assert choose(office, draft, first).status_code == 302
    assert TITLE in office.get(draft.get_absolute_url()).content.decode()
    send(office, draft)
    version = draft.current_version
    assert version is not None
    assert version.content["commune_signatory"] == first.full_name
    assert version.content["commune_office"] == TITLE
    run_tasks()
    assert mail.outbox[-1].to == [first.email]
    assert "Sehr geehrter Herr Stellvertreter 1," in mail.outbox[-1].body
    assert "Sie unterzeichnen in Vertretung (i. V.)." in mail.outbox[-1].body
    signing = Mayor(newest_link, newest_code)
    signing.go_to_signature()
    assert TITLE in signing.client.get("/unterzeichnen/unterschrift/").content.decode()
    assert signing.sign_typed(first.full_name).url == "/unterzeichnen/beleg/"
    assert TITLE in signing.client.get("/unterzeichnen/beleg/").content.decode()
    signature = Signature.objects.get()
    assert (signature.office_holder, signature.on_behalf, signature.on_behalf_reason) == (first, True, REASON)
    assert title_in_certificate(signature) == TITLE
    draft.refresh_from_db()
    countersigned_by(office, draft)
    assert TITLE in drawn_in(draft, "sig_commune")
    assert TITLE in Client().get(f"/pruefen/?code={version.check_code}").content.decode()


def test_a_deputy_needs_a_reason(office, draft, first):
    answer = choose(office, draft, first, reason="")
    assert answer.status_code == 422
    assert "warum die Stellvertretung unterzeichnet" in answer.content.decode()
    assert draft.deputy is None
    with pytest.raises(IntegrityError, match="agreement_deputy_has_reason"), transaction.atomic():
        PreAgreement.objects.filter(pk=draft.pk).update(deputy=first)


def test_the_second_deputy_signs_only_if_the_first_is_hindered_too(office, draft, first, second):
    refused = choose(office, draft, second)
    assert refused.status_code == 422
    assert f"Zuerst vertritt {first}" in refused.content.decode()
    assert choose(office, draft, second, order_reason="erkrankt").status_code == 302
    assert draft.on_behalf_reason == f"{REASON}; vorrangige Stellvertretung verhindert: erkrankt"
    entry = JournalEntry.objects.get(kind="preagreement.signatory")
    assert entry.data == {"deputy": second.pk}
    assert entry.free_text.text == draft.on_behalf_reason


def test_the_order_is_checked_again_when_the_draft_goes_out(office, draft, second):
    assert choose(office, draft, second).status_code == 302, "nobody stands in before"
    newer = deputy(draft, 1)
    assert f"Zuerst vertritt {newer}" in send(office, draft)
    assert draft.status == PreAgreement.Status.DRAFT


def test_a_deputy_out_of_office_is_not_offered_and_gets_nothing_sent(office, draft, first):
    choose(office, draft, first)
    OfficeHolder.objects.filter(pk=first.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "ist heute nicht im Amt" in send(office, draft)
    assert draft.status == PreAgreement.Status.DRAFT
    assert choose(office, draft, first).status_code == 422
    assert choose(office, draft, None).status_code == 302
    assert (draft.deputy, draft.deputy_reason) == (None, "")


def test_a_deputy_whose_term_ended_since_the_mail_cannot_sign(
    office, draft, first, newest_link, newest_code, timestamp_authority
):
    choose(office, draft, first)
    send(office, draft)
    signing = Mayor(newest_link, newest_code)
    signing.go_to_signature()
    form = signing.ready_to_sign(first.full_name)
    OfficeHolder.objects.filter(pk=first.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    answer = signing.post("/unterzeichnen/pruefen/", form)
    assert answer.status_code == 403
    assert "heute nicht im Amt" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_mayor_who_is_back_is_invited_by_a_new_version(office, draft, first, newest_link, run_tasks):
    choose(office, draft, first)
    send(office, draft)
    office.post(f"{draft.get_absolute_url()}link/")
    run_tasks()
    assert mail.outbox[-1].to == [first.email], "the version names the deputy and goes to nobody else"
    office.post(f"{draft.get_absolute_url()}zurueckziehen/", {"reason": "Die Bürgermeisterin ist zurück."})
    office.post(f"{draft.get_absolute_url()}wieder-oeffnen/")
    choose(office, draft, None)
    send(office, draft)
    run_tasks()
    assert mail.outbox[-1].to == ["buergermeisterin@musterstadt.example"]
    page = Mayor(newest_link, lambda: "").open_link().content.decode()
    assert "Sehr geehrte Frau Bürgermeisterin Musterfrau," in page


def test_in_a_vacancy_a_deputy_signs_as_well(office, draft, first):
    OfficeHolder.objects.filter(office="mayor").update(valid_until=timezone.localdate() - timedelta(days=1))
    choose(office, draft, first, reason="Das Amt ist nicht besetzt")
    send(office, draft)
    assert draft.status == PreAgreement.Status.ISSUED


def test_a_stale_choice_is_kept_in_the_form(office, draft, first):
    assert choose(office, draft, first).status_code == 302
    stale = choose(office, draft, None, token=1, reason="Dienstreise")
    assert stale.status_code == 409
    assert "Dienstreise" in stale.content.decode()
    assert draft.deputy == first


def test_a_second_click_for_the_head_in_office_is_no_conflict_with_oneself(office, draft):
    draft.refresh_from_db()
    sent = {"token": draft.revision, "signatory": "", "reason": REASON, "order_reason": "Auch verreist"}
    for _click in range(2):
        assert office.post(f"{draft.get_absolute_url()}unterzeichnende/", sent).status_code == 302
    assert JournalEntry.objects.filter(kind="preagreement.signatory").count() == 0, "nothing was changed"


def test_only_a_draft_changes_its_signatory(office, draft, first):
    send(office, draft)
    late = choose(office, draft, first)
    assert late.status_code == 409
    assert "Nur ein Entwurf lässt sich bearbeiten." in late.content.decode()
    draft.refresh_from_db()
    assert draft.deputy is None
