from datetime import date, timedelta

import factory
from django.utils import timezone

from communes.models import Attachment, Contact, Milestone, Task
from core import files
from tests.core import hostile_scans
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A consultation of one commune; ``communes`` names others."""

    class Meta:
        model = Milestone
        skip_postgeneration_save = True

    kind = Milestone.Kind.ADVICE
    happened_on = date(2026, 5, 3)

    @factory.post_generation
    def communes(self, create, extracted, **kwargs):
        if create:
            self.communes.set(extracted or [CommuneFactory()])


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    commune = factory.SubFactory(CommuneFactory)
    salutation = "male"
    first_name = "Olaf"
    last_name = "Ordnungsmuster"
    function = "Leitung Ordnungsamt"
    email = "ordnungsamt@musterstadt.example"


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    commune = factory.SubFactory(CommuneFactory)
    title = "Unterlagen nachfordern"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    assigned_to = factory.SubFactory(UserFactory)


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A letter of one page, stored as it would be after it was made again."""

    class Meta:
        model = Attachment

    commune = factory.SubFactory(CommuneFactory)
    kind = Attachment.Kind.LETTER
    title = "Schreiben der Stadtverwaltung"
    dated = date(2026, 5, 3)
    file = factory.LazyFunction(lambda: files.register(files.put(hostile_scans.pdf(), "application/pdf")))
    page_count = 1
    added_by = factory.SubFactory(UserFactory)
    submission = factory.Sequence(lambda n: f"{n:064x}")
