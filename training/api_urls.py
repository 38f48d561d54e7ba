"""Addresses below ``/api/v1``."""

from django.urls import path

from training.api import families, models, runs, sources

urlpatterns = [
    path("families", families.FamilyList.as_view()),
    path("families/<slug:key>/source", sources.FamilySourceDetail.as_view()),
    path("runs", runs.RunList.as_view()),
    path("runs/<int:pk>", runs.RunDetail.as_view()),
    path("runs/<int:pk>/cancel", runs.RunCancel.as_view()),
    path("models", models.ModelList.as_view()),
    path("models/<slug:slug>", models.ModelDetail.as_view()),
    path("models/<slug:slug>/aliases", models.AliasList.as_view()),
    path("models/<slug:slug>/aliases/<slug:alias>", models.AliasDetail.as_view()),
    path("models/<slug:slug>/versions/<int:number>", models.VersionDetail.as_view()),
    path("models/<slug:slug>/versions/<int:number>/results", models.VersionResults.as_view()),
]
