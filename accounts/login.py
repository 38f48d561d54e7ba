"""An expired session: the whole page goes to the login, not just a part of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


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
