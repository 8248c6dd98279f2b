import hashlib

import factory

from asskomm.intake.models import Import, ImportProgress
from core.exports import XLSX_TYPE
from core.models import StoredFile
from tests.factories.staff import UserFactory


class StoredWorkbookFactory(factory.django.DjangoModelFactory):
    """The row of a file of which nobody reads the bytes."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 12_345
    media_type = XLSX_TYPE


class ReadyImportFactory(factory.django.DjangoModelFactory):
    """A file that was judged and waits for a decision; without lines."""

    class Meta:
        model = Import
        skip_postgeneration_save = True

    status = Import.Status.READY
    revision = 1
    file_name = "Bestand.xlsx"
    file = factory.SubFactory(StoredWorkbookFactory)
    uploaded_by = factory.SubFactory(UserFactory, role="admin")

    @factory.post_generation
    def progress(self, create, extracted, **kwargs):
        if create:
            ImportProgress.objects.create(run=self)
