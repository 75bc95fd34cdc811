"""The log of every change, to read and to take along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from ntm.spreadsheets import SafeXlsx

from ..forms import HistoryForm
from ..services.history import line_of, read_act, read_log
from ..services.history_choices import read_choices
from ..services.history_workbook import export_log


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    choices = read_choices(request.user)
    form = HistoryForm(request.GET, choices, manages=request.user.manages)
    if not form.is_valid():
        return render(request, "reports/history.html", {"form": form}, status=422)
    if form.asked.act:
        log = read_act(request.user, form.asked, request.GET.get("trang", "1"))
    else:
        given = form.cleaned_data
        log = read_log(request.user, form.asked, before=given["truoc"], after=given["sau"])
    acts = [(act, [line_of(line, choices.words) for line in act.lines]) for act in log.acts]
    return render(request, "reports/history.html", {"form": form, "log": log, "acts": acts})


@require_GET
def history_xlsx(request: HttpRequest) -> HttpResponse:
    choices = read_choices(request.user)
    form = HistoryForm(request.GET, choices, manages=request.user.manages)
    if not form.is_valid():
        return render(request, "reports/history.html", {"form": form}, status=422)
    content = export_log(request.user, form.asked, choices.words, said=form.said, now=now())
    response = HttpResponse(content, content_type=SafeXlsx.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="lich-su.xlsx"'
    return response
