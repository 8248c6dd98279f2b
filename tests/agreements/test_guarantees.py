"""Every constraint and trigger on the tables of agreements, each with statements that the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import (
    AgreementTemplate,
    Ceremony,
    CouncilResolution,
    DocumentVersion,
    Invitation,
    PaperOriginal,
    PaperScan,
    PreAgreement,
    Question,
    Reminder,
    SentLink,
    Signature,
    SignatureDraft,
    SigningCode,
    TemplateSection,
)
from tests.agreements.notice_guarantees import NOTICES, notices
from tests.agreements.stored_versions import stored, version_of
from tests.agreements.template_guarantees import TEMPLATES, key, released
from tests.factories.agreements import AgreementTemplateFactory, PreAgreementFactory, TemplateVersionFactory
from tests.factories.communes import OfficeHolderFactory
from tests.factories.staff import UserFactory
from tests.guarantees import World, delete, frozen, guarantees_of, insert, not_refused, update

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)
BEFORE = DAY - timedelta(days=1)
TO_COME = date(2199, 1, 1)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """One row of each kind, as well as it can be."""
    template = AgreementTemplateFactory(name="Vorlage")
    edition = TemplateVersionFactory(template=template, standard_edition=1)
    published = TemplateVersionFactory(template=template, number=2)
    sections = [
        TemplateSection.objects.create(version=each, position=1, heading="Zweck", body="Text.")
        for each in (edition, published)
    ]
    published.published_at = NOW
    published.save()
    return {
        "template": template,
        "edition": edition,
        "published": published,
        "section": sections[0],
        **released(template),
        "frozen section": sections[1],
        **_agreements(published),
        **notices(PreAgreementFactory(status="in_force", signed_on=DAY), stored("notice"), DAY, NOW),
        **_on_the_way(PreAgreementFactory(template_version=published, status="issued")),
        **_signed(PreAgreementFactory(template_version=published, status="in_force", signed_on=DAY)),
    }


def _agreements(template_version: object) -> World:
    def make(**values: object) -> PreAgreement:
        return PreAgreementFactory(template_version=template_version, **values)

    draft, in_force = make(term_from=DAY), make(status="in_force", signed_on=DAY)
    on_paper = make(status="in_force", signed_on=DAY, route="paper", original=PaperOriginal.objects.create())
    return {
        "draft": draft,
        "resolution": CouncilResolution.objects.create(agreement=draft, state="pending"),
        "in force": in_force,
        "on paper": on_paper,
        "original": on_paper.original,
        "spare original": PaperOriginal.objects.create(),
        "to print": make(status="issued", route="printed"),
        "amendment": make(kind="amendment", amends=in_force, commune=in_force.commune),
        "termination": make(kind="termination", amends=make(status="in_force", signed_on=DAY), last_day=DAY),
        "holder": OfficeHolderFactory(),
        "file": stored("another"),
        "colleague": UserFactory(),
    }


def _on_the_way(agreement: PreAgreement) -> World:
    """What belongs to an agreement that was sent: asked about, opened, scanned."""
    version = version_of(agreement, "AAAA-BBBB-CCCC")
    holder = OfficeHolderFactory(commune=agreement.commune)
    invitation = Invitation.objects.create(
        version=version, office_holder=holder, recipient=holder.email, expires_at=NOW
    )
    question = {"agreement": agreement, "invitation": invitation, "asked_at": NOW}
    scan = {
        "version": version,
        "file": stored("scan"),
        "commune_signatory": holder,
        "commune_signed_on": DAY,
        "lpr_signatory": UserFactory(),
        "lpr_signed_on": DAY,
        "place_of_original": "Schrank",
        "uploaded_by": UserFactory(),
    }
    decided = {"decided_by": UserFactory(), "decided_at": NOW}
    ceremony = Ceremony.objects.create(invitation=invitation, cookie_hash="b" * 64, nonce="n")
    return {
        "issued": agreement,
        "version": version,
        "page picture": version.page_pictures.create(number=1, file=stored("page")),
        "invitation": invitation,
        "ceremony": ceremony,
        "signature draft": SignatureDraft.objects.create(ceremony=ceremony, typed_name="Erika Musterfrau"),
        "code": SigningCode.objects.create(invitation=invitation),
        "link": SentLink.objects.create(invitation=invitation, token_hash="a" * 64, recipient=holder.email),
        "reminder": Reminder.objects.create(invitation=invitation, rung="first", sent_on=DAY),
        "question": Question.objects.create(text="Ab wann gilt das?", **question),
        "answered": Question.objects.create(
            text="Und bis wann?", answer="Ein Jahr.", answered_at=NOW, answered_by=UserFactory(), **question
        ),
        "scan": PaperScan.objects.create(**scan),
        "uploader": scan["uploaded_by"],
        "rejected": PaperScan.objects.create(state="rejected", reason="Eine Seite fehlt.", **decided, **scan),
    }


def _signed(agreement: PreAgreement) -> World:
    version = version_of(
        agreement,
        "DDDD-EEEE-FFFF",
        commune_signed_file=stored("half"),
        final_file=stored("final"),
        evidence_file=stored("sheet"),
    )
    holder = OfficeHolderFactory(commune=agreement.commune)
    invitation = Invitation.objects.create(
        version=version, office_holder=holder, recipient=holder.email, state="used", expires_at=NOW
    )
    signature = Signature.objects.create(
        version=version,
        party="commune",
        name="Erika Musterfrau",
        office="Bürgermeisterin",
        method="typed",
        office_holder=holder,
        identified_at=NOW,
        signed_at=NOW,
        certificate=b"DER",
        certificate_sha256="c" * 64,
    )
    return {
        "signed version": version,
        "used invitation": invitation,
        "signed ceremony": Ceremony.objects.create(invitation=invitation, cookie_hash="d" * 64, nonce="n", signed=True),
        "signature": signature,
    }


AGREEMENTS = [
    insert("agreements_preagreement_reference_key", "in force"),
    update("agreement_status_valid", "draft", status="lost"),
    update("agreement_in_force_has_day", "draft", status="in_force"),
    update("agreement_in_force_has_day", "draft", signed_on=DAY),
    update("agreement_ended_has_day", "in force", status="ended"),
    update("agreement_ended_has_day", "in force", ended_on=DAY),
    update("agreement_ends_after_beginning", "in force", status="ended", ended_on=BEFORE),
    update("agreement_status_fits_route", "draft", status="scanned"),
    update("agreement_status_fits_route", "to print", status="commune_signed"),
    *[
        update("agreement_signed_on_paper_has_original", row, **values)
        for row, values in [
            ("draft", {"original_id": key("spare original")}),
            ("draft", {"route": "paper", "original_id": key("spare original")}),
            ("draft", {"route": "pigeon"}),
            ("in force", {"original_id": key("spare original")}),
            ("in force", {"route": "paper"}),
            ("on paper", {"original_id": None}),
            ("on paper", {"route": "online"}),
            ("on paper", {"status": "withdrawn", "signed_on": None}),
            ("on paper", {"status": "withdrawn", "signed_on": None, "original_id": None}),
            ("to print", {"original_id": key("spare original")}),
            ("to print", {"status": "in_force", "signed_on": DAY}),
        ]
    ],
    update("agreements_preagreement_original_id_key", "in force", route="paper", original_id=key("original")),
    update("agreement_paper_day_is_past", "on paper", signed_on=TO_COME),
    update("agreement_term_ordered", "draft", term_until=BEFORE),
    update("agreement_kind_fits_amends", "draft", kind="amendment"),
    update("agreement_kind_fits_amends", "draft", amends_id=key("in force")),
    update("agreement_kind_fits_amends", "draft", kind="letter"),
    update("agreement_termination_has_last_day", "amendment", last_day=DAY),
    update("agreement_termination_has_last_day", "draft", last_day=DAY),
    update("agreement_termination_has_last_day", "termination", last_day=None),
    update("agreement_terminations_stay", "termination", status="ended", signed_on=DAY, ended_on=DAY),
    update("agreement_deputy_has_reason", "draft", deputy_id=key("holder")),
    update("agreement_deputy_has_reason", "draft", deputy_reason="Urlaub"),
    update("agreement_deputy_has_reason", "draft", deputy_order_reason="krank"),
    insert("agreements_councilresolution_agreement_id_key", "resolution"),
    update("agreement_resolution_valid", "resolution", state="maybe"),
    update("agreement_resolution_details_if_passed", "resolution", version=1),
    update("agreement_resolution_details_if_passed", "resolution", draft_on=DAY),
    update("agreement_resolution_details_if_passed", "resolution", file_id=key("file")),
    update("agreement_resolution_details_if_passed", "resolution", confirmed_at=NOW),
    update(
        "agreement_resolution_about_one_text",
        "resolution",
        state="passed",
        version=1,
        draft_on=DAY,
    ),
    insert("agreement_one_open_per_commune", "draft", reference="LPR-2"),
    insert("agreement_one_open_per_commune", "draft", reference="LPR-2", route="qualified", status="commune_signed"),
    insert("agreement_one_open_per_commune", "draft", reference="LPR-2", route="printed", status="scanned"),
    insert("agreement_one_open_amendment", "amendment", reference="LPR-2"),
    insert(
        "agreement_one_open_amendment",
        "amendment",
        reference="LPR-2",
        kind="termination",
        last_day=DAY,
        status="issued",
    ),
    insert("agreement_one_on_paper_per_day", "on paper", reference="LPR-2", original_id=key("spare original")),
]

ANOTHER = {"number": 2, "state": "superseded", "check_code": "ZZZZ-ZZZZ-ZZZZ", "evidence_file_id": None}
CHANGING = {"state", "commune_signed_file", "final_file", "evidence_file"}
VERSIONS = [
    insert("version_one_per_number", "version", state="superseded", check_code="ZZZZ-ZZZZ-ZZZZ"),
    insert("version_one_current_per_agreement", "version", number=2, check_code="ZZZZ-ZZZZ-ZZZZ"),
    insert("agreements_documentversion_check_code_key", "version", number=2, state="superseded"),
    insert("agreements_documentversion_final_file_id_key", "signed version", **ANOTHER),
    insert(
        "agreements_documentversion_evidence_file_id_key",
        "signed version",
        **{**ANOTHER, "final_file_id": None, "evidence_file_id": key("sheet")},
    ),
    update("version_state_valid", "version", state="lost"),
    update("version_commune_signs_first", "version", final_file_id=key("file")),
    *frozen("agreements_documentversion: frozen", "version", DocumentVersion, but=CHANGING),
    *[
        update("agreements_documentversion: signed_files_stay", "signed version", **{name: value})
        for name in ("commune_signed_file_id", "final_file_id", "evidence_file_id")
        for value in (key("file"), None)
    ],
    delete("agreements_documentversion: never_deleted", "version"),
    insert("page_picture_one_per_page", "page picture"),
]

BY_TWO = {
    "office_holder_id": None,
    "second_name": "Otto Ordnungsmuster",
    "second_office": "Amtsleiter",
    "on_behalf": True,
    "on_behalf_reason": "Urlaub",
}
SIGNATURES = [
    insert("signature_one_per_field", "signature", certificate_sha256="f" * 64),
    insert("agreements_signature_certificate_sha256_key", "signature", version_id=key("version")),
    *[
        insert(name, "signature", **{"version_id": key("version"), "certificate_sha256": "f" * 64, **values})
        for name, values in [
            ("signature_person_fits_party", {"party": "lpr"}),
            ("signature_person_fits_party", {"party": "witness"}),
            ("signature_person_fits_party", {"user_id": key("colleague")}),
            ("signature_person_fits_party", {"office_holder_id": None}),
            ("signature_person_fits_party", {"second_name": "Otto Ordnungsmuster", "second_office": "Amtsleiter"}),
            ("signature_person_fits_party", {**BY_TWO, "method": "typed"}),
            ("signature_person_fits_party", {**BY_TWO, "second_office": ""}),
            ("signature_person_fits_party", {**BY_TWO, "on_behalf": False, "on_behalf_reason": ""}),
            ("signature_method_valid", {"method": "stamp", "typed_name": ""}),
            ("signature_name_typed_where_asked", {"method": "drawn", "typed_name": "Erika Musterfrau"}),
            ("signature_other_name_is_known", {"typed_name": "", "other_name_confirmed": True}),
            ("signature_on_behalf_has_reason", {"on_behalf": True}),
            ("signature_on_behalf_has_reason", {"on_behalf_reason": "Urlaub"}),
            ("signature_certificate_unless_paper", {"method": "paper"}),
            ("signature_certificate_unless_paper", {"method": "paper", "certificate": None, "identified_at": None}),
            ("signature_certificate_unless_paper", {"certificate": None}),
            ("signature_certificate_unless_paper", {"certificate_sha256": None}),
            ("signature_certificate_unless_paper", {"identified_at": None}),
        ]
    ],
    *frozen("agreements_signature: append_only", "signature", Signature),
    delete("agreements_signature: append_only", "signature"),
]

CEREMONIES = [
    insert("invitation_one_open_per_version", "invitation"),
    update("invitation_wrong_codes_limited", "invitation", wrong_codes=21),
    insert("agreements_sentlink_token_hash_key", "link"),
    update("link_leads_to_one_thing", "link", invitation_id=None),
    update("link_leads_to_one_thing", "link", notice_id=key("notice")),
    update("link_leads_to_one_thing", "link", ended_at=NOW),
    update("invitation_state_valid", "invitation", state="lost"),
    update("invitation_code_channel_valid", "invitation", code_channel="pigeon"),
    update("invitation_call_is_by_phone", "invitation", call_requested_at=NOW),
    insert("agreements_ceremony_cookie_hash_key", "ceremony"),
    insert("ceremony_one_signs_per_invitation", "signed ceremony", cookie_hash="e" * 64),
    update("ceremony_identified_before_consent", "ceremony", consented_at=NOW),
    insert("agreements_signaturedraft_ceremony_id_key", "signature draft"),
    update("signature_draft_typed_or_drawn", "signature draft", typed_name=""),
    update("signature_draft_typed_or_drawn", "signature draft", strokes=[[[1, 1], [99, 9]]]),
    update("code_tries_limited", "code", tries=6),
    insert("reminder_one_per_rung", "reminder", sent_on=BEFORE),
    insert("reminder_one_a_day", "reminder", rung="second"),
    update("reminder_rung_valid", "reminder", rung="fourth"),
    insert("question_asked_once", "question"),
    update("question_answered_by_somebody", "question", answer="Morgen."),
    update("question_answered_by_somebody", "question", answered_at=NOW),
    update("question_answered_by_somebody", "question", answered_by_id=key("colleague")),
    update("question_answered_by_somebody", "question", answered_at=NOW, answered_by_id=key("colleague")),
    *frozen("agreements_question: asked_stays", "question", Question, but={"answer", "answered_at", "answered_by"}),
    *frozen("agreements_question: answer_stays", "answered", Question),
    delete("agreements_question: never_deleted", "question"),
]

TWO = {
    "commune_signatory_id": None,
    "employee_name": "Anna Amtsmuster",
    "employee_function": "Kämmerin",
    "second_name": "Otto Ordnungsmuster",
    "second_function": "Amtsleiter",
    "representation_reason": "Urlaub",
}
DECIDED = {"decided_by_id": key("colleague"), "decided_at": NOW}
DECIDING = {"state", "decided_by", "decided_at", "reason"}
SCANS = [
    insert("scan_one_per_version", "scan"),
    insert("scan_one_per_version", "scan", state="confirmed", **DECIDED),
    update(
        "scan_decided_by_another",
        "scan",
        state="confirmed",
        decided_at=NOW,
        decided_by_id=lambda w: w["scan"].uploaded_by_id,
    ),
    update("scan_state_fits_decision", "scan", state="lost"),
    update("scan_state_fits_decision", "scan", state="confirmed"),
    update("scan_state_fits_decision", "scan", state="rejected", **DECIDED),
    update("scan_state_fits_decision", "scan", state="confirmed", reason="Gut.", **DECIDED),
    update("scan_state_fits_decision", "scan", **DECIDED),
    update("scan_state_fits_decision", "scan", reason="Eine Seite fehlt."),
    *[
        insert("scan_signed_by_office_or_by_two", "rejected", **values)
        for values in [
            {"commune_signatory_id": None},
            {"employee_name": "Anna Amtsmuster"},
            {**TWO, "representation_reason": ""},
            {**TWO, "second_name": ""},
            {**TWO, "commune_signatory_id": key("holder")},
        ]
    ],
    *[
        insert(name, "rejected", **{field: day})
        for name, day in [
            ("agreements_paperscan: not_before_the_version", BEFORE),
            ("scan_signed_before_upload", TO_COME),
        ]
        for field in ("commune_signed_on", "lpr_signed_on")
    ],
    *frozen("agreements_paperscan: frozen", "scan", PaperScan, but=DECIDING),
    update("agreements_paperscan: decided_once", "rejected", state="confirmed", reason=""),
    *frozen("agreements_paperscan: decided_once", "rejected", PaperScan),
    delete("agreements_paperscan: never_deleted", "scan"),
]

STATEMENTS = [*TEMPLATES, *AGREEMENTS, *VERSIONS, *SIGNATURES, *CEREMONIES, *SCANS, *NOTICES]


def test_the_database_refuses_each_of_them(world):
    assert not_refused(STATEMENTS, {**world, "sheet": world["signed version"].evidence_file}) == []


def test_every_guarantee_has_a_statement_that_breaks_it():
    assert {statement.guarantee for statement in STATEMENTS} == guarantees_of("agreements")


def test_the_world_itself_is_well(world):
    """A template that is well, for instance: what is refused above is refused for the change alone."""
    assert AgreementTemplate.objects.filter(pk=world["template"].pk).update(link_days=365) == 1
    assert DocumentVersion.objects.filter(pk=world["version"].pk).update(commune_signed_file=world["file"].pk) == 1
    assert PaperScan.objects.filter(pk=world["scan"].pk).update(
        state="confirmed", decided_by=world["colleague"].pk, decided_at=NOW
    )
