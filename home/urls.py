from django.urls import path

from home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("workers/none", views.no_worker, name="no-worker"),
    path("readyz", views.readyz, name="readyz"),
]
