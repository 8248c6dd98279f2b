"""Who signs for somebody else is marked "i. V." with the reason: in stamp, certificate and ledger (rules 12 and 20)."""

import io

import pikepdf
import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction
from django.test import Client

from agreements.models import PreAgreement, Signature
from core import files
from staff.models import Role
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import content_text
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, SubstitutionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


def drawn_in(agreement: PreAgreement, field: str) -> str:
    """The text of one signature's stamp in the file that both sides hold."""
    version = agreement.current_version
    assert version is not None
    assert version.final_file is not None
    with pikepdf.open(io.BytesIO(files.read(version.final_file))) as pdf:
        widget = next(f for f in pdf.Root.AcroForm.Fields if str(f.T) == field)
        appearance = widget.AP.N
        return content_text(appearance, appearance.Resources)


def title_in_certificate(signature: Signature) -> str:
    subject = x509.load_der_x509_certificate(bytes(signature.certificate)).subject
    return str(subject.get_attributes_for_oid(NameOID.TITLE)[0].value)


def countersigned_by(client: Client, agreement: PreAgreement) -> Signature:
    version = agreement.current_version
    assert version is not None
    answer = client.post(
        f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", {"version": version.pk, "password": PASSWORD}
    )
    assert answer.status_code == 302
    return Signature.objects.get(version=version, party="lpr")


def signed_by_commune(newest_link, newest_code) -> PreAgreement:
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    agreement.refresh_from_db()
    return agreement


def test_a_substitute_countersigns_with_iv_and_the_reason(client, newest_link, newest_code):
    agreement = signed_by_commune(newest_link, newest_code)
    responsible = caseworker_of(agreement.commune)
    substitute = SubstitutionFactory(absent=responsible).substitute
    SigningAuthorityFactory(user=substitute)
    client.force_login(substitute)
    before = client.get(f"{agreement.get_absolute_url()}gegenzeichnen/").content.decode()
    assert f"in Vertretung für {responsible}" in before
    assert "Ihre Unterschrift erhält den Zusatz „i. V.“." in before
    signature = countersigned_by(client, agreement)
    assert signature.on_behalf
    assert signature.on_behalf_reason == f"Vertretung von {responsible.full_name}"
    assert signature.identified_by == "password"
    assert signature.office_as_signed == "i. V. Sachbearbeitung"
    assert title_in_certificate(signature) == "i. V. Sachbearbeitung"
    drawn = drawn_in(agreement, "sig_lpr")
    assert "i. V. Sachbearbeitung" in drawn
    assert substitute.full_name in drawn
    assert "i. V. Sachbearbeitung" in client.get(agreement.get_absolute_url()).content.decode()
    version = agreement.current_version
    assert "i. V. Sachbearbeitung" in Client().get(f"/pruefen/?code={version.check_code}").content.decode()


def test_the_responsible_person_and_the_mayor_sign_in_their_own_right(client, newest_link, newest_code):
    agreement = signed_by_commune(newest_link, newest_code)
    client.force_login(caseworker_of(agreement.commune))
    countersigned_by(client, agreement)
    for signature in Signature.objects.all():
        assert (signature.on_behalf, signature.on_behalf_reason) == (False, "")
        assert "i. V." not in title_in_certificate(signature)
    assert Signature.objects.get(party="commune").identified_by == "mail"


def test_the_head_countersigns_as_what_she_is(client, newest_link, newest_code):
    agreement = signed_by_commune(newest_link, newest_code)
    head = SigningAuthorityFactory(user=UserFactory(role=Role.HEAD)).user
    client.force_login(head)
    signature = countersigned_by(client, agreement)
    assert (signature.office_as_signed, title_in_certificate(signature)) == ("Leitung", "Leitung")
    assert "Leitung" in drawn_in(agreement, "sig_lpr")


def test_nobody_is_on_behalf_without_a_reason(newest_link, newest_code):
    agreement = signed_by_commune(newest_link, newest_code)
    signature = Signature.objects.get(version__agreement=agreement)
    signature.pk = None
    signature.party, signature.office_holder, signature.user = "lpr", None, caseworker_of(agreement.commune)
    signature.certificate_sha256, signature.on_behalf, signature.typed_name = "0" * 64, True, ""
    with pytest.raises(IntegrityError, match="signature_on_behalf_has_reason"), transaction.atomic():
        signature.save(force_insert=True)
