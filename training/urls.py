from django.urls import path, re_path

from training.questions import ask, ask_plan, ask_rows, ask_tables
from training.runs import views as runs
from training.versions import care_views, comparison, model_page, rows_views
from training.versions import views as versions

urlpatterns = [
    path("runs", runs.run_list, name="run-list"),
    path("runs/new", ask.new, name="run-new"),
    path("runs/compare", comparison.compare, name="run-compare"),
    path("runs/<int:pk>", runs.run, name="run"),
    path("runs/<int:pk>/again", runs.again, name="run-again"),
    path("runs/<int:pk>/cancel", runs.cancel, name="run-cancel"),
    path("runs/<int:pk>/delete", runs.delete, name="run-delete"),
    path("ask", ask.ask, name="ask"),
    path("ask/<int:pk>/data", ask.data, name="ask-data"),
    path("ask/<int:pk>/question", ask.question, name="ask-question"),
    path("ask/<int:pk>/columns", ask.columns, name="ask-columns"),
    path("ask/<int:pk>/rows", ask_rows.rows, name="ask-rows"),
    path("ask/<int:pk>/tables", ask_tables.tables, name="ask-tables"),
    path("ask/<int:pk>/tables/<slug:table>", ask_tables.sheet, name="ask-table-sheet"),
    path("ask/<int:pk>/tables/<slug:table>/columns", ask_tables.columns, name="ask-table-columns"),
    path("ask/<int:pk>/tables/<slug:table>/grid", ask_plan.grid, name="ask-table-grid"),
    path("ask/<int:pk>/tables/<slug:table>/remove", ask_tables.remove, name="ask-table-remove"),
    path("ask/<int:pk>/settings", ask.settings, name="ask-settings"),
    path("ask/<int:pk>/checks", ask.checks, name="ask-checks"),
    path("ask/<int:pk>/effort", ask.effort, name="ask-effort"),
    path("ask/<int:pk>/discard", ask.discard, name="ask-discard"),
    path("datasets/<slug:slug>/uses", versions.uses, name="dataset-uses"),
    path("models", versions.model_list, name="model-list"),
    path("models/<slug:slug>/", model_page.model, name="model"),
    path("models/<slug:slug>/rename", care_views.rename, name="model-rename"),
    path("models/<slug:slug>/pin", care_views.pin, name="model-pin"),
    path("models/<slug:slug>/archive", care_views.archive, name="model-archive"),
    path("models/<slug:slug>/delete", versions.delete, name="model-delete"),
    path("models/<slug:slug>/<int:number>", model_page.version, name="model-version"),
    re_path(
        r"^models/(?P<slug>[-\w]+)/(?P<number>\d+)/(?P<tab>why|good|data|versions|use|about)$",
        model_page.version,
        name="version-tab",
    ),
    path("models/<slug:slug>/<int:number>/promote", versions.promote, name="version-promote"),
    path("models/<slug:slug>/<int:number>/group", care_views.name_group, name="group-name"),
    path("models/<slug:slug>/<int:number>/undo", versions.undo_promotion, name="promotion-undo"),
    path("models/<slug:slug>/<int:number>/source", versions.use_for_shortcuts, name="version-source"),
    path("models/<slug:slug>/<int:number>/rows", rows_views.rows, name="version-rows"),
    path("models/<slug:slug>/<int:number>/items", versions.item_list, name="version-items"),
    path("models/<slug:slug>/<int:number>/item", versions.item, name="version-item"),
    re_path(
        r"^models/(?P<slug>[-\w]+)/(?P<number>\d+)/results\.(?P<file_format>csv|xlsx)$",
        rows_views.download,
        name="version-results",
    ),
]
