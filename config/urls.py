"""Every address of Almanac."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated

handler400 = "home.views.bad_request"
handler404 = "home.views.page_not_found"
handler500 = "home.views.server_error"

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
    path(
        "api/v1/schema", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="api-schema"
    ),
    path(
        "api/v1/docs",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", permission_classes=[IsAuthenticated]),
        name="api-docs",
    ),
]
