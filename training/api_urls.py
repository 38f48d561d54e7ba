"""Addresses below ``/api/v1``."""

from django.urls import path

from training.questions.api import FamilyList, FamilySourceDetail
from training.runs.api import RunCancel, RunDetail, RunList, RunRestore
from training.versions.api import AliasDetail, AliasList, VersionDetail, VersionResults
from training.versions.models_api import ModelDetail, ModelList, ModelRestore

urlpatterns = [
    path("families", FamilyList.as_view()),
    path("families/<slug:key>/source", FamilySourceDetail.as_view()),
    path("runs", RunList.as_view()),
    path("runs/<int:pk>", RunDetail.as_view()),
    path("runs/<int:pk>/cancel", RunCancel.as_view()),
    path("runs/<int:pk>/restore", RunRestore.as_view()),
    path("models", ModelList.as_view()),
    path("models/<slug:slug>", ModelDetail.as_view()),
    path("models/<slug:slug>/restore", ModelRestore.as_view()),
    path("models/<slug:slug>/aliases", AliasList.as_view()),
    path("models/<slug:slug>/aliases/<slug:alias>", AliasDetail.as_view()),
    path("models/<slug:slug>/versions/<int:number>", VersionDetail.as_view()),
    path("models/<slug:slug>/versions/<int:number>/results", VersionResults.as_view()),
]
