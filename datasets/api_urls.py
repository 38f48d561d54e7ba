"""Addresses below ``/api/v1/datasets`` and ``/api/v1/imports``."""

from django.urls import path

from datasets import api, checks_api, expectations_api, imports_api, rejects_api

urlpatterns = [
    path("datasets", api.DatasetList.as_view()),
    path("datasets/<slug:slug>", api.DatasetDetail.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>", api.VersionDetail.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/preview", api.VersionPreview.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/download", api.VersionDownload.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/rejects", rejects_api.VersionRejects.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/check", checks_api.VersionCheck.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/steps", checks_api.VersionSteps.as_view()),
    path("datasets/<slug:slug>/expectations", expectations_api.DatasetExpectations.as_view()),
    path("imports/<int:pk>", imports_api.ImportDetail.as_view()),
    path("imports/<int:pk>/cancel", imports_api.ImportCancel.as_view()),
]
