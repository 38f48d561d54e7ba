"""What holds for every request: no body over the upload limit, and a policy for what a page may load."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from api.problems import plain_response
from language.formats import shown

FORM_OVERHEAD_BYTES = 1024 * 1024


def too_large(request: HttpRequest) -> HttpResponse:
    """413, as a problem for programs and as a page for people."""
    detail = _(
        "The upload is %(size)s MB; the limit is %(most)s MB. Split the file, or ask the administrator to "
        "raise MAX_UPLOAD_MB."
    ) % {
        "size": shown(round(_declared_bytes(request) / 1e6), "integer"),
        "most": shown(settings.MAX_UPLOAD_MB, "integer"),
    }
    if request.path.startswith("/api/"):
        return plain_response(request, 413, detail)
    return render(request, "413.html", {"detail": detail}, status=413)


class UploadLimitMiddleware:
    """Refuses bodies over the upload limit before a byte of them is read.

    A body without a declared length is read as empty by WSGI, so the header is all there is to check.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _declared_bytes(request) > settings.MAX_UPLOAD_MB * 1_000_000 + FORM_OVERHEAD_BYTES:
            return too_large(request)
        return self.get_response(request)


def _declared_bytes(request: HttpRequest) -> int:
    """0 where the header is not a number: Django too takes such a body as empty."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


# What a page may load: nothing from other sites, and no inline scripts.
STRICT = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# Alpine.js, on which the admin's look rests, evaluates the expressions in its attributes.
ADMIN = f"{STRICT}; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
# Swagger UI sets styles on the elements it makes.
DOCS = f"{STRICT}; style-src 'self' 'unsafe-inline'"
BY_PREFIX = {"/admin/": ADMIN, "/api/v1/docs": DOCS}


class ContentPolicyMiddleware:
    """Adds the Content-Security-Policy header. Data goes into pages as JSON, never as a script."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = next((p for prefix, p in BY_PREFIX.items() if request.path.startswith(prefix)), STRICT)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
