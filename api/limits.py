"""Refuses bodies over the upload limit before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from api.problems import plain_response

FORM_OVERHEAD_BYTES = 1024 * 1024


def too_large(request: HttpRequest) -> HttpResponse:
    """413, as a problem for programs and as a page for people."""
    megabytes = int(request.META.get("CONTENT_LENGTH") or 0) / 1e6
    detail = (
        f"The upload has {megabytes:,.0f} MB; at most {settings.MAX_UPLOAD_MB} MB are accepted. "
        "Split the file, or ask the administrator to raise MAX_UPLOAD_MB."
    )
    if request.path.startswith("/api/"):
        return plain_response(request, 413, detail)
    return render(request, "413.html", {"detail": detail}, status=413)


class UploadLimitMiddleware:
    """A body without a declared length is read as empty by WSGI, so the header is all there is to check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.MAX_UPLOAD_MB * 1_000_000 + FORM_OVERHEAD_BYTES:
            response = too_large(request)
            # The rest of the body is never read, so the connection cannot be used again.
            response["Connection"] = "close"
            return response
        return self.get_response(request)
