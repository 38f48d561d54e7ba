"""What a page may load: nothing from other sites, and no inline scripts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
