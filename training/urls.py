from django.urls import path, re_path

from training.views import ask, compare, items, models, rows, runs, uses

urlpatterns = [
    path("runs", runs.run_list, name="run-list"),
    path("runs/new", ask.new, name="run-new"),
    path("runs/compare", compare.compare, name="run-compare"),
    path("runs/<int:pk>", runs.run, name="run"),
    path("runs/<int:pk>/again", runs.again, name="run-again"),
    path("runs/<int:pk>/cancel", runs.cancel, name="run-cancel"),
    path("runs/<int:pk>/delete", runs.delete, name="run-delete"),
    path("ask", ask.ask, name="ask"),
    path("ask/<int:pk>/data", ask.data, name="ask-data"),
    path("ask/<int:pk>/question", ask.question, name="ask-question"),
    path("ask/<int:pk>/columns", ask.columns, name="ask-columns"),
    path("ask/<int:pk>/settings", ask.settings, name="ask-settings"),
    path("ask/<int:pk>/checks", ask.checks, name="ask-checks"),
    path("ask/<int:pk>/effort", ask.effort, name="ask-effort"),
    path("ask/<int:pk>/discard", ask.discard, name="ask-discard"),
    path("datasets/<slug:slug>/uses", uses.uses, name="dataset-uses"),
    path("models", models.model_list, name="model-list"),
    path("models/<slug:slug>/", models.model, name="model"),
    path("models/<slug:slug>/delete", models.delete, name="model-delete"),
    path("models/<slug:slug>/<int:number>", models.version, name="model-version"),
    path("models/<slug:slug>/<int:number>/promote", models.promote, name="version-promote"),
    path("models/<slug:slug>/<int:number>/undo", models.undo_promotion, name="promotion-undo"),
    path("models/<slug:slug>/<int:number>/source", models.use_for_shortcuts, name="version-source"),
    path("models/<slug:slug>/<int:number>/rows", rows.rows, name="version-rows"),
    path("models/<slug:slug>/<int:number>/items", items.item_list, name="version-items"),
    path("models/<slug:slug>/<int:number>/item", items.item, name="version-item"),
    re_path(
        r"^models/(?P<slug>[-\w]+)/(?P<number>\d+)/results\.(?P<file_format>csv|xlsx)$",
        rows.download,
        name="version-results",
    ),
]
