"""The pages for a person in an office of a commune."""

from typing import Any

from django.shortcuts import get_object_or_404

from communes.commune_actions import RowPage
from communes.models import OfficeHolder
from communes.office_holders.forms import OfficeHolderForm
from communes.office_holders.saving import save_office_holder


class AddOfficeHolder(RowPage):
    """Add a person in an office."""

    form_class = OfficeHolderForm
    page_title = "Amtsperson anlegen"
    object: OfficeHolder

    def find(self) -> OfficeHolder:
        return OfficeHolder(commune=self.commune)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "commune": self.commune}

    def perform(self, form: OfficeHolderForm) -> None:
        save_office_holder(form, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Die Angaben zu {self.object.full_name} sind gespeichert."


class EditOfficeHolder(AddOfficeHolder):
    """Correct what is known of a person in an office, such as a missing mail address."""

    page_title = "Amtsperson bearbeiten"

    def find(self) -> OfficeHolder:
        return get_object_or_404(self.commune.office_holders, pk=self.kwargs["pk"])
