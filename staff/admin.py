"""Accounts in Django's admin: who may sign in, in which role, and who signs for the LPR."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from core.folded_search import FoldedSearch
from staff.models import SigningAuthority, Substitution, User
from staff.requests import actor_of
from staff.saving import account_changed, account_made


class UserCreationForm(BaseUserCreationForm[User]):
    """A new account is known by its mail address."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "role")


class UserForm(UserChangeForm):
    """An account; the password is changed on a page of its own."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "phone", "office_hours", "role", "is_active")


class SigningAuthorityInline(admin.TabularInline[SigningAuthority, User]):
    """The Zeichnungsbefugnisse of one person, to look at: the team's page grants and ends them, with the journal."""

    model = SigningAuthority
    fk_name = "user"
    extra = 0
    can_delete = False
    verbose_name_plural = "Zeichnungsbefugnisse (erteilt und beendet auf der Seite „Team“)"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(FoldedSearch, DjangoUserAdmin):
    """Accounts are closed, not deleted: the journal refers to them."""

    form = UserForm
    add_form = UserCreationForm
    add_form_template = "admin/change_form.html"  # the framework's own begins with a sentence that is not translated
    inlines = (SigningAuthorityInline,)
    list_display = ("person", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "first_name", "last_name")
    folded_search_fields = ("first_name", "last_name")
    ordering = ("last_name", "first_name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name", "phone", "office_hours")}),
        ("Zugang", {"fields": ("password", "role", "is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "first_name", "last_name", "role", "password1", "password2")}),)

    @admin.display(description="Name", ordering="last_name")
    def person(self, user: User) -> str:
        return user.full_name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """With the entry in the journal; the admin's own transaction is around it."""
        former = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first() or ""
        super().save_model(request, obj, form, change)
        actor = actor_of(request)
        if change:
            account_changed(obj, form.changed_data, actor=actor, former_address=former)
        else:
            account_made(obj, actor=actor)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - Django's signature
        """Django's page; a new password by somebody else's hand stands in the journal."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Django calls this after a change of either page; the one for the password has no other place."""
        if request.resolver_match and request.resolver_match.url_name == "auth_user_password_change":
            account_changed(obj, ["password"], actor=actor_of(request), former_address=obj.email)
        return super().log_change(request, obj, message)


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
