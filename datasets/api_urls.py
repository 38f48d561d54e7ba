"""Addresses below ``/api/v1/datasets``."""

from django.urls import path

from datasets import api

urlpatterns = [
    path("datasets", api.DatasetList.as_view()),
    path("datasets/<slug:slug>", api.DatasetDetail.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>", api.VersionDetail.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/preview", api.VersionPreview.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/download", api.VersionDownload.as_view()),
]
