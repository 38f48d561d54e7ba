from django.contrib.auth import views as auth
from django.urls import path

from accounts import views
from accounts.views import texts

urlpatterns = [
    path("login", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout", auth.LogoutView.as_view(), name="logout"),
    path("texts.js", texts, name="texts"),
    path("account", views.account, name="account"),
    path("account/preferences", views.preferences, name="preferences"),
    path("account/language", views.language, name="language"),
    path("account/password", views.ChangePassword.as_view(), name="password_change"),
    path("account/tokens", views.make_token, name="token-new"),
    path("account/tokens/<int:pk>/revoke", views.revoke, name="token-revoke"),
]
