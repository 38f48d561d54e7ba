from django.urls import path, re_path

from training.views import models, runs, uses

urlpatterns = [
    path("runs", runs.run_list, name="run-list"),
    path("runs/new", runs.new_run, name="run-new"),
    path("runs/<int:pk>", runs.run, name="run"),
    path("runs/<int:pk>/cancel", runs.cancel, name="run-cancel"),
    path("runs/<int:pk>/delete", runs.delete, name="run-delete"),
    path("datasets/<slug:slug>/uses", uses.uses, name="dataset-uses"),
    path("models", models.model_list, name="model-list"),
    path("models/<slug:slug>/", models.model, name="model"),
    path("models/<slug:slug>/delete", models.delete, name="model-delete"),
    path("models/<slug:slug>/<int:number>", models.version, name="model-version"),
    path("models/<slug:slug>/<int:number>/promote", models.promote, name="version-promote"),
    re_path(
        r"^models/(?P<slug>[-\w]+)/(?P<number>\d+)/results\.(?P<file_format>csv|xlsx)$",
        models.results,
        name="version-results",
    ),
]
