"""Master data in Django's admin: corrections by the administration, never the daily work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from communes.models import (
    Association,
    Attachment,
    Commune,
    Contact,
    District,
    Milestone,
    OfficeHolder,
    Responsibility,
    Task,
    Topic,
)
from communes.office_holders.saving import save_office_holder
from communes.policies import can_change_commune
from communes.responsibility import actor_for
from core.folded_search import FoldedSearch
from staff.journaled_admin import JournaledAdmin
from staff.models import Role
from staff.requests import staff_of


class NeverDeleted(FoldedSearch, JournaledAdmin):
    """Rows of the register end by a date; nothing is deleted (domain rule 22), each change is in the journal.

    Plain selects everywhere: the admin's search fields have no name for screen readers.
    """

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeyedByAuthority(NeverDeleted):
    """Rows with an official key: given when the row is made, fixed afterwards."""

    key_fields: tuple[str, ...] = ("key",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.key_fields if obj else ()


@admin.register(District)
class DistrictAdmin(KeyedByAuthority):
    """Landkreise and kreisfreie Städte."""

    list_display = ("key", "name", "kind", "seat", "fictitious")
    list_filter = ("kind", "fictitious")


@admin.register(Association)
class AssociationAdmin(KeyedByAuthority):
    """Verwaltungsgemeinschaften and Verwaltungsverbände."""

    list_display = ("key", "name", "kind", "seat")
    list_filter = ("kind",)
    search_fields = ("key", "name")


@admin.register(Commune)
class CommuneAdmin(KeyedByAuthority):
    """Communes, the former ones too."""

    key_fields = ("ags", "district")
    list_display = ("name", "ags", "district", "kind", "large_district_town", "population", "valid_until")
    list_filter = ("district", "kind", "large_district_town", "fictitious")
    list_select_related = ("district",)
    search_fields = ("ags", "name", "search_key")

    def journal_key(self, obj: Commune) -> str:
        """The commune's own chain."""
        return obj.pk

    def view_on_site(self, obj: Commune) -> str:
        """To the commune's file."""
        return obj.get_absolute_url()


@admin.register(Topic)
class TopicAdmin(NeverDeleted):
    """Topics on offer, kept by the head; one that is no longer offered stays with the agreements that name it."""

    list_display = ("name", "position", "active")


@admin.register(OfficeHolder)
class OfficeHolderAdmin(NeverDeleted):
    """People in offices."""

    list_display = ("person", "commune", "office", "valid_from", "valid_until", "email")
    list_filter = ("office", "commune__district")
    list_select_related = ("commune",)
    search_fields = ("last_name", "first_name", "commune__name", "commune__ags")
    folded_search_fields = ("last_name", "first_name")
    date_hierarchy = "valid_from"

    @admin.display(description="Name", ordering="last_name")
    def person(self, obj: OfficeHolder) -> str:
        return obj.full_name

    def has_change_permission(self, request: HttpRequest, obj: OfficeHolder | None = None) -> bool:
        """Caseworkers correct the office holders of the communes they are in charge of, as in the portal."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or can_change_commune(actor_for(request, obj.commune), obj.commune).allowed

    def get_readonly_fields(self, request: HttpRequest, obj: OfficeHolder | None = None) -> tuple[str, ...]:
        """A person stays with the commune; only the administration may put a mistake right."""
        return ("commune",) if obj and staff_of(request).role != Role.ADMIN else ()

    def save_model(self, request: HttpRequest, obj: OfficeHolder, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """With the journal entry that the portal's form writes."""
        save_office_holder(form, actor=actor_for(request, obj.commune))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Nothing belongs to the row, and it has its entry already."""

    def view_on_site(self, obj: OfficeHolder) -> str:
        """To the commune's file."""
        return obj.commune.get_absolute_url()


@admin.register(Responsibility)
class ResponsibilityAdmin(NeverDeleted):
    """Who is responsible for which district, and when; the past stays (domain rule 19)."""

    list_display = ("district", "user", "valid_from", "valid_until")
    list_filter = ("district", "user")
    list_select_related = ("district", "user")

    def journal_data(self, obj: Responsibility) -> dict[str, Any]:
        """Also of a period that lies in the past: who, where, from when to when."""
        until = obj.valid_until.isoformat() if obj.valid_until else None
        return {"district": obj.district_id, "to": obj.user_id, "on": obj.valid_from.isoformat(), "until": until}


class ReadOnly(NeverDeleted):
    """What the portal's own pages keep, each change with its entry in the journal; here it is looked up."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Milestone)
class MilestoneAdmin(ReadOnly):
    """Dated facts, the retracted ones too."""

    list_display = ("kind", "happened_on", "ended_on", "note", "recorded_by", "retracted_at", "fictitious")
    list_filter = ("kind", "fictitious", "district")
    list_select_related = ("recorded_by",)
    search_fields = ("note", "communes__name", "communes__ags")
    date_hierarchy = "happened_on"


@admin.register(Contact)
class ContactAdmin(ReadOnly):
    """People at communes who hold no office."""

    list_display = ("person", "commune", "function", "email", "active")
    list_filter = ("active", "commune__district")
    list_select_related = ("commune",)
    search_fields = ("last_name", "first_name", "commune__name", "commune__ags")
    folded_search_fields = ("last_name", "first_name")

    @admin.display(description="Name", ordering="last_name")
    def person(self, obj: Contact) -> str:
        return obj.full_name

    def view_on_site(self, obj: Contact) -> str:
        """To the commune's file."""
        return obj.commune.get_absolute_url()


@admin.register(Task)
class TaskAdmin(ReadOnly):
    """Tasks with their due days, the done ones too."""

    list_display = ("title", "commune", "due_on", "assigned_to", "done_at")
    list_filter = ("assigned_to", "done_at")
    list_select_related = ("commune", "assigned_to")
    search_fields = ("title", "commune__name", "commune__ags")
    date_hierarchy = "due_on"

    def view_on_site(self, obj: Task) -> str:
        """To the commune's file."""
        return obj.commune.get_absolute_url()


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    """Files of communes' files, those taken out too."""

    list_display = ("title", "kind", "dated", "commune", "added_by", "removed_at", "fictitious")
    list_filter = ("kind", "fictitious", "commune__district")
    list_select_related = ("commune", "added_by")
    search_fields = ("title", "note", "commune__name", "commune__ags")
    date_hierarchy = "dated"

    def view_on_site(self, obj: Attachment) -> str:
        """To the commune's file."""
        return obj.commune.get_absolute_url()
