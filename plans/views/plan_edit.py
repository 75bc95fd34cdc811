"""Making a plan, from nothing or from the last one; its facts; taking a draft away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.services import client_address
from communes.models import Province
from ntm.access import editable_or_403
from plans.forms_plans import NewPlanForm, NextPlanForm, PlanForm
from plans.models import AnnexVersion, Plan
from plans.services.plan_copy import copy_plan, first_values, new_values
from plans.services.plan_facts import NotEmptyError, delete_plan, has_own_figures, store_plan

TAKEN = "Chưa lưu: vừa có người lưu đúng mục này trong cùng lúc. Hãy mở lại trang để xem trước khi thử lại."
ISSUED = "Kế hoạch đã ban hành. Muốn sửa thì đưa về dự thảo, có ghi lý do, ở trang của kế hoạch."


def draft_or_403(request: HttpRequest, slug: str) -> Plan:
    """The plan, where the user may edit it and it is a draft."""
    plan: Plan = editable_or_403(Plan, request.user, slug=slug)
    if plan.is_issued:
        raise PermissionDenied(ISSUED)
    return plan


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    provinces = Province.objects.managed_by(request.user)
    if not provinces:
        raise PermissionDenied("Chỉ Văn phòng điều phối của tỉnh thêm được kế hoạch.")
    sent = request.POST if request.method == "POST" else None
    form = NewPlanForm(provinces, sent, initial=new_values(provinces[0], localdate()))
    if form.is_bound and form.is_valid():
        plan = form.save(commit=False)
        try:
            store_plan(plan=plan, user=request.user, address=client_address(request))
        except IntegrityError:
            form.add_error("slug", TAKEN)
        else:
            messages.success(request, "Đã thêm kế hoạch. Tiếp theo: thêm các mục của văn bản và các biểu.")
            return redirect(plan)
    return render(request, "plans/plan_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    plan = draft_or_403(request, slug)
    in_use = AnnexVersion.objects.of_plan(plan).exists()
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan, in_use=in_use)
    if form.is_bound and form.is_valid():
        if store_plan(plan=form.save(commit=False), user=request.user, address=client_address(request)):
            messages.success(request, "Đã lưu thông tin của kế hoạch.")
        else:
            messages.info(request, "Không có gì thay đổi.")
        return redirect(plan)
    stored = Plan.objects.visible_to(request.user).get(slug=slug)
    context = {"form": form, "plan": stored, "in_use": in_use, "may_delete": not has_own_figures(stored)}
    return render(request, "plans/plan_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def plan_next(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of the next years, from this one: its text, its annexes, the figures it starts from."""
    source = editable_or_403(Plan, request.user, slug=slug)
    first = first_values(source, localdate())
    form = NextPlanForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        new = Plan(**form.cleaned_data)
        try:
            made = copy_plan(source=source, new=new, user=request.user, address=client_address(request))
        except IntegrityError:
            form.add_error("slug", TAKEN)
        else:
            messages.success(request, f"Đã lập kế hoạch mới từ {source}. {made.told}")
            return redirect(made.plan)
    context = {"form": form, "plan": source}
    return render(request, "plans/plan_next.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def plan_delete(request: HttpRequest, slug: str) -> HttpResponse:
    plan = draft_or_403(request, slug)
    if request.method == "GET":
        return render(request, "plans/plan_delete.html", {"plan": plan})
    try:
        delete_plan(plan=plan, user=request.user, address=client_address(request))
    except NotEmptyError as error:
        messages.error(request, str(error))
        return redirect("plans:plan", slug)
    messages.success(request, f"Đã xóa {plan}.")
    return redirect("plans:list")
