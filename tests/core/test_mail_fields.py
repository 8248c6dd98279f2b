"""One field for mail addresses: in every model, in every form, with the domain that mail servers see."""

import ast
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from communes.models import Contact
from core.mail_addresses import shown_address
from core.mail_fields import MailAddressField, MailAddressFormField
from staff.models import User

ROOMS = ("core", "staff", "communes", "agreements", "coaching", "asskomm")


class AddressForm(forms.Form):
    address = MailAddressFormField(label="E-Mail-Adresse", help_text="Dorthin geht der <Link>.")


def test_every_model_of_ours_stores_addresses_by_the_one_field():
    fields = [
        (model, field)
        for model in apps.get_models()
        if model._meta.app_config.name.split(".")[0] in ROOMS and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    ]
    assert len(fields) >= 6
    assert [
        f"{model.__name__}.{field.name}" for model, field in fields if not isinstance(field, MailAddressField)
    ] == []


def test_no_form_or_model_takes_djangos_own_field():
    for room in ROOMS:
        for path in Path(settings.BASE_DIR, room).rglob("*.py"):
            # The form pack shows every field that Django has; it knows nothing of the portal.
            if {"migrations", "crispy_kern"} & set(path.parts) or path.name == "mail_fields.py":
                continue
            names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
            assert not names & {"EmailField", "EmailInput", "EmailValidator"}, path


def test_the_field_is_a_line_of_text_since_browsers_rewrite_addresses():
    html = str(AddressForm()["address"])
    assert 'type="text"' in html
    assert 'inputmode="email"' in html


def test_the_form_answers_the_stored_form_or_a_sentence():
    form = AddressForm({"address": " Post@WEIẞWASSER.example "})
    assert form.is_valid()
    assert form.cleaned_data == {"address": "Post@weißwasser.example"}
    wrong = AddressForm({"address": "Erika Muster <c@musterau.example>"})
    assert wrong.errors["address"] == ["Bitte nennen Sie nur die E-Mail-Adresse, ohne Namen und spitze Klammern."]
    assert wrong["address"].value() == "Erika Muster <c@musterau.example>"


def test_the_form_shows_the_domain_that_mail_servers_see_where_it_looks_different():
    shown = AddressForm(initial={"address": "post@weißwasser.example"})["address"].help_text
    assert shown == "Dorthin geht der &lt;Link&gt;. Die Domain heißt für Mailserver: xn--weiwasser-i1a.example."
    assert (
        AddressForm(initial={"address": "post@WEISSWASSER.example"})["address"].help_text == "Dorthin geht der <Link>."
    )
    assert "xn--" in AddressForm(initial={"address": "a@аррle.example"})["address"].help_text


def test_pages_show_it_beside_the_address():
    assert shown_address("post@weißwasser.example") == "post@weißwasser.example (xn--weiwasser-i1a.example)"
    assert shown_address("post@musterstadt.example") == "post@musterstadt.example"
    assert shown_address("kaputt") == "kaputt"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["kaputt", "a@☺.example", "a@b@c.example", "l @musterau.example"])
def test_a_search_for_what_is_no_address_finds_nobody(typed, client):
    assert not User.objects.filter(email__iexact=typed).exists()
    assert client.post("/anmelden/", {"login": typed, "password": "x"}).status_code == 200
    assert client.post("/passwort-vergessen/", {"email": typed}).status_code in {200, 302}


def test_every_full_clean_stores_the_normalised_address():
    contact = Contact(salutation="female", last_name="Muster", email=" Post@GO\u0308RLITZ.example")
    contact.clean_fields(exclude=["commune"])
    assert contact.email == "Post@görlitz.example"
    contact.email = "Erika <a@b.example>"
    with pytest.raises(ValidationError, match="spitze Klammern"):
        contact.clean_fields(exclude=["commune"])
