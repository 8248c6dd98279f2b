"""Mail addresses: what is stored, what goes to the mail server, and what is refused with which sentence."""

import pytest
from django.core.exceptions import ValidationError

from core.mail_addresses import encoded_address, masked, normalised_address


@pytest.mark.parametrize(
    ("typed", "stored", "sent"),
    [
        ("post@weißwasser.example", "post@weißwasser.example", "post@xn--weiwasser-i1a.example"),
        ("post@WEIẞWASSER.example", "post@weißwasser.example", "post@xn--weiwasser-i1a.example"),
        ("post@weisswasser.example", "post@weisswasser.example", "post@weisswasser.example"),
        ("post@go\u0308rlitz.example", "post@görlitz.example", "post@xn--grlitz-wxa.example"),
        ("F@Musterau.Example", "F@musterau.example", "F@musterau.example"),
        ("\u00a0g@musterau.example\n", "g@musterau.example", "g@musterau.example"),
        ("a@βόλος.example", "a@βόλος.example", "a@xn--nxasmm1c.example"),
        ("a@ΒΌΛΟΣ.example", "a@βόλοσ.example", "a@xn--nxasmq6b.example"),
        ("a@xn--weiwasser-i1a.example", "a@xn--weiwasser-i1a.example", "a@xn--weiwasser-i1a.example"),
        ("a@аррle.example", "a@аррle.example", "a@xn--le-6kc8da.example"),
        ("o'brien+amt@musterau.example", "o'brien+amt@musterau.example", "o'brien+amt@musterau.example"),
    ],
)
def test_an_address_is_stored_as_typed_and_encoded_by_idna_2008(typed, stored, sent):
    assert normalised_address(typed) == stored
    assert encoded_address(typed) == encoded_address(stored) == sent
    assert normalised_address(stored) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "keine E-Mail-Adresse"),
        ("k(at)musterau.example", "keine E-Mail-Adresse"),
        ("@musterau.example", "keine E-Mail-Adresse"),
        ("a@", "keine E-Mail-Adresse"),
        ("mailto:b@musterau.example", "ohne „mailto:“"),
        ("Erika Muster <c@musterau.example>", "ohne Namen und spitze Klammern"),
        ("d@musterau.example;", "genau eine"),
        ("e@musterau.example, e2@musterau.example", "genau eine"),
        ("a@b@musterau.example", "genau eine"),
        ("l @musterau.example", "Leerzeichen"),
        ("l@muster\u00a0au.example", "Leerzeichen"),
        ("h@musterau.example.", "endet mit einem Punkt"),
        ("j@musterau", "keine vollständige Domain"),
        ("j@127.0.0.1", "keine vollständige Domain"),
        ("j@[127.0.0.1]", "keine IP-Adresse"),
        ("j@[IPv6:::1]", "keine IP-Adresse"),
        ('"a b"@musterau.example', "Anführungszeichen"),
        ("a..b@musterau.example", "Vor dem @"),
        (".a@musterau.example", "Vor dem @"),
        ("☺@musterau.example", "Vor dem @"),
        ("a@☺.example", "als Domain nicht"),
        ("a@muster_au.example", "als Domain nicht"),
        ("a@-musterau.example", "als Domain nicht"),
        ("a@musterau..example", "als Domain nicht"),
        ("a@xn--a.example", "als Domain nicht"),
        ("a@ｍｕｓｔｅｒ.example", "als Domain nicht"),
        ("a@muster。example", "als Domain nicht"),
        ("a@" + "a" * 64 + ".example", "als Domain nicht"),
        ("a@" + "ä" * 60 + ".example", "als Domain nicht"),
        ("a" * 65 + "@musterau.example", "zu lang"),
        ("a@" + "a" * 60 + ".b" * 100 + ".example", "zu lang"),
        ("a@" + "ü." * 200_000 + "example", "zu lang"),  # each label encoded would take many seconds
        ("a@" + "x" * 1_000_000, "zu lang"),
        ("a@wei\u200dwasser.example", "unsichtbare Zeichen (U+200D)"),
        ("a@wei\u200cwasser.example", "unsichtbare Zeichen (U+200C)"),
        ("\ufeffa@musterau.example", "unsichtbare Zeichen (U+FEFF)"),
        ("a@muster\u00adau.example", "unsichtbare Zeichen (U+00AD)"),
        ("a\u202e@musterau.example", "unsichtbare Zeichen (U+202E)"),
        ("müller@görlitz.example", "Vor dem @ stehen Umlaute"),
    ],
)
def test_what_cannot_be_sent_to_is_refused_with_a_reason(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        normalised_address(typed)
    assert sentence in refused.value.messages[0]


def test_umlauts_before_the_at_are_stored_where_the_mail_server_takes_them(settings):
    settings.EMAIL_SMTPUTF8 = True
    assert normalised_address("mu\u0308ller@görlitz.example") == "müller@görlitz.example"
    assert encoded_address("müller@görlitz.example") == "müller@xn--grlitz-wxa.example"


def test_addresses_are_masked():
    assert masked("mustermann@stadt.example") == "m…@stadt.example"
    assert masked("keine-adresse") == "…"
