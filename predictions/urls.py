from django.urls import path, re_path

from predictions import job_views, plan_views, schema_views, views
from predictions.contacts import views as contacts
from predictions.learning import views as learning_views

urlpatterns = [
    path("models/<slug:slug>/<int:number>/try", views.try_it, name="version-try"),
    path("models/<slug:slug>/<int:number>/try/<slug:ask>", views.try_it, name="version-try-ask"),
    path("models/<slug:slug>/<int:number>/schema", schema_views.schema, name="version-schema"),
    path("models/<slug:slug>/<int:number>/plan", plan_views.plan, name="version-plan"),
    path("models/<slug:slug>/<int:number>/jobs", job_views.jobs_of_model, name="version-jobs"),
    path("models/<slug:slug>/<int:number>/calls", contacts.calls, name="version-calls"),
    path("models/<slug:slug>/<int:number>/calls/mark", contacts.mark, name="version-call-mark"),
    path("models/<slug:slug>/<int:number>/calls/outcomes", contacts.outcomes, name="version-call-outcomes"),
    path("models/<slug:slug>/<int:number>/calls/later", contacts.later_rows, name="version-later-rows"),
    re_path(
        r"^models/(?P<slug>[-\w]+)/(?P<number>\d+)/calls\.(?P<file_format>csv|xlsx)$",
        contacts.download,
        name="version-calls-file",
    ),
    path(
        "models/<slug:slug>/<int:number>/sessions",
        learning_views.sessions_of_version,
        name="version-sessions",
    ),
    path("sessions/<int:pk>", learning_views.session, name="session"),
    path("sessions/<int:pk>/propose", learning_views.propose, name="session-propose"),
    path("sessions/<int:pk>/stop", learning_views.stop, name="session-stop"),
    path("jobs/<int:pk>", job_views.job, name="prediction-job"),
    path("jobs/<int:pk>/cancel", job_views.cancel, name="prediction-job-cancel"),
    re_path(
        r"^jobs/(?P<pk>\d+)/result\.(?P<file_format>csv|xlsx)$",
        job_views.download,
        name="prediction-job-result",
    ),
]
