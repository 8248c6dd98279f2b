"""What every view shares that does something to the text of templates: its door and the actor."""

from django.contrib import messages
from django.shortcuts import get_object_or_404

from agreements.models import TemplateVersion
from agreements.policies.wording import can_begin_edition
from staff.office_action import OfficeAction


class WordingAction(OfficeAction):
    """Something that administration or head do to the text of templates."""

    refused_level = messages.WARNING


class EditionAction(WordingAction):
    """Something that they do to one edition."""

    context_name = "version"
    object: TemplateVersion

    def find(self) -> TemplateVersion:
        assert self.actor, "asked first: who does not belong to the office gets 404 whatever the number"
        return edition(self.kwargs["pk"])

    def entitled(self) -> bool:
        """Who may write editions; then only this one's state has changed."""
        return can_begin_edition(self.actor).allowed


def edition(pk: int) -> TemplateVersion:
    """The edition with what its page shows, or 404."""
    rows = TemplateVersion.objects.select_related("template", "submitted_by", "released_by")
    return get_object_or_404(rows.prefetch_related("edits__user"), pk=pk)
