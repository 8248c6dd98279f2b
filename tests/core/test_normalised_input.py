"""Every text a browser sends is normalised before a page sees it; passwords and addresses are not guessed at."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from communes.models import Commune, OfficeHolder, Topic
from core.normalised_input import PASSWORD, NormalisedInputMiddleware
from core.text import normalised_text
from staff.models import Role, User
from tests.architecture.floors import FLOORS
from tests.architecture.imports import modules
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.staff import PASSWORD as TYPED_PASSWORD
from tests.factories.staff import UserFactory

ROOT = Path(__file__).parents[2]
NFD = "Nguye\u0302\u0303n\u2011Mu\u0308ller\u200b"
NAME = "Nguyễn-Müller"


def seen_by_a_view(request: HttpRequest) -> HttpRequest:
    seen = list[HttpRequest]()

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    NormalisedInputMiddleware(view)(request)
    return seen[0]


@pytest.mark.parametrize("method", ["get", "post"])
def test_any_parameter_of_any_request_has_one_spelling(method):
    data = {"was auch immer": [NFD, "eins\r\nzwei"], "leer": ""}
    request = seen_by_a_view(getattr(RequestFactory(), method)("/", data))
    parameters = getattr(request, method.upper())
    assert parameters.getlist("was auch immer") == [NAME, "eins\nzwei"]
    assert parameters["leer"] == ""
    with pytest.raises(AttributeError, match="immutable"):
        parameters["neu"] = "x"


def test_a_password_stays_as_it_was_typed():
    request = seen_by_a_view(RequestFactory().post("/", {"password": NFD, "new_password1": NFD, "oldpassword": NFD}))
    assert set(request.POST.values()) == {NFD}


def test_a_letter_nobody_sees_stays_in_an_address_so_that_its_field_refuses_it():
    address = "bu\u0308ro@wei\u200dwasser.example"
    request = seen_by_a_view(RequestFactory().post("/", {"email": address, "note": f"an {address}"}))
    assert request.POST["email"] == "büro@wei\u200dwasser.example"
    assert request.POST["note"] == "an büro@weiwasser.example"


def test_the_name_of_a_file_is_normalised_and_its_content_is_not():
    upload = SimpleUploadedFile(f"{NFD}.txt", NFD.encode())
    request = seen_by_a_view(RequestFactory().post("/", {"datei": upload}))
    assert request.FILES["datei"].name == f"{NAME}.txt"
    assert request.FILES["datei"].read() == NFD.encode()
    request.FILES["datei"].close()


def test_it_stands_before_every_middleware_that_uses_what_was_typed():
    order = settings.MIDDLEWARE
    place = order.index("core.normalised_input.NormalisedInputMiddleware")
    assert place < order.index("asskomm.desk.recently_viewed.RemembersUseMiddleware")
    assert all(
        entry.startswith(
            (
                "django.",
                "whitenoise.",
                "csp.",
                "allauth.",
                "staff.",
                "asskomm.public.",
                "core.head_requests.",
                "core.page_compression.",
            )
        )
        for entry in order[:place]
    )


def test_every_field_for_a_password_is_known_by_its_name_and_no_other_is():
    get_resolver().reverse_dict  # noqa: B018 - imports all views, and so all forms
    own = [name for name in modules(ROOT, FLOORS) if name.endswith("forms")]
    assert "communes.office_holders.forms" in own
    for name in ("allauth.account.forms", "django.contrib.auth.forms", "django.contrib.auth.admin", *own):
        import_module(name)
    waiting, classes = [forms.BaseForm], list[type]()
    while waiting:
        subclass = waiting.pop()
        classes.append(subclass)
        waiting += subclass.__subclasses__()
    fields = [(name, field) for form in classes for name, field in getattr(form, "base_fields", {}).items()]
    assert len(fields) > 200
    for name, field in fields:
        hidden = isinstance(field.widget, forms.PasswordInput)
        assert not hidden or PASSWORD in name, name
        text = isinstance(field, forms.CharField) and not hidden and type(field).__module__.split(".")[0] != "django"
        assert not text or PASSWORD not in name, name


@pytest.mark.django_db
def test_names_are_stored_composed_by_the_portals_own_forms_and_by_the_administration():
    commune = CommuneFactory()
    responsible = ResponsibilityFactory(district=commune.district).user
    form = {
        "office": "mayor",
        "salutation": "female",
        "first_name": "Thi\u0323",
        "last_name": NFD,
        "email": "thi@go\u0308rlitz.example",
        "phone": "+49\u00a03581\u202f123",
        "valid_from": "2024-01-01",
    }
    client = Client()
    client.force_login(responsible)
    path = f"/kommunen/{commune.ags}/amtspersonen/neu/"
    token = client.get(path).context["form"]["token"].value()
    assert client.post(path, {**form, "token": token}).status_code == 302
    stored = OfficeHolder.objects.get()
    assert (stored.first_name, stored.last_name, stored.phone) == ("Thị", NAME, "+49 3581 123")
    assert stored.email == "thi@görlitz.example"

    client.force_login(UserFactory(role=Role.ADMIN))
    assert client.post("/verwaltung/communes/topic/add/", {"name": NFD, "position": 1}).status_code == 302
    assert Topic.objects.filter(name=NAME).exists()


@pytest.mark.django_db
def test_a_search_typed_with_separate_marks_finds():
    commune = CommuneFactory(name="Görlitzmuster")
    client = Client()
    client.force_login(UserFactory())
    assert commune in client.get("/kommunen/", {"q": "Go\u0308rlitz\u00admuster"}).context["page_obj"].object_list
    assert Commune.objects.count() == 1


@pytest.mark.django_db
def test_who_has_umlauts_apart_in_the_password_signs_in_as_ever():
    password = "Mu\u0308cke\u00a0" + TYPED_PASSWORD
    user = User.objects.create_user("erika@musterstadt.example", password, first_name="Erika", last_name="Muster")
    client = Client()
    client.post("/anmelden/", {"login": user.email, "password": password})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_a_newline_counts_one_on_both_sides():
    text = "z\r\n" * 1000
    assert len(normalised_text(text)) == 2000
    field = forms.CharField(max_length=2000, strip=False)
    request = seen_by_a_view(RequestFactory().post("/", {"reason": text}))
    assert len(field.clean(request.POST["reason"])) == 2000


def test_a_normal_form_of_any_text_comes_from_the_one_function_that_takes_linear_time():
    own = "core/text.py"
    sources = {path.relative_to(ROOT).as_posix(): path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")}
    found = {name for name, path in sources.items() if re.search(r"\bnormalize\([\"'\w]+, ", path.read_text("utf-8"))}
    assert found == {own}
