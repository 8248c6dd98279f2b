"""Master data in Django's admin: corrections by the administration, never the daily work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from communes.models import Association, Commune, District, OfficeHolder, Responsibility, Topic


class NeverDeleted(admin.ModelAdmin[Any]):
    """Rows of the register end by a date; nothing is deleted (domain rule 22)."""

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
    autocomplete_fields = ("association", "successor")


@admin.register(Topic)
class TopicAdmin(NeverDeleted):
    """Topics on offer; one that is no longer offered stays with the agreements that name it."""

    list_display = ("name", "position", "active")


@admin.register(OfficeHolder)
class OfficeHolderAdmin(NeverDeleted):
    """People in offices."""

    list_display = ("full_name", "commune", "office", "valid_from", "valid_until", "email")
    list_filter = ("office", "commune__district")
    list_select_related = ("commune",)
    search_fields = ("last_name", "first_name", "commune__name", "commune__ags")
    autocomplete_fields = ("commune",)
    date_hierarchy = "valid_from"


@admin.register(Responsibility)
class ResponsibilityAdmin(NeverDeleted):
    """Who is responsible for which district, and when; the past stays (domain rule 19)."""

    list_display = ("district", "user", "valid_from", "valid_until")
    list_filter = ("district", "user")
    list_select_related = ("district", "user")
    autocomplete_fields = ("user",)
