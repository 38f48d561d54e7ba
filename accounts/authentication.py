"""Who sends a request: the API takes a bearer token or the browser's session, every page needs a login."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer alm_…``."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        scheme, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.for_secret(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is unknown, has expired, or its user is not active.")
        token.touch()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BrowserSession(SessionAuthentication):
    """The logged-in browser, with Django's CSRF check."""


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class BrowserSessionScheme(SessionScheme):
    """Described like Django's own session, the only class drf-spectacular knows."""

    target_class = "accounts.authentication.BrowserSession"


class LoginMiddleware(LoginRequiredMiddleware):
    """Requires a login on every page. A request by htmx would put a login form into the middle of the page;
    so htmx leaves the page, and comes back to it.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") != "true":
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{page.path}?{page.query}" if page.query else page.path
        login = redirect_to_login(back or "/", self.get_login_url(view_func))
        return HttpResponse(status=401, headers={"HX-Redirect": login.url})
