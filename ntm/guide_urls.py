from django.urls import path

from . import views

app_name = "guide"
urlpatterns = [
    path("", views.guide, name="own"),
    path("<slug:name>/", views.guide_page, name="page"),
]
