"""Four values on their way through the portal; ``docs/walks.md`` lists the files that each of them passes."""

from datetime import date
from pathlib import Path

import pytest
from django.http import FileResponse, HttpResponseBase

from communes.models import Contact
from staff.models import Role
from tests.agreements.ceremony_pages import Mayor
from tests.asskomm.intake.conftest import desk_of
from tests.factories.communes import CommuneFactory
from tests.factories.ready_agreements import issued
from tests.factories.staff import UserFactory
from tests.factories.workbooks import workbook
from tests.walks import Walk, walk_of

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "walks.md"


def told(title: str) -> str:
    """What the document says under one heading, from the numbers on."""
    section = DOCUMENT.read_text().partition(f"## {title}\n")[2].split("\n## ")[0]
    return section.rpartition("\n\n")[0].rpartition("\n\n")[2] + "\n\n" + section.rpartition("\n\n")[2].strip()


def compare(walk: Walk, title: str) -> None:
    lines = [f"{number}. `{name}`" for number, name in enumerate(walk.files, 1)]
    now = "\n".join([f"{len(walk.files)} files, {walk.switches} switches.", "", *lines])
    assert told(title) == now, f"docs/walks.md should say of {title}:\n{now}"


def read(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if isinstance(response, FileResponse) else response.content


@pytest.mark.usefixtures("timestamp_authority")
def test_a_typed_name_comes_into_the_ledger(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()

    def sign() -> None:
        answer = mayor.sign_typed("Erika MUSTERFRAU")
        assert answer.status_code == 302, answer.content.decode()

    compare(walk_of(sign, "Erika MUSTERFRAU"), "A typed name comes into the ledger")
    assert agreement.current_version.signatures.get().typed_name == "Erika MUSTERFRAU"


def test_a_filter_comes_into_an_excel_file(client):
    CommuneFactory(name="Wegmarkheim")
    client.force_login(UserFactory(role=Role.CASEWORKER))

    def fetch() -> None:
        assert read(client.get("/kommunen/", {"q": "Wegmarkheim", "als": "excel"})).startswith(b"PK")

    fetch()
    compare(walk_of(fetch, "Wegmarkheim"), "A filter comes into an Excel file")


def test_a_cell_comes_into_an_object(run_tasks):
    commune = CommuneFactory()
    desk = desk_of(run_tasks)
    book = workbook(contacts=[{"ags": commune.ags, "last_name": "Wegmarkmuster"}])
    runs = []

    def bring_in() -> None:
        runs.append(desk.take_over(desk.upload(book)))

    compare(walk_of(bring_in, "Wegmarkmuster"), "A cell comes into an object")
    assert Contact.objects.get().last_name == "Wegmarkmuster"


def test_a_key_date_comes_into_a_pdf(client):
    CommuneFactory()
    client.force_login(UserFactory(role=Role.ADMIN))

    def fetch() -> None:
        assert read(client.get("/berichte/", {"stichtag": "2019-03-17", "als": "pdf"})).startswith(b"%PDF")

    fetch()
    compare(walk_of(fetch, "2019-03-17", date(2019, 3, 17), "17.03.2019"), "A key date comes into a PDF")
