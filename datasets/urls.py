from django.urls import path

from datasets import check_views, expectation_views, views

urlpatterns = [
    path("datasets", views.dataset_list, name="dataset-list"),
    path("datasets/upload", views.upload, name="dataset-upload"),
    path("datasets/<slug:slug>/", views.dataset, name="dataset"),
    path("datasets/<slug:slug>/delete", views.delete, name="dataset-delete"),
    path("datasets/<slug:slug>/<int:number>", views.version, name="dataset-version"),
    path("datasets/<slug:slug>/<int:number>/read", views.read_again, name="dataset-read-again"),
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
]
