from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.LogIn.as_view(), name="login"),
    path("dang-xuat/", login_not_required(LogoutView.as_view()), name="logout"),
    path("doi-mat-khau/", views.password_change, name="password_change"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/<str:username>/dat-lai-mat-khau/", views.password_reset, name="password_reset"),
]
