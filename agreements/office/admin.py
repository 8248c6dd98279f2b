"""Templates in Django's admin; agreements, versions and signatures to look at only."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_field
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agreements.models import (
    AgreementTemplate,
    ChangeNotice,
    CouncilResolution,
    DocumentVersion,
    Invitation,
    PreAgreement,
    Signature,
    TemplateSection,
    TemplateVersion,
)
from staff.journaled_admin import JournaledAdmin


class ReadOnly(admin.ModelAdmin):
    """State, versions and signatures change in the portal only, through their transitions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _of_resolution(name: str) -> Callable[[PreAgreement], str]:
    """A field of the council's resolution as if it were the agreement's."""
    field = CouncilResolution._meta.get_field(name)
    assert isinstance(field, models.Field)

    @admin.display(description=field.verbose_name)
    def shown(agreement: PreAgreement) -> str:
        return display_for_field(getattr(agreement.council_resolution, name), field, "-")

    return shown


OF_RESOLUTION: tuple[Any, ...] = tuple(
    map(_of_resolution, ("state", "expected_on", "passed_on", "number", "version", "draft_on"))
)


@admin.register(PreAgreement)
class PreAgreementAdmin(ReadOnly):
    """Pre-agreements, with the way to their page."""

    list_display = ("reference", "kind", "commune", "status", "in_force_on", "page")
    list_filter = ("kind", "status", "route")
    list_select_related = ("commune",)
    search_fields = ("reference", "commune__name", "commune__ags")
    readonly_fields = OF_RESOLUTION

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The resolution stands above."""
        return [*OF_RESOLUTION, *(field for field in super().get_fields(request, obj) if field not in OF_RESOLUTION)]

    @admin.display(description="Im Portal")
    def page(self, agreement: PreAgreement) -> SafeString:
        return format_html('<a href="{}">Seite öffnen</a>', agreement.get_absolute_url())


@admin.register(DocumentVersion)
class DocumentVersionAdmin(ReadOnly):
    """Frozen versions."""

    list_display = ("agreement", "number", "state", "check_code", "issued_at")
    list_filter = ("state",)
    list_select_related = ("agreement",)


@admin.register(Signature)
class SignatureAdmin(ReadOnly):
    """The ledger's signatures."""

    list_display = ("version", "party", "name", "office", "signed_at")
    list_filter = ("party", "method")
    list_select_related = ("version__agreement",)
    exclude = ("certificate",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Invitations, without anything of their secret."""

    list_display = ("version", "office_holder", "state", "created_at", "expires_at", "opened_at")
    list_filter = ("state",)
    list_select_related = ("version__agreement", "office_holder__commune")


@admin.register(ChangeNotice)
class ChangeNoticeAdmin(ReadOnly):
    """Notices of change, without anything of their secret."""

    list_display = ("reference", "status", "effective_on", "recorded_at", "confirmed_at")
    list_filter = ("status",)
    list_select_related = ("agreement",)
    search_fields = ("agreement__reference",)


class SectionInline(admin.StackedInline):
    """The sections of an edition, to read; they are written and released in the portal only (``views/editions.py``)."""

    model = TemplateSection
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TemplateVersion)
class TemplateVersionAdmin(ReadOnly):
    """Editions of a template's text: no door beside the release by a second person."""

    list_display = ("template", "number", "title", "published_at", "page")
    list_filter = ("template",)
    list_select_related = ("template",)
    inlines = (SectionInline,)

    @admin.display(description="Im Portal")
    def page(self, version: TemplateVersion) -> SafeString:
        return format_html('<a href="{}">Lesen, ändern, freigeben</a>', version.get_absolute_url())


@admin.register(AgreementTemplate)
class AgreementTemplateAdmin(JournaledAdmin):
    """Kinds of agreement and their rules."""

    list_display = (
        "name",
        "kind",
        "signature_level",
        "code_channel",
        "link_days",
        "council_resolution_required",
        "active",
    )

    def has_delete_permission(self, request: HttpRequest, obj: AgreementTemplate | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: AgreementTemplate | None = None) -> tuple[str, ...]:
        """The kind decides which placeholders a text may use: it stays once there is a text."""
        return ("kind",) if obj is not None and obj.versions.exists() else ()
