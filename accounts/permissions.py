"""Who may do what. Roles are Django groups with Django permissions; users without a role have none.

An *administrator* may do everything, an *analyst* may upload, train, promote and delete what is
their own, a *viewer* may look and ask for predictions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

ADMINISTRATOR, ANALYST, VIEWER = "administrator", "analyst", "viewer"
CHANGE_OTHERS = "accounts.change_others"
NAMED = 3
REFUSALS = {
    "datasets.view_dataset": gettext_lazy("Your role does not let you view data sets."),
    "datasets.view_derivation": gettext_lazy("Your role does not let you view derived tables."),
    "datasets.add_dataset": gettext_lazy("Your role does not let you upload data."),
    "datasets.delete_dataset": gettext_lazy("Your role does not let you delete data sets."),
    "training.view_trainingrun": gettext_lazy("Your role does not let you view runs."),
    "training.add_trainingrun": gettext_lazy("Your role does not let you ask questions or change models."),
    "training.delete_trainingrun": gettext_lazy("Your role does not let you delete runs."),
    "training.view_trainedmodel": gettext_lazy("Your role does not let you view models."),
    "training.delete_trainedmodel": gettext_lazy("Your role does not let you delete models."),
    "predictions.add_predictionlog": gettext_lazy("Your role does not let you get answers from models."),
}
"""What the pages say to users without a permission."""


class PermissionLacking(PermissionDenied):
    """Refused for lack of ``permission``, with a sentence."""

    def __init__(self, permission: str):
        super().__init__(str(REFUSALS.get(permission, _("Your role does not let you do this."))))
        self.permission = permission


def roles_with(permission: str) -> list[str]:
    """The names of the roles that hold ``permission``."""
    app, codename = permission.split(".")
    holding = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=codename)
    return list(holding.order_by("name").values_list("name", flat=True))


def administrators() -> list[str]:
    """Whom to ask for a role: the names of at most three administrators."""
    able = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    people = get_user_model().objects.filter(able, is_active=True).distinct().order_by("pk")
    return [person.get_full_name() or person.get_username() for person in people[:NAMED]]


class Owned(Protocol):
    @property
    def owner_id(self) -> int | None: ...


def may(user: Any, permission: str) -> bool:
    return bool(user.is_active and user.has_perm(permission))


def may_change(user: Any, permission: str, obj: Owned) -> bool:
    """Changing or deleting a record needs the permission, and the record to be one's own."""
    return may(user, permission) and (obj.owner_id == user.pk or user.has_perm(CHANGE_OTHERS))


def require_change(user: Any, permission: str, obj: Owned) -> None:
    if not may_change(user, permission, obj):
        raise PermissionDenied(
            _("Only the owner of %(name)s or an administrator can do this.") % {"name": obj}
        )


def needs(permission: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For pages: refuse with 403 users without ``permission``. (Login is asked for by the middleware.)"""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, permission):
                raise PermissionLacking(permission)
            return view(request, *args, **kwargs)

        return checked

    return decorate


class HasRole(BasePermission):
    """For the API: each view names the permission of each method in ``permissions_by_method``.

    A view that names none is refused: access is never given by forgetting.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (request.user and request.user.is_authenticated):
            return False
        if getattr(request.auth, "read_only", False) and request.method not in SAFE_METHODS:
            raise ApiPermissionDenied("This token is read-only.")
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method
        permission = getattr(view, "permissions_by_method", {}).get(method)
        if permission is None:
            # An unknown method is answered with 405 further on, an unnamed permission with 403.
            return not hasattr(view, str(method).lower())
        return may(request.user, permission)
