"""Where entering begins, and the sheet of a period at a stage: its units, their state, and what to do."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from accounts.services import client_address
from criteria.domain.stages import Action, Stage
from criteria.forms_periods import MoveForm
from criteria.models import ReportingPeriod
from criteria.services.overview import Overview, live_periods, read_overview
from criteria.services.proposals_sheet import proposals_beside, unexplained_in
from criteria.services.sheet_page import SheetPage, act_on_units, read_page
from ntm.access import visible_or_404


@require_GET
def entry(request: HttpRequest) -> HttpResponse:
    """The periods that ask for something, and where it is this user's turn."""
    if not request.user.enters:
        raise PermissionDenied("Tài khoản của bạn xem được số liệu nhưng không nhập.")
    today = localdate()
    found = [one for one in live_periods(request.user, today) if one.own_views]
    coming = ReportingPeriod.objects.visible_to(request.user).coming_after(today)[:3]
    return render(request, "criteria/entry.html", {"overviews": found, "coming": coming, "today": today})


def _overview(request: HttpRequest, province: str, period: str, stage: str) -> tuple[Overview, Stage]:
    found = visible_or_404(ReportingPeriod, request.user, province__code=province, code=period)
    if stage not in list(Stage):
        raise Http404
    return read_overview(found, request.user, localdate()), Stage(stage)


@require_GET
def sheet(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    overview, step = _overview(request, province, period, stage)
    page = read_page(overview, step, request.GET.get("tieu-chi", ""))
    return _show(request, page, MoveForm(page.keys, step), page.keys_of(request.GET.get("chon", "")))


def _show(
    request: HttpRequest, page: SheetPage, form: MoveForm, ticked: Sequence[str], status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "overview": page.overview, "form": form}
    context |= {"period": page.overview.period, "ticked": ticked}
    context["proposals"] = proposals_beside(page)
    return render(request, "criteria/sheet.html", context, status=status)


@require_POST
def move(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    """One act for the ticked units. Sending and locking are asked about once, with what is missing."""
    overview, step = _overview(request, province, period, stage)
    page = read_page(overview, step, request.POST.get("tieu-chi", ""))
    if not page.may_act:
        raise PermissionDenied("Bạn xem được bảng này nhưng không gửi, trả lại hay chốt ở bước này.")
    form = MoveForm(page.keys, step, request.POST)
    if not form.is_valid():
        return _show(request, page, form, form.ticked, status=422)
    given = form.cleaned_data
    if given["action"] in (Action.SEND, Action.LOCK) and not given["sure"]:
        lines = [page.lines[unit.key] for unit in given["units"]]
        ready = [line for line in lines if given["action"] in line.possible]
        context = {"page": page, "period": overview.period, "form": form, "chosen": ready}
        if ready:  # else there is nothing to ask: each is told why it stays as it is
            context["left_out"] = [line for line in lines if line not in ready]
            context["unexplained"] = unexplained_in(page, ready)
            return render(request, "criteria/move.html", context)
    for level, text in act_on_units(page, address=client_address(request), **given):
        messages.add_message(request, level, text)
    return redirect(_address(page, province, period, stage))


def _address(page: SheetPage, *arguments: str) -> str:
    query = f"?{urlencode({'tieu-chi': page.criterion})}" if page.criterion else ""
    return reverse("criteria:sheet", args=arguments) + query
