"""Letters that our fonts do not have: told at the field before anything is made, and nothing typed is lost."""

import pytest

from agreements.models import PreAgreement, Signature
from staff.models import User
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_deputies import REASON, choose, deputy, draft, office  # noqa: F401 - fixtures
from tests.agreements.test_on_behalf import signed_by_commune
from tests.agreements.test_paper import commune, desk, record  # noqa: F401 - fixtures
from tests.agreements.test_printed_route import agreement, upload, uploader  # noqa: F401 - fixtures
from tests.factories.ready_agreements import issued
from tests.factories.staff import PASSWORD

pytestmark = pytest.mark.django_db

STRANGE = "Мустер"
NAMED = "„М“ (U+041C)"


def test_the_mayor_is_told_at_the_field_and_finds_the_name_again(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    answer = mayor.sign_typed(f"Erika {STRANGE}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NAMED in page
    assert "lateinischer Schrift" in page
    assert list(answer.context["form"].errors) == ["typed_name"]
    assert f"Erika {STRANGE}" in page
    assert not Signature.objects.exists()


@pytest.mark.usefixtures("timestamp_authority")
def test_who_draws_is_not_asked_about_a_name_that_was_left_behind(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    drawn = mayor.put_signature(method="drawn", strokes="[[[10,10],[200,90]]]", typed_name=STRANGE)
    assert drawn.url == "/unterzeichnen/pruefen/"
    assert mayor.post("/unterzeichnen/pruefen/", mayor.last_tap()).url == "/unterzeichnen/beleg/"


@pytest.mark.usefixtures("timestamp_authority")
def test_who_countersigns_is_told_where_the_name_is_mended(client, newest_link, newest_code):
    signed = signed_by_commune(newest_link, newest_code)
    caseworker = User.objects.get(signing_authorities__isnull=False)
    User.objects.filter(pk=caseworker.pk).update(last_name=STRANGE)
    client.force_login(caseworker)
    form = {"version": signed.current_version.pk, "password": PASSWORD}
    answer = client.post(f"/vereinbarungen/{signed.reference}/gegenzeichnen/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NAMED in page
    assert "Administration" in page
    signed.refresh_from_db()
    assert signed.status == PreAgreement.Status.COMMUNE_SIGNED


@pytest.mark.parametrize("field", ["commune_signatory", "lpr_signatory"])
def test_names_of_an_old_paper(desk, commune, field):  # noqa: F811 - the fixture
    answer = record(desk, commune, **{field: f"Bürgermeister {STRANGE}"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NAMED in page
    assert f"Bürgermeister {STRANGE}" in page


@pytest.mark.parametrize("field", ["employee_name", "employee_function", "second_name", "second_function", "reason"])
def test_names_on_a_signed_print(agreement, uploader, field):  # noqa: F811 - the fixture
    people = {
        "employee_name": "Erik Muster",
        "employee_function": "Amtsleiter",
        "second_name": "Eva Muster",
        "second_function": "Kämmerin",
        "reason": "verhindert",
    }
    answer = upload(agreement, uploader, signed_by="employees", **{**people, field: STRANGE})
    assert answer.status_code == 422
    assert NAMED in str(answer.context["form"].errors[field])
    assert STRANGE in answer.content.decode()


def test_a_deputy_with_such_a_name_is_not_taken(office, draft):  # noqa: F811 - the fixture
    answer = choose(office, draft, deputy(draft, 1, last_name=STRANGE))
    assert answer.status_code == 422
    assert NAMED in str(answer.context["form"].errors["signatory"])
    assert REASON in answer.content.decode()


@pytest.mark.parametrize("field", ["reason", "order_reason"])
def test_nor_a_reason_that_the_evidence_could_not_show(office, draft, field):  # noqa: F811 - the fixture
    deputy(draft, 1)
    answer = choose(office, draft, deputy(draft, 2), **{"order_reason": "erkrankt", field: STRANGE})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert NAMED in str(answer.context["form"].errors[field])
