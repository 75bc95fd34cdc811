from django.urls import path

from . import views

app_name = "communes"
urlpatterns = [path("tim/", views.search, name="search")]
