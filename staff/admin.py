"""Accounts in Django's admin: who may sign in, in which role, and who signs for the LPR."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.http import HttpRequest

from staff.models import SigningAuthority, Substitution, User


class UserCreationForm(BaseUserCreationForm[User]):
    """A new account is known by its mail address."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "role")


class UserForm(UserChangeForm):
    """An account; the password is changed on a page of its own."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "phone", "role", "is_active")


class SigningAuthorityInline(admin.TabularInline[SigningAuthority, User]):
    """The Zeichnungsbefugnisse of one person, to look at: the team's page grants and ends them, with the journal."""

    model = SigningAuthority
    extra = 0
    can_delete = False
    verbose_name_plural = "Zeichnungsbefugnisse (erteilt und beendet auf der Seite «Team»)"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts are closed, not deleted: the journal refers to them."""

    form = UserForm
    add_form = UserCreationForm
    inlines = (SigningAuthorityInline,)
    list_display = ("full_name", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("last_name", "first_name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name", "phone")}),
        ("Zugang", {"fields": ("password", "role", "is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "first_name", "last_name", "role", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Substitution)
class SubstitutionAdmin(admin.ModelAdmin[Substitution]):
    """To look at: substitutions are entered and ended on the team's page, which writes the journal."""

    list_display = ("absent", "substitute", "valid_from", "valid_until")
    list_select_related = ("absent", "substitute")
    date_hierarchy = "valid_from"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
