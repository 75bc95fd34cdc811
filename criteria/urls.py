from django.urls import path

from .views import grid, periods, sheets

app_name = "criteria"
SHEET = "nhap-lieu/<slug:province>/<slug:period>/<slug:stage>"
urlpatterns = [
    path("nhap-lieu/", sheets.entry, name="entry"),
    path("ky/", periods.periods, name="periods"),
    path("ky/them/", periods.period_new, name="period_new"),
    path("ky/<slug:province>/<slug:period>/", periods.period_edit, name="period_edit"),
    path("ky/<slug:province>/<slug:period>/xoa/", periods.period_delete, name="period_delete"),
    path(f"{SHEET}/", sheets.sheet, name="sheet"),
    path(f"{SHEET}/chuyen/", sheets.move, name="move"),
    path(f"{SHEET}/luoi/", grid.grid, name="grid"),
    path(f"{SHEET}/luu/", grid.save, name="save"),
    path(f"{SHEET}/o/<slug:commune>/<str:key>/", grid.cell, name="cell"),
]
