"""Who may do what. Roles are Django groups that hold Django permissions; a stranger holds none.

An *administrator* may do everything, an *analyst* may upload, train, promote and delete what is
their own, a *viewer* may look and ask for predictions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

ADMINISTRATOR, ANALYST, VIEWER = "administrator", "analyst", "viewer"
CHANGE_OTHERS = "accounts.change_others"


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
        raise PermissionDenied(f"Only its owner or an administrator may do this to {obj}.")


def needs(permission: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For pages: refuse with 403 who lacks ``permission``. (Login is asked for by the middleware.)"""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, permission):
                raise PermissionDenied
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
            raise ApiPermissionDenied("This token may only read.")
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method
        permission = getattr(view, "permissions_by_method", {}).get(method)
        if permission is None:
            # An unknown method is answered with 405 further on, an unnamed permission with 403.
            return not hasattr(view, str(method).lower())
        return may(request.user, permission)
