"""Addresses below ``/api/v1``: predictions and the one-call shortcuts."""

from django.urls import path

from predictions import api, jobs_api, schema_views, scores, shortcuts
from predictions.contacts import api as contacts_api
from predictions.learning import api as learning_api

urlpatterns = [
    path("models/<slug:slug>/predict", api.Predict.as_view()),
    path("models/<slug:slug>@<slug:alias>/predict", api.Predict.as_view()),
    path("models/<slug:slug>/versions/<int:number>/predict", api.Predict.as_view()),
    path("models/<slug:slug>/calls", contacts_api.CallList.as_view()),
    path("models/<slug:slug>/versions/<int:number>/calls", contacts_api.CallList.as_view()),
    path("models/<slug:slug>/calls/marks", contacts_api.CallMark.as_view()),
    path("models/<slug:slug>/versions/<int:number>/calls/marks", contacts_api.CallMark.as_view()),
    path("models/<slug:slug>/asks", api.AskList.as_view()),
    path("models/<slug:slug>@<slug:alias>/asks", api.AskList.as_view()),
    path("models/<slug:slug>/versions/<int:number>/asks", api.AskList.as_view()),
    path("models/<slug:slug>/asks/<slug:ask>", api.PutAsk.as_view()),
    path("models/<slug:slug>@<slug:alias>/asks/<slug:ask>", api.PutAsk.as_view()),
    path("models/<slug:slug>/versions/<int:number>/asks/<slug:ask>", api.PutAsk.as_view()),
    path("models/<slug:slug>/versions/<int:number>/schema", schema_views.VersionSchema.as_view()),
    path("prediction-jobs", jobs_api.JobList.as_view()),
    path("prediction-jobs/<int:pk>", jobs_api.JobDetail.as_view()),
    path("prediction-jobs/<int:pk>/cancel", jobs_api.JobCancel.as_view()),
    path("prediction-jobs/<int:pk>/result", jobs_api.JobResult.as_view()),
    path("sessions", learning_api.SessionList.as_view()),
    path("sessions/<int:pk>", learning_api.SessionDetail.as_view()),
    path("sessions/<int:pk>/propose", learning_api.SessionPropose.as_view()),
    path("sessions/<int:pk>/observe", learning_api.SessionObserve.as_view()),
    path("sessions/<int:pk>/stop", learning_api.SessionStop.as_view()),
    path("score/<slug:kind>", scores.Score.as_view()),
    path("upload-train-forecast", shortcuts.UploadTrainForecast.as_view()),
    path("upload-train-segmentation", shortcuts.UploadTrainSegmentation.as_view()),
]
