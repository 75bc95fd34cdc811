from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", views.plan_list, name="list"),
    path("ke-hoach/<slug:slug>/", views.plan_page, name="plan"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/", views.annex_page, name="annex"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/in/", views.print_page, name="print"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tep.<slug:kind>", views.output, name="output"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/mau.xlsx", views.template, name="template"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tai-len/", views.upload_new, name="upload_new"),
    path("tai-len/", views.upload_list, name="uploads"),
    path("tai-len/<int:pk>/", views.upload, name="upload"),
    path("tai-len/<int:pk>/tra-loi/", views.upload_answer, name="upload_answer"),
    path("tai-len/<int:pk>/luu/", views.upload_confirm, name="upload_confirm"),
    path("tai-len/<int:pk>/bo/", views.upload_abandon, name="upload_abandon"),
    path("tai-len/<int:pk>/hoan-tac/", views.upload_undo, name="upload_undo"),
    path("tai-len/<int:pk>/tep-goc/", views.upload_file, name="upload_file"),
    path("tai-len/<int:pk>/phat-hien.xlsx", views.upload_findings, name="upload_findings"),
]
