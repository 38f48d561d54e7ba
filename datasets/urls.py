from django.urls import path

from datasets import (
    check_views,
    expectation_views,
    import_views,
    preview_views,
    rejects_views,
    upload_views,
    views,
)

urlpatterns = [
    path("datasets", views.dataset_list, name="dataset-list"),
    path("datasets/upload", upload_views.upload, name="dataset-upload"),
    path("imports/<int:pk>", import_views.job, name="import"),
    path("imports/<int:pk>/cancel", import_views.cancel, name="import-cancel"),
    path("imports/<int:pk>/answer", import_views.answer, name="import-answer"),
    path("datasets/upload/preview", preview_views.upload_preview, name="dataset-upload-preview"),
    path("datasets/<slug:slug>/", views.dataset, name="dataset"),
    path("datasets/<slug:slug>/delete", views.delete, name="dataset-delete"),
    path("datasets/<slug:slug>/<int:number>", views.version, name="dataset-version"),
    path("datasets/<slug:slug>/<int:number>/read", upload_views.read_again, name="dataset-read-again"),
    path(
        "datasets/<slug:slug>/<int:number>/read/preview",
        preview_views.read_again_preview,
        name="dataset-read-again-preview",
    ),
    path("datasets/<slug:slug>/<int:number>/check", check_views.check, name="dataset-check"),
    path("datasets/<slug:slug>/<int:number>/effect", check_views.effect, name="dataset-step-effect"),
    path("datasets/<slug:slug>/<int:number>/steps", check_views.apply, name="dataset-steps"),
    path("datasets/<slug:slug>/expectations", expectation_views.index, name="dataset-expectations"),
    path("datasets/<slug:slug>/expectations/add", expectation_views.add, name="dataset-expectation-add"),
    path("datasets/<slug:slug>/expectations/<int:pk>", expectation_views.change, name="dataset-expectation"),
    path(
        "datasets/<slug:slug>/expectations/<int:pk>/delete",
        expectation_views.delete,
        name="dataset-expectation-delete",
    ),
    path("datasets/<slug:slug>/<int:number>/download", views.download, name="dataset-download"),
    path("datasets/<slug:slug>/<int:number>/rejects.csv", rejects_views.rejects, name="dataset-rejects"),
    path(
        "datasets/<slug:slug>/<int:number>/corrections",
        rejects_views.corrections,
        name="dataset-corrections",
    ),
]
