"""Addresses below ``/api/v1``: predictions and the one-call shortcuts."""

from django.urls import path

from predictions import api, scores, shortcuts

urlpatterns = [
    path("models/<slug:slug>/predict", api.Predict.as_view()),
    path("models/<slug:slug>@<slug:alias>/predict", api.Predict.as_view()),
    path("models/<slug:slug>/versions/<int:number>/predict", api.Predict.as_view()),
    path("score/<slug:kind>", scores.Score.as_view()),
    path("upload-train-forecast", shortcuts.UploadTrainForecast.as_view()),
    path("upload-train-segmentation", shortcuts.UploadTrainSegmentation.as_view()),
]
