from django.urls import path

from .views import history, home, nearly, results, targets, works

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("ket-qua/", results.results_index, name="results_index"),
    path("ket-qua/<slug:province>/<slug:period>/", results.results, name="results"),
    path("ket-qua/<slug:province>/<slug:period>.xlsx", results.results_xlsx, name="results_xlsx"),
    path(
        "ket-qua/<slug:province>/<slug:period>/huyen/<slug:code>/",
        results.results_district,
        name="results_district",
    ),
    path("ket-qua/<slug:province>/<slug:period>/xa/", results.results_communes, name="results_communes"),
    path(
        "ket-qua/<slug:province>/<slug:period>/xa/<slug:code>/",
        results.results_commune,
        name="results_commune",
    ),
    path("ket-qua/<slug:province>/<slug:period>/viec-con-lai/", works.results_works, name="results_works"),
    path(
        "ket-qua/<slug:province>/<slug:period>/viec-con-lai.xlsx",
        works.results_works_xlsx,
        name="results_works_xlsx",
    ),
    path("ket-qua/<slug:province>/<slug:period>/gan-dat/", nearly.nearly, name="results_nearly"),
    path(
        "ket-qua/<slug:province>/<slug:period>/gan-dat.xlsx", nearly.nearly_xlsx, name="results_nearly_xlsx"
    ),
    path("lich-su/", history.history, name="history"),
    path("lich-su.xlsx", history.history_xlsx, name="history_xlsx"),
    path("tong-hop/", targets.summary_index, name="summary_index"),
    path("ke-hoach/<slug:slug>/tong-hop/", targets.summary, name="summary"),
    path("ke-hoach/<slug:slug>/tong-hop.xlsx", targets.summary_xlsx, name="summary_xlsx"),
    path("ke-hoach/<slug:slug>/huyen/<slug:code>/", targets.district, name="district"),
    path("ke-hoach/<slug:slug>/xa/", targets.communes, name="communes"),
    path("ke-hoach/<slug:slug>/xa/<slug:code>/", targets.commune, name="commune"),
    path("ke-hoach/<slug:slug>/viec-con-lai/", works.works, name="works"),
    path("ke-hoach/<slug:slug>/viec-con-lai.xlsx", works.works_xlsx, name="works_xlsx"),
]
