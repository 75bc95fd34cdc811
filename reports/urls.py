from django.urls import path

from .views import home, targets

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("tong-hop/", targets.summary_index, name="summary_index"),
    path("ke-hoach/<slug:slug>/tong-hop/", targets.summary, name="summary"),
    path("ke-hoach/<slug:slug>/tong-hop.xlsx", targets.summary_xlsx, name="summary_xlsx"),
    path("ke-hoach/<slug:slug>/huyen/<slug:code>/", targets.district, name="district"),
    path("ke-hoach/<slug:slug>/xa/", targets.communes, name="communes"),
    path("ke-hoach/<slug:slug>/xa/<slug:code>/", targets.commune, name="commune"),
]
