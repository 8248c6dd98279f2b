"""Coaches in Django's admin; engagements to look at only, they change in the portal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coaching.models import Coach, Engagement
from staff.journaled_admin import JournaledAdmin


@admin.register(Coach)
class CoachAdmin(JournaledAdmin):
    """What coaches know about and how many days a year they can be promised."""

    list_display = ("user", "days_per_year")
    list_filter = ("competences",)
    list_select_related = ("user",)
    search_fields = ("user__last_name", "user__first_name")
    filter_horizontal = ("competences",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Engagement)
class EngagementAdmin(admin.ModelAdmin):
    """Engagements, with the way to their page."""

    list_display = ("agreement", "commune", "coach", "status", "granted_days", "page")
    list_filter = ("status", "coach")
    list_select_related = ("agreement__commune", "coach__user")
    search_fields = ("agreement__reference", "agreement__commune__name", "agreement__commune__ags")

    @admin.display(description="Kommune")
    def commune(self, engagement: Engagement) -> str:
        return engagement.commune.name

    @admin.display(description="Im Portal")
    def page(self, engagement: Engagement) -> SafeString:
        return format_html('<a href="{}">Seite öffnen</a>', engagement.get_absolute_url())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
