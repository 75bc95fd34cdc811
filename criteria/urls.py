from django.urls import path

from .views import evidence, evidence_files, grid, levels, periods, proposals, recognition, sheets

app_name = "criteria"
EVIDENCE = "minh-chung/<slug:province>/<slug:period>"
PAPER = "minh-chung/tai-lieu"
SHEET = "nhap-lieu/<slug:province>/<slug:period>/<slug:stage>"
urlpatterns = [
    path("nhap-lieu/", sheets.entry, name="entry"),
    path("muc-dat/", levels.level_sets, name="level_sets"),
    path("muc-dat/<slug:province>/<slug:criteria_set>/", levels.levels, name="levels"),
    path("ky/", periods.periods, name="periods"),
    path("ky/them/", periods.period_new, name="period_new"),
    path("ky/<slug:province>/<slug:period>/", periods.period_edit, name="period_edit"),
    path("ky/<slug:province>/<slug:period>/xoa/", periods.period_delete, name="period_delete"),
    path(f"{SHEET}/", sheets.sheet, name="sheet"),
    path(f"{SHEET}/chuyen/", sheets.move, name="move"),
    path(f"{SHEET}/luoi/", grid.grid, name="grid"),
    path(f"{SHEET}/luu/", grid.save, name="save"),
    path(f"{SHEET}/o/<slug:commune>/<str:key>/", grid.cell, name="cell"),
    path(f"{SHEET}/de-xuat/", proposals.proposals, name="proposals"),
    path(f"{SHEET}/de-xuat/tep/", proposals.proposals_xlsx, name="proposals_xlsx"),
    path(f"{SHEET}/de-xuat/nhan/", proposals.proposals_accept, name="proposals_accept"),
    path(f"{SHEET}/de-xuat/ly-do/", proposals.proposals_reasons, name="proposals_reasons"),
    path(f"{SHEET}/de-xuat/lan/<int:act>/", proposals.proposals_batch, name="proposals_batch"),
    path(f"{SHEET}/de-xuat/lan/<int:act>/lay-lai/", proposals.proposals_undo, name="proposals_undo"),
    path(f"{PAPER}/<int:pk>/", evidence_files.evidence_edit, name="evidence_edit"),
    path(f"{PAPER}/<int:pk>/tep/", evidence_files.evidence_file, name="evidence_file"),
    path(f"{PAPER}/<int:pk>/dung-lai/", evidence_files.evidence_put_back, name="evidence_put_back"),
    path(f"{PAPER}/khong-dung/", evidence_files.evidence_unused, name="evidence_unused"),
    path(f"{EVIDENCE}/", evidence.evidence_list, name="evidence_list"),
    path(f"{EVIDENCE}/xa/<slug:commune>/", evidence.evidence_commune, name="evidence_commune"),
    path(f"{EVIDENCE}/xa/<slug:commune>/them/", evidence.evidence_new, name="evidence_new"),
    path(f"{EVIDENCE}/xa/<slug:commune>/dung-lai/", evidence.evidence_reuse, name="evidence_reuse"),
    path(f"{EVIDENCE}/xa/<slug:commune>/<int:pk>/", evidence.evidence_use, name="evidence_use"),
    path(
        f"{EVIDENCE}/xa/<slug:commune>/<int:pk>/bo/<str:key>/", evidence.evidence_drop, name="evidence_drop"
    ),
    path("cong-nhan/", recognition.recognitions, name="recognitions"),
    path("cong-nhan/xuat/", recognition.recognitions_xlsx, name="recognitions_xlsx"),
    path("cong-nhan/them/", recognition.recognition_new, name="recognition_new"),
    path("cong-nhan/<int:pk>/", recognition.recognition, name="recognition"),
    path("cong-nhan/<int:pk>/sua/", recognition.recognition_edit, name="recognition_edit"),
    path("cong-nhan/<int:pk>/hieu-luc/", recognition.recognition_end, name="recognition_end"),
    path("cong-nhan/<int:pk>/xoa/", recognition.recognition_delete, name="recognition_delete"),
]
