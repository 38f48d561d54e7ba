from django.urls import path

from datasets.views import checks, datasets, derivations, expectations, imports, previews, rejects, uploads

urlpatterns = [
    path("datasets", datasets.dataset_list, name="dataset-list"),
    path("datasets/upload", uploads.upload, name="dataset-upload"),
    path("imports/<int:pk>", imports.job, name="import"),
    path("imports/<int:pk>/preview", previews.import_preview, name="import-preview"),
    path("imports/<int:pk>/cancel", imports.cancel, name="import-cancel"),
    path("imports/<int:pk>/answer", imports.answer, name="import-answer"),
    path("derivations/<int:pk>", derivations.job, name="derivation"),
    path("derivations/<int:pk>/cancel", derivations.cancel, name="derivation-cancel"),
    path("derivations/<int:pk>/make", derivations.make, name="derivation-make"),
    path("datasets/upload/preview", previews.upload_preview, name="dataset-upload-preview"),
    path("datasets/<slug:slug>/", datasets.dataset, name="dataset"),
    path("datasets/<slug:slug>/rename", datasets.rename, name="dataset-rename"),
    path("datasets/<slug:slug>/delete", datasets.delete, name="dataset-delete"),
    path("datasets/<slug:slug>/<int:number>", datasets.version, name="dataset-version"),
    path("datasets/<slug:slug>/<int:number>/read", uploads.read_again, name="dataset-read-again"),
    path(
        "datasets/<slug:slug>/<int:number>/read/preview",
        previews.read_again_preview,
        name="dataset-read-again-preview",
    ),
    path("datasets/<slug:slug>/<int:number>/check", checks.check, name="dataset-check"),
    path("datasets/<slug:slug>/<int:number>/effect", checks.effect, name="dataset-step-effect"),
    path("datasets/<slug:slug>/<int:number>/steps", checks.apply, name="dataset-steps"),
    path("datasets/<slug:slug>/<int:number>/steps-again", rejects.repeat, name="dataset-steps-again"),
    path("datasets/<slug:slug>/<int:number>/same-column", rejects.same_column, name="dataset-same-column"),
    path("datasets/<slug:slug>/<int:number>/derive", derivations.choose, name="derive-choose"),
    path("datasets/<slug:slug>/<int:number>/derive-again", derivations.again, name="derive-again"),
    path("datasets/<slug:slug>/<int:number>/derive/<slug:key>", derivations.derive, name="derive"),
    path("datasets/<slug:slug>/expectations", expectations.index, name="dataset-expectations"),
    path("datasets/<slug:slug>/expectations/add", expectations.add, name="dataset-expectation-add"),
    path("datasets/<slug:slug>/expectations/<int:pk>", expectations.change, name="dataset-expectation"),
    path(
        "datasets/<slug:slug>/expectations/<int:pk>/delete",
        expectations.delete,
        name="dataset-expectation-delete",
    ),
    path("datasets/<slug:slug>/<int:number>/download", datasets.download, name="dataset-download"),
    path("datasets/<slug:slug>/<int:number>/rejects.csv", rejects.rejects, name="dataset-rejects"),
    path(
        "datasets/<slug:slug>/<int:number>/corrections",
        rejects.corrections,
        name="dataset-corrections",
    ),
]
