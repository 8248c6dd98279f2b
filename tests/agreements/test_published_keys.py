"""Certificates and revocation lists are open to everyone who verifies a signature elsewhere."""

import pytest
from cryptography import x509
from django.test import Client

from agreements.evidence.portal_keys import signing_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys")]


@pytest.mark.parametrize("name", ["root", "issuing-ca"])
def test_a_revocation_list_is_given_out_and_may_be_cached(name):
    answer = Client().get(f"/pki/{name}.crl")
    assert answer["Content-Type"] == "application/pkix-crl"
    assert answer["Cache-Control"] == "public, max-age=3600"
    revocations = x509.load_der_x509_crl(answer.content)
    keys = signing_service().keys
    issuer = keys.roots[0] if name == "root" else keys.authority.certificate
    assert revocations.is_signature_valid(issuer.public_key())


@pytest.mark.parametrize("name", ["gibt-es-nicht", "../issuing-ca", "..%2froot", "root.pem", "x" * 3000])
def test_nothing_else_is_given_out(name):
    assert Client().get(f"/pki/{name}.crl").status_code == 404


def test_certificates_come_in_one_file_and_no_key_with_them():
    answer = Client().get("/pki/zertifikate.pem")
    assert answer["Cache-Control"] == "public, max-age=3600"
    keys = signing_service().keys
    assert x509.load_pem_x509_certificates(answer.content) == [
        *keys.roots,
        keys.authority.certificate,
        keys.seal.certificate,
        *keys.former,
    ]
    assert b"PRIVATE" not in answer.content


def test_without_keys_the_page_says_so(settings, tmp_path):
    settings.SIGNING = {**settings.SIGNING, "CA_P12": tmp_path / "issuing-ca.p12"}
    answer = Client().get("/pki/zertifikate.pem")
    assert answer.status_code == 503
    assert "issuing-ca.p12 fehlt" in answer.content.decode()
