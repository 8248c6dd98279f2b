"""An administrator with a browser, who uploads and takes over."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from asskomm.intake.models import Import, ImportLine
from staff.actors import StaffActor
from staff.models import Role, User
from tests.factories.staff import UserFactory
from tests.factories.workbooks import XLSX


@dataclass
class Desk:
    """What the administrator does, as the pages offer it."""

    user: User
    client: Client
    run_tasks: Callable[[], None]

    @property
    def actor(self) -> StaffActor:
        return StaffActor(self.user)

    def send(self, data: bytes, name: str = "Bestand.xlsx") -> HttpResponse:
        return self.client.post("/import/", {"file": SimpleUploadedFile(name, data, XLSX)})

    def upload(self, data: bytes, name: str = "Bestand.xlsx") -> Import:
        """Upload and wait for the preview."""
        answer = self.send(data, name)
        assert answer.status_code == 302, answer.content.decode()
        self.run_tasks()
        return Import.objects.latest("pk")

    def agree(
        self, run: Import, *, leave_out: bool = False, hidden: bool = False, revision: int | None = None
    ) -> HttpResponse:
        data = {"revision": str(revision or run.revision)} | ({"leave_out_faulty": "on"} if leave_out else {})
        data |= {"include_hidden": "on"} if hidden else {}
        return self.client.post(f"/import/{run.pk}/uebernehmen/", data)

    def reread(self, run: Import, *, leave_out_hidden: bool) -> Import:
        """Ask for a preview without, or with, what Excel hides, and wait for it."""
        self.client.post(f"/import/{run.pk}/ausgeblendetes/", {"auslassen": "1" if leave_out_hidden else "0"})
        self.run_tasks()
        run.refresh_from_db()
        return run

    def take_over(self, run: Import, *, leave_out: bool = False, hidden: bool = False) -> Import:
        """Agree and wait until it is done."""
        self.agree(run, leave_out=leave_out, hidden=hidden)
        self.run_tasks()
        run.refresh_from_db()
        return run

    def page(self, run: Import, query: str = "") -> str:
        answer = self.client.get(f"/import/{run.pk}/{query}")
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def desk(db: None, run_tasks: Callable[[], None]) -> Desk:
    return desk_of(run_tasks)


def desk_of(run_tasks: Callable[[], None]) -> Desk:
    user = UserFactory(role=Role.ADMIN)
    client = Client()
    client.force_login(user)
    return Desk(user, client, run_tasks)


def verdicts(run: Import) -> list[str]:
    return [line.verdict for line in run.lines.order_by("position")]


def said(run: Import) -> list[str]:
    """Every message of every line, with its column."""
    return [f"{column}: {text}" for line in lines(run) for column, text in line.messages]


def lines(run: Import) -> list[ImportLine]:
    return list(run.lines.order_by("position"))
