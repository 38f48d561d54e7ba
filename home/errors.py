"""Error pages; below ``/api/`` they are problem details for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts.permissions import PermissionLacking, administrators, may, may_change, roles_with
from api.problems import plain_response
from audit.bin import binned_at_address


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _for_program(request):
        return plain_response(request, 400, "The request could not be understood.")
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is missing, which roles have it, and whom to ask for one."""
    if _for_program(request):
        return plain_response(request, 403, str(exception) or "You are not allowed to do this.")
    lacking = exception.permission if isinstance(exception, PermissionLacking) else None
    context: dict[str, Any] = {
        "reason": str(exception),
        "roles": roles_with(lacking) if lacking else [],
        "administrators": administrators(),
    }
    return render(request, "403.html", context, status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF check refuses: mostly a page that was open since before the last login."""
    return render(request, "403_form.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _for_program(request):
        return plain_response(request, 404, f"Nothing exists at {request.path}.")
    # Views raise this after they have checked that the reader may see such a thing.
    binned = binned_at_address(request.path) if request.user.is_authenticated else None
    if binned is not None and may(request.user, binned.seen_by()):
        may_restore = may_change(request.user, binned.deleted_by, binned)
        return render(request, "home/gone.html", {"binned": binned, "may_restore": may_restore}, status=410)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without a request: what every page needs may be what is broken."""
    if _for_program(request):
        return plain_response(request, 500, "This is a bug in Almanac, not your mistake. It has been logged.")
    return HttpResponse(render_to_string("500.html"), status=500)


def _for_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
