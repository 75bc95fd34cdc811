"""The periods of a province: the list, a new one with proposed days, changing and taking back one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from accounts.services import client_address
from communes.models import Province
from criteria.forms_periods import PeriodForm, ProposalForm, default_year
from criteria.models import ReportingPeriod
from criteria.services.periods import delete_period, first_values, store_period
from criteria.tables import PeriodTable
from ntm.access import editable_or_403

ROWS = 50


@require_GET
def periods(request: HttpRequest) -> HttpResponse:
    rows = ReportingPeriod.objects.visible_to(request.user).for_list()
    table = PeriodTable(rows, request.user, localdate())
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    return render(request, "criteria/periods.html", {"table": table})


@require_http_methods(["GET", "POST"])
def period_new(request: HttpRequest) -> HttpResponse:
    """Type and year in the address fill the form with what the decree says; all of it may be changed."""
    provinces = Province.objects.managed_by(request.user)
    if not provinces:
        raise PermissionDenied("Chỉ Văn phòng điều phối của tỉnh thêm được kỳ đánh giá.")
    today = localdate()
    asked = ProposalForm(request.GET if "loai" in request.GET else None, initial={"nam": default_year(today)})
    first = {}
    if asked.is_valid():
        first = first_values(provinces[0], asked.proposal) | {"kind": asked.cleaned_data["loai"]}
    form = PeriodForm(provinces, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        return _store(request, form)
    context = {"form": form, "asked": asked, "filled": bool(first) or form.is_bound}
    bad = request.method == "POST" or (asked.is_bound and not asked.is_valid())
    return render(request, "criteria/period_form.html", context, status=422 if bad else 200)


@require_http_methods(["GET", "POST"])
def period_edit(request: HttpRequest, province: str, period: str) -> HttpResponse:
    found = editable_or_403(ReportingPeriod, request.user, province__code=province, code=period)
    in_use = found.has_figures
    provinces = Province.objects.managed_by(request.user)
    sent = request.POST if request.method == "POST" else None
    form = PeriodForm(provinces, sent, instance=found, in_use=in_use)
    if request.method == "POST" and form.is_valid():
        return _store(request, form)
    stored = ReportingPeriod.objects.visible_to(request.user).get(pk=found.pk)
    context = {"form": form, "period": stored, "in_use": in_use}
    return render(request, "criteria/period_form.html", context, status=422 if form.is_bound else 200)


def _store(request: HttpRequest, form: PeriodForm) -> HttpResponse:
    period = form.save(commit=False)
    if store_period(period=period, user=request.user, address=client_address(request)):
        messages.success(request, f"Đã lưu kỳ {period.name}.")
    else:
        messages.info(request, f"Kỳ {period.name} không có gì thay đổi.")
    return redirect("criteria:periods")


@require_POST
def period_delete(request: HttpRequest, province: str, period: str) -> HttpResponse:
    """Takes back a period nobody has entered anything into."""
    found = editable_or_403(ReportingPeriod, request.user, province__code=province, code=period)
    try:
        delete_period(period=found, user=request.user, address=client_address(request))
        messages.success(request, f"Đã xóa kỳ {found.name}.")
    except ProtectedError:
        messages.error(request, f"Không xóa được: kỳ {found.name} đã có số liệu.")
        return redirect("criteria:period_edit", province, period)
    return redirect("criteria:periods")
