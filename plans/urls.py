from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import plan_annexes, plan_edit, plan_files, plan_state, plan_text, plans, results, tasks, uploads

TASK = "ke-hoach/<slug:slug>/nhiem-vu/<slug:code>/<path:line>/<str:step>/"
RESULTS = "nhap-lieu/<slug:province>/<slug:period>/<slug:stage>/bieu/<slug:code>/"


class WayConverter(StringConverter):
    """Up or down."""

    regex = "len|xuong"


register_converter(WayConverter, "way")

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="list"),
    path("ke-hoach/them/", plan_edit.plan_new, name="plan_new"),
    path("ke-hoach/<slug:slug>/", plans.plan_page, name="plan"),
    path("ke-hoach/<slug:slug>/tep.<slug:kind>", plan_files.plan_output, name="plan_output"),
    path("ke-hoach/<slug:slug>/doi-chieu/", plans.reconciliation, name="reconciliation"),
    path("ke-hoach/<slug:slug>/sua/", plan_edit.plan_edit, name="plan_edit"),
    path("ke-hoach/<slug:slug>/nam-moi/", plan_edit.plan_next, name="plan_next"),
    path("ke-hoach/<slug:slug>/xoa/", plan_edit.plan_delete, name="plan_delete"),
    path("ke-hoach/<slug:slug>/ban-hanh/", plan_state.plan_issue, name="plan_issue"),
    path("ke-hoach/<slug:slug>/du-thao/", plan_state.plan_reopen, name="plan_reopen"),
    path("ke-hoach/<slug:slug>/chot/", plan_state.plan_freeze, name="plan_freeze"),
    path("ke-hoach/<slug:slug>/muc/", plan_text.outline, name="outline"),
    path("ke-hoach/<slug:slug>/muc/them/", plan_text.section_new, name="section_new"),
    path("ke-hoach/<slug:slug>/muc/dan/", plan_text.text_paste, name="text_paste"),
    path("ke-hoach/<slug:slug>/muc/<int:pk>/", plan_text.section_edit, name="section_edit"),
    path("ke-hoach/<slug:slug>/muc/<int:pk>/xoa/", plan_text.section_delete, name="section_delete"),
    path("ke-hoach/<slug:slug>/muc/<int:pk>/<way:way>/", plan_text.section_move, name="section_move"),
    path("ke-hoach/<slug:slug>/bieu/them/", plan_annexes.annex_new, name="annex_new"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/sua/", plan_annexes.annex_edit, name="annex_edit"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/go/", plan_annexes.annex_remove, name="annex_remove"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/<way:way>/", plan_annexes.annex_move, name="annex_move"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/", plans.annex_page, name="annex"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/in/", plans.print_page, name="print"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tep.<slug:kind>", plans.output, name="output"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/mau.xlsx", plans.template, name="template"),
    path("ke-hoach/<slug:slug>/bieu/<slug:code>/tai-len/", plans.upload_new, name="upload_new"),
    path("nhiem-vu/", tasks.all_tasks, name="all_tasks"),
    path("nhiem-vu.xlsx", tasks.all_tasks_xlsx, name="all_tasks_xlsx"),
    path("ke-hoach/<slug:slug>/nhiem-vu/", tasks.tasks, name="tasks"),
    path("ke-hoach/<slug:slug>/nhiem-vu.xlsx", tasks.tasks_xlsx, name="tasks_xlsx"),
    path(f"{TASK}xong/", tasks.task_done, name="task_done"),
    path(f"{TASK}bo-xong/", tasks.task_undone, name="task_undone"),
    path(TASK, tasks.task, name="task"),
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
