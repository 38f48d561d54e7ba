from __future__ import annotations

from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import ApiToken
from accounts.services import create_token, revoke_token
from audit.admin_classes import AuditedAdmin, ReadOnlyAdmin

for model in (User, Group, AccessAttempt, AccessLog, AccessFailureLog):
    admin.site.unregister(model)


@admin.register(User)
class PersonAdmin(UserAdmin, AuditedAdmin):
    """Users. Who is no superuser cannot make one, nor touch one: that would be a way to become one."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "email", "roles", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    date_hierarchy = "date_joined"
    deleted_along = {"API tokens": "api_tokens"}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        reserved = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *reserved, "last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or request.user.is_superuser or not obj.is_superuser

    @admin.display
    def roles(self, user: Any) -> str:
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Group)
class RoleAdmin(GroupAdmin, AuditedAdmin):
    deleted_along = {"users who lose it": "user"}


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens. The secret is shown once, when one is added; deleting is revoking."""

    list_display = [
        "name",
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.add_apitoken")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A token acts for its user: who is no superuser must not be able to act for one."""
        users = User.objects.filter(is_active=True)
        kwargs["queryset"] = users if request.user.is_superuser else users.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        token, secret = create_token(request.user, obj.user, obj.name, obj.read_only, obj.expires_at)
        obj.pk = token.pk
        obj.refresh_from_db()
        words = "The token for {}, which is shown only this once: {}"
        code = format_html("<code>{}</code>", secret)
        messages.success(request, format_html(words, obj.user, code))

    @admin.display(description="valid", boolean=True)
    def shown_valid(self, token: ApiToken) -> bool:
        return token.user.is_active and not token.expired


@admin.register(AccessAttempt)
class LoginAttemptAdmin(AccessAttemptAdmin, ModelAdmin):
    """Failed logins that still count. Deleting one lets a locked-out user in again."""


@admin.register(AccessLog)
class LoginAdmin(AccessLogAdmin, ModelAdmin):
    pass


@admin.register(AccessFailureLog)
class FailedLoginAdmin(AccessFailureLogAdmin, ModelAdmin):
    pass
