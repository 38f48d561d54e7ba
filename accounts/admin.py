from __future__ import annotations

from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import ApiToken, Preferences
from accounts.permissions import CHANGE_OTHERS, may
from accounts.services import create_token, revoke_token
from audit.admin_cells import long_cell
from audit.admin_classes import AuditedAdmin, ReadOnlyAdmin

for model in (User, Group, AccessAttempt, AccessLog, AccessFailureLog):
    admin.site.unregister(model)

# Two lists side by side, with arrows between them, cannot be used on a telephone.
CHECKBOXES = {"widget": UnfoldAdminCheckboxSelectMultipleWidget}


class PermissionNames(ModelMultipleChoiceField):
    """Django would put app and model before each name, which fits on no telephone."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PersonForm(UserChangeForm):
    """Says in one line what Django says of the password in three."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = '{} <a href="../password/" class="text-link underline">{}</a>'
        hint, change = gettext("Stored so that nobody can read it."), gettext("Set another password")
        self.fields["password"].help_text = format_html(words, hint, change)


@admin.register(User)
class PersonAdmin(UserAdmin, AuditedAdmin):
    """Users. Only superusers can create or change superusers: otherwise anybody could become one."""

    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "email", "roles", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    date_hierarchy = "date_joined"
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Roles"), {"fields": ["is_active", "groups", "is_staff", "is_superuser"]}),
        (_("Times"), {"fields": ["last_login", "date_joined"]}),
    ]
    deleted_along = {_("API tokens"): "api_tokens"}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        reserved = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *reserved, "last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or request.user.is_superuser or not obj.is_superuser

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **kwargs, **CHECKBOXES)

    @admin.display(description=_("roles"))
    def roles(self, user: Any) -> str:
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Group)
class RoleAdmin(GroupAdmin, AuditedAdmin):
    filter_horizontal = ()
    deleted_along = {_("users who will lose it"): "user"}

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        kwargs |= {**CHECKBOXES, "form_class": PermissionNames}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Preferences)
class PreferencesAdmin(AuditedAdmin):
    """How each person reads Almanac. Everybody sets their own, on the page of their account; whoever may
    change what others own can help."""

    deletion = None
    readonly_fields = ["user"]

    list_display = ["user", "language", "numbers", "mail"]
    list_filter = ["language", "numbers", "mail"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    date_hierarchy = "user__date_joined"
    fields = ["user", "language", "numbers", "mail"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, CHANGE_OTHERS)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens. The secret is shown once, when one is added; deleting is revoking."""

    list_display = [
        "shown_name",
        "start",
        "user",
        "read_only",
        "shown_valid",
        "expires_at",
        "last_used_at",
        "created_at",
    ]
    list_filter = ["read_only", ("user", admin.RelatedOnlyFieldListFilter), "expires_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["name", "start", "user__username"]
    date_hierarchy = "created_at"
    fields = ["user", "name", "start", "read_only", "expires_at", "last_used_at", "created_at"]
    add_fieldsets = [(None, {"fields": ["user", "name", "read_only", "expires_at"]})]
    deletion = staticmethod(revoke_token)
    shown_name = long_cell("name", _("name"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.add_apitoken")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A token acts for its user: only a superuser may act for a superuser."""
        users = User.objects.filter(is_active=True)
        kwargs["queryset"] = users if request.user.is_superuser else users.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        token, secret = create_token(request.user, obj.user, obj.name, obj.read_only, obj.expires_at)
        obj.pk = token.pk
        obj.refresh_from_db()
        words = gettext("The token for {}, which is shown only this once: {}")
        code = format_html("<code>{}</code>", secret)
        messages.success(request, format_html(words, obj.user, code))

    @admin.display(description=_("valid"), boolean=True)
    def shown_valid(self, token: ApiToken) -> bool:
        return token.user.is_active and not token.expired


@admin.register(AccessAttempt)
class LoginAttemptAdmin(AccessAttemptAdmin, AuditedAdmin):
    """Failed logins that still count. Deleting one lets a locked-out user in again."""

    actions: list[str] = []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AccessLog)
class LoginAdmin(AccessLogAdmin, ReadOnlyAdmin):
    pass


@admin.register(AccessFailureLog)
class FailedLoginAdmin(AccessFailureLogAdmin, ReadOnlyAdmin):
    pass
