"""Issuing a plan, and making it a draft again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import client_address
from ntm.access import editable_or_403
from plans.forms_plans import IssueForm, ReasonForm
from plans.models import Annex, Plan
from plans.services.plan_state import StateRefusedError, freeze_plan, issue_plan, reopen_plan
from plans.services.reconcile import reconcile


@require_http_methods(["GET", "POST"])
def plan_issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Number and date, and what is frozen with them; a plan that is issued already is shown."""
    plan = editable_or_403(Plan, request.user, slug=slug)
    if plan.is_issued:
        messages.info(request, "Kế hoạch đã được ban hành.")
        return redirect(plan)
    form = IssueForm(plan, localdate(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _issue(request, plan, form)
    annexes = list(Annex.objects.of_plan(plan).with_state())
    context = {
        "form": form,
        "plan": plan,
        "annexes": annexes,
        "empty": [annex for annex in annexes if not annex.version_number],
        "sections": plan.sections.count(),
        "differing": sum(one.is_open for one in reconcile(plan, request.user)),
    }
    return render(request, "plans/plan_issue.html", context, status=422 if form.is_bound else 200)


def _issue(request: HttpRequest, plan: Plan, form: IssueForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        frozen = issue_plan(
            plan=plan,
            number=given["number"],
            day=given["day"],
            now=now(),
            user=request.user,
            address=client_address(request),
        )
        told = f"{frozen} biểu được chốt ở bản hiện hành" if frozen else "chưa biểu nào có số liệu để chốt"
        messages.success(request, f"Đã ban hành {plan}; {told}.")
    except StateRefusedError as error:
        messages.info(request, str(error))
    return redirect(plan)


@require_http_methods(["GET", "POST"])
def plan_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    plan = editable_or_403(Plan, request.user, slug=slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason, address = form.cleaned_data["reason"], client_address(request)
        try:
            reopen_plan(plan=plan, reason=reason, user=request.user, address=address)
            messages.success(request, f"{plan} đã về dự thảo: nay sửa được văn bản và các biểu kèm theo.")
        except StateRefusedError as error:
            messages.info(request, str(error))
        return redirect(plan)
    context = {"form": form, "plan": plan}
    return render(request, "plans/plan_reopen.html", context, status=422 if form.is_bound else 200)


@require_POST
def plan_freeze(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of an issued plan that came here later are those it was issued with."""
    plan = editable_or_403(Plan, request.user, slug=slug)
    frozen = 0
    if plan.is_issued:
        frozen = freeze_plan(plan=plan, now=now(), user=request.user, address=client_address(request))
    if frozen:
        messages.success(request, f"Đã chốt {frozen} biểu là bản ban hành.")
    else:
        messages.info(request, "Không có biểu nào cần chốt.")
    return redirect(plan)
