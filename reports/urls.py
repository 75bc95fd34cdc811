from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("tong-hop/", views.summary_index, name="summary_index"),
    path("ke-hoach/<slug:slug>/tong-hop/", views.summary, name="summary"),
    path("ke-hoach/<slug:slug>/tong-hop.xlsx", views.summary_xlsx, name="summary_xlsx"),
    path("ke-hoach/<slug:slug>/huyen/<slug:code>/", views.district, name="district"),
    path("ke-hoach/<slug:slug>/xa/", views.communes, name="communes"),
    path("ke-hoach/<slug:slug>/xa/<slug:code>/", views.commune, name="commune"),
]
