from django.urls import path

from predictions import views

urlpatterns = [path("models/<slug:slug>/<int:number>/try", views.try_it, name="version-try")]
