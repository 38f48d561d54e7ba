from django.urls import path

from home import bin as bin_views
from home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("workers/none", views.no_worker, name="no-worker"),
    path("bin/", bin_views.bin_list, name="bin"),
    path("bin/<slug:what>/<int:pk>/restore", bin_views.restore, name="bin-restore"),
    path("bin/<slug:what>/<int:pk>/delete", bin_views.purge, name="bin-purge"),
    path("readyz", views.readyz, name="readyz"),
]
