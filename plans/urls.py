from django.urls import path

from .views import plans, results, uploads

RESULTS = "nhap-lieu/<slug:province>/<slug:period>/<slug:stage>/bieu/<slug:code>/"

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="list"),
    path("ke-hoach/<slug:slug>/", plans.plan_page, name="plan"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/", plans.annex_page, name="annex"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/in/", plans.print_page, name="print"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tep.<slug:kind>", plans.output, name="output"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/mau.xlsx", plans.template, name="template"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tai-len/", plans.upload_new, name="upload_new"),
    path(f"{RESULTS}mau.xlsx", results.results_template, name="results_template"),
    path(f"{RESULTS}tai-len/", results.results_upload_new, name="results_upload_new"),
    path(f"{RESULTS}tep.<slug:kind>", results.results_output, name="results_output"),
    path("tai-len/", uploads.upload_list, name="uploads"),
    path("tai-len/<int:pk>/", uploads.upload, name="upload"),
    path("tai-len/<int:pk>/tra-loi/", uploads.upload_answer, name="upload_answer"),
    path("tai-len/<int:pk>/luu/", uploads.upload_confirm, name="upload_confirm"),
    path("tai-len/<int:pk>/bo/", uploads.upload_abandon, name="upload_abandon"),
    path("tai-len/<int:pk>/hoan-tac/", uploads.upload_undo, name="upload_undo"),
    path("tai-len/<int:pk>/tep-goc/", uploads.upload_file, name="upload_file"),
    path("tai-len/<int:pk>/phat-hien.xlsx", uploads.upload_findings, name="upload_findings"),
]
