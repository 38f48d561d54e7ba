"""Every address of Almanac."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import include, path

from api.openapi.views import DocsView, SchemaView

handler400 = "home.errors.bad_request"
handler403 = "home.errors.permission_denied"
handler404 = "home.errors.page_not_found"
handler500 = "home.errors.server_error"

urlpatterns = [
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("", include("datasets.urls")),
    path("", include("training.urls")),
    path("", include("predictions.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("datasets.api_urls")),
    path("api/v1/", include("training.api_urls")),
    path("api/v1/", include("predictions.api_urls")),
    path("api/v1/schema", SchemaView.as_view(), name="api-schema"),
    # For people: who is not logged in is asked to, as on every page.
    path("api/v1/docs", login_required(DocsView.as_view()), name="api-docs"),
]
