"""Addresses below ``/api/v1/datasets``, ``/imports``, ``/derivations`` and ``/derivation-jobs``."""

from django.urls import path

from datasets.api import checks, datasets, derivations, expectations, imports, rejects

urlpatterns = [
    path("datasets", datasets.DatasetList.as_view()),
    path("datasets/<slug:slug>", datasets.DatasetDetail.as_view()),
    path("datasets/<slug:slug>/restore", datasets.DatasetRestore.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>", datasets.VersionDetail.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/preview", datasets.VersionPreview.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/download", datasets.VersionDownload.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/rejects", rejects.VersionRejects.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/check", checks.VersionCheck.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/steps", checks.VersionSteps.as_view()),
    path("datasets/<slug:slug>/expectations", expectations.DatasetExpectations.as_view()),
    path("imports/<int:pk>", imports.ImportDetail.as_view()),
    path("imports/<int:pk>/cancel", imports.ImportCancel.as_view()),
    path("derivations", derivations.DerivationList.as_view()),
    path("derivations/<slug:key>", derivations.DerivationStart.as_view()),
    path("derivations/<slug:key>/preview", derivations.DerivationPreview.as_view()),
    path("derivation-jobs", derivations.DerivationJobList.as_view()),
    path("derivation-jobs/<int:pk>", derivations.DerivationJobDetail.as_view()),
    path("derivation-jobs/<int:pk>/cancel", derivations.DerivationJobCancel.as_view()),
]
