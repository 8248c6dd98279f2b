"""A caseworker chooses how an agreement is signed by choosing its template; the demo has one of each."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from agreements.drafting import issuing
from agreements.drafting.drafts import default_template
from agreements.evidence.portal_keys import outside_trust
from agreements.models import AgreementTemplate, PreAgreement
from agreements.text import standard_template
from agreements.text.legal_meaning import LEGAL_MEANING
from core.signing.demo_keys import DemoKeyFiles
from core.signing.outside import judge_upload
from tests.factories.ready_agreements import caseworker_of, ready_draft

pytestmark = pytest.mark.django_db


def test_online_is_offered_first_and_the_others_by_link():
    commune = ready_draft().commune
    PreAgreement.objects.all().delete()
    standard_template.load_other_levels()
    default = default_template()
    assert default is not None
    assert default.template.signature_level == "advanced"
    client = Client()
    client.force_login(caseworker_of(commune))
    page = client.get(f"/vereinbarungen/neu/?kommune={commune.ags}").content.decode()
    paper = AgreementTemplate.objects.get(signature_level="paper", kind="agreement")
    assert f"vorlage={paper.pk}" in page
    client.post(
        f"/vereinbarungen/neu/?kommune={commune.ags}&vorlage={paper.pk}",
        {"token": "1", "council_resolution": "not_needed"},
    )
    assert PreAgreement.objects.get().route == "printed"


def test_each_route_says_what_it_means_and_only_paper_is_called_schriftform():
    assert set(LEGAL_MEANING) == set(PreAgreement.Route)
    assert "das ist die Schriftform" in LEGAL_MEANING[PreAgreement.Route.PRINTED]
    for route in (PreAgreement.Route.ONLINE, PreAgreement.Route.QUALIFIED):
        assert "ersetzt" in LEGAL_MEANING[route]
        assert "Schriftform nicht" in LEGAL_MEANING[route]
    assert "Schriftform" not in LEGAL_MEANING[PreAgreement.Route.PAPER]


@pytest.mark.usefixtures("demonstration")
def test_the_demo_has_a_draft_for_each_route(signing_keys: DemoKeyFiles):
    call_command("load_register", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    drafts = PreAgreement.objects.filter(status="draft")
    assert set(drafts.values_list("route", flat=True)) == {"online", "qualified", "printed"}
    for draft in drafts:
        assert issuing.preview(draft).page_count >= 2


@pytest.mark.usefixtures("demonstration")
def test_the_demos_tool_signs_what_the_portal_takes(signing_keys: DemoKeyFiles, settings, tmp_path: Path):
    draft = ready_draft()
    issued = issuing.render_agreement(
        issuing.agreement_text(draft, version=1, code="AAAA-BBBB-CCCC", issued_at=timezone.now(), draft=False)
    ).data
    settings.QUALIFIED_TRUST_DIR = tmp_path / "trust"
    settings.SIGNING = {**settings.SIGNING, "CA_P12": tmp_path / "pki" / "issuing-ca.p12"}
    (tmp_path / "issued.pdf").write_bytes(issued)
    call_command("sign_outside_demo", tmp_path / "issued.pdf", tmp_path / "signed.pdf", stdout=StringIO())
    found = judge_upload(
        (tmp_path / "signed.pdf").read_bytes(),
        issued=issued,
        former=(),
        trust=outside_trust(),
        received_at=timezone.now(),
    )
    assert found.certificate_name == "Max Mustermann"
    assert found.certificate_issuer.startswith("Demo, nicht qualifiziert")
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("sign_outside_demo", tmp_path / "issued.pdf", tmp_path / "signed.pdf")
