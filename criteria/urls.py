from django.urls import path

from .views import grid

app_name = "criteria"
SHEET = "nhap-lieu/<slug:province>/<slug:period>/<slug:stage>"
urlpatterns = [
    path(f"{SHEET}/luoi/", grid.grid, name="grid"),
    path(f"{SHEET}/luu/", grid.save, name="save"),
    path(f"{SHEET}/o/<slug:commune>/<str:key>/", grid.cell, name="cell"),
]
