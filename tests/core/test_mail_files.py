"""The demo's post box: one complete message a file."""

import email
from email import policy

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection

BACKEND = "core.mail_files.EmlFileBackend"


@pytest.fixture
def box(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(*messages: EmailMessage) -> int:
    return get_connection(BACKEND).send_messages(messages)


def parsed(path):
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def test_a_mail_is_a_complete_message_with_umlauts_and_attachment(box):
    message = EmailMultiAlternatives(
        "Vorvereinbarung für Oelsnitz/Erzgebirge",
        "Guten Tag, größte Grüße",
        "portal@portal.example",
        ["a@b.example"],
    )
    message.attach_alternative("<p>größte Grüße</p>", "text/html")
    message.attach("vereinbarung.pdf", b"%PDF-1.7\n\xff", "application/pdf")
    assert send(message) == 1
    (file,) = box.glob("*.eml")
    mail = parsed(file)
    assert mail["Subject"] == "Vorvereinbarung für Oelsnitz/Erzgebirge"
    assert mail["To"] == "a@b.example"
    assert mail["Message-ID"]
    assert mail["Date"]
    assert "größte Grüße" in mail.get_body(("plain",)).get_content()
    assert [part.get_content() for part in mail.iter_attachments()] == [b"%PDF-1.7\n\xff"]


def test_lines_end_as_the_standard_wants_them(box):
    send(EmailMessage("Betreff", "eins\nzwei", "portal@portal.example", ["a@b.example"]))
    content = next(box.glob("*.eml")).read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_names_sort_by_time_and_are_never_used_twice(box):
    messages = [EmailMessage(f"Nr. {n}", "x", "portal@portal.example", ["a@b.example"]) for n in range(20)]
    assert send(*messages) == 20
    subjects = [parsed(path)["Subject"] for path in sorted(box.glob("*.eml"))]
    assert subjects == [f"Nr. {n}" for n in range(20)]


def test_a_hostile_recipient_cannot_choose_the_folder(box):
    send(EmailMessage("x", "x", "portal@portal.example", ['"../../etc/x"@b.example']))
    (file,) = box.parent.rglob("*.eml")
    assert file.parent == box


def test_nothing_half_written_is_left(box):
    send(EmailMessage("x", "x", "portal@portal.example", ["a@b.example"]))
    assert [path.suffix for path in box.iterdir()] == [".eml"]


def test_a_line_break_in_a_header_is_refused_and_leaves_no_file(box):
    with pytest.raises(ValueError, match="newlines"):
        send(EmailMessage("x\nBcc: y@z.example", "x", "portal@portal.example", ["a@b.example"]))
    assert list(box.iterdir()) == []
