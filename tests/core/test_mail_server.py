"""Over a real mail server: a mail goes to the address that was typed, or nowhere."""

import pytest
from django.core.mail import EmailMessage
from django.utils.html import escape

from core.delivery import deliver
from core.mail import queue_mail
from core.mail_messages import UnsendableError
from core.models import OutgoingMessage
from staff.models import User

pytest_plugins = ["tests.plugins.mail_server"]
pytestmark = pytest.mark.django_db

State = OutgoingMessage.State


def sent_to(address: str) -> OutgoingMessage:
    """A mail to ``address`` as it is stored, brought on its way."""
    message = queue_mail("staff.unknown_account", address, None)
    deliver(message.pk)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize(
    ("stored", "envelope"),
    [
        ("buergermeister@weißwasser.example", "buergermeister@xn--weiwasser-i1a.example"),
        ("buergermeister@WEIẞWASSER.example", "buergermeister@xn--weiwasser-i1a.example"),
        ("a@βόλος.example", "a@xn--nxasmm1c.example"),
        ("a@go\u0308rlitz.example", "a@xn--grlitz-wxa.example"),
        ("Rathaus@Musterstadt.Example", "Rathaus@musterstadt.example"),
        ('"zwei worte"@musterstadt.example', '"zwei worte"@musterstadt.example'),
    ],
)
def test_envelope_and_header_name_the_domain_by_idna_2008(mail_server, stored, envelope):
    assert sent_to(stored).state == State.SENT
    [(_sender, recipients, letter)] = mail_server.letters
    assert recipients == [envelope]
    assert letter["To"] == envelope


@pytest.mark.parametrize(
    "stored",
    [
        "a@wei\u200dwasser.example",
        "a@wei\u200cwasser.example",
        "a@☺.example",
        "a@muster\u00adau.example",
        "a@musterau.example.",
        "a@[127.0.0.1]",
        "l @musterau.example",
        "a@muster au.example",
        "a@muster\u2024au.example",
        "a@b@musterau.example",
        "a@ｍｕｓｔｅｒ.example",
        "a@xn--a.example",
    ],
)
def test_what_has_no_sendable_form_goes_nowhere_and_says_why(mail_server, stored):
    message = sent_to(stored)
    assert (message.state, message.attempts) == (State.FAILED, 1)
    assert "Bitte" in message.problem
    assert mail_server.letters == []


def test_umlauts_before_the_at_go_nowhere_without_smtputf8(mail_server):
    message = sent_to("müller@görlitz.example")
    assert message.state == State.FAILED
    assert message.problem.startswith("Vor dem @ stehen Umlaute")
    assert mail_server.letters == []


def test_umlauts_before_the_at_reach_a_server_that_takes_them(international_mail_server):
    assert sent_to("müller@weißwasser.example").state == State.SENT
    [(_sender, recipients, letter)] = international_mail_server.letters
    assert recipients == ["müller@xn--weiwasser-i1a.example"]
    assert letter["To"] == "müller@xn--weiwasser-i1a.example"
    assert "To: müller@xn--weiwasser-i1a.example".encode() in international_mail_server.raw[0]
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        assert "Mit freundlichen Grüßen" in part.get_content()


def test_sender_and_answers_are_encoded_too(mail_server):
    EmailMessage(
        "Grüße",
        "Text",
        "Präventionsrat <portal@präventionsrat-weiß.example>",
        ["Erika Müßig <erika@weißwasser.example>"],
        reply_to=["Thị Nguyễn <thi@weißwasser.example>", "nguyễn@weißwasser.example", "kaputt@"],
    ).send()
    [(sender, recipients, letter)] = mail_server.letters
    assert (sender, recipients) == ("portal@xn--prventionsrat-wei-mob3f.example", ["erika@xn--weiwasser-i1a.example"])
    assert str(letter["From"]).startswith("Präventionsrat <portal@xn--")
    assert letter["To"] == "Erika Müßig <erika@xn--weiwasser-i1a.example>"
    assert letter["Reply-To"] == "Thị Nguyễn <thi@xn--weiwasser-i1a.example>"


@pytest.mark.parametrize("backend", ["core.mail_server.MailServerBackend", "core.mail_files.EmlFileBackend"])
def test_no_backend_sends_what_has_no_sendable_form(mail_server, settings, tmp_path, backend):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = backend, tmp_path
    with pytest.raises(UnsendableError, match="unsichtbare Zeichen"):
        EmailMessage("x", "x", to=["a@wei\u200dwasser.example"]).send()
    assert mail_server.letters == []
    assert list(tmp_path.iterdir()) == []


def test_a_new_password_goes_to_the_address_of_the_account(mail_server, client, run_tasks):
    user = User.objects.create_user("erika@weißwasser.example", "x" * 20, first_name="Erika", last_name="Muster")
    client.post("/passwort-vergessen/", {"email": user.email})
    client.post("/passwort-vergessen/", {"email": "erika@weisswasser.example"})
    run_tasks()
    told = {recipients[0]: letter["Subject"].strip() for _sender, recipients, letter in mail_server.letters}
    assert told == {
        "erika@xn--weiwasser-i1a.example": "Neues Passwort für Ihr Konto im ASSKomm-Portal",
        "erika@weisswasser.example": "Kein Konto zu dieser E-Mail-Adresse im ASSKomm-Portal",
    }
    assert escape(user.email) not in str(mail_server.raw)
