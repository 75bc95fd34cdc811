"""Which annexes a draft has, in which order, under which label and title."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import client_address
from ntm.access import visible_or_404
from plans.forms_plans import AnnexForm, NewAnnexForm
from plans.models import Annex, AnnexVersion
from plans.services.plan_facts import NotEmptyError, move_annex, remove_annex, store_annex

from .plan_edit import TAKEN, draft_or_403
from .plan_text import STEPS


def _annex(request: HttpRequest, slug: str, code: str) -> Annex:
    """An annex of a draft the user may edit: not whoever may bring figures to it."""
    plan = draft_or_403(request, slug)
    annex: Annex = visible_or_404(Annex, request.user, plan=plan, code=code)
    return annex


@require_http_methods(["GET", "POST"])
def annex_new(request: HttpRequest, slug: str) -> HttpResponse:
    plan = draft_or_403(request, slug)
    form = NewAnnexForm(plan, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        annex = form.save(commit=False)
        try:
            store_annex(annex=annex, user=request.user, address=client_address(request))
        except IntegrityError:
            form.add_error(None, TAKEN)
        else:
            messages.success(request, f"Đã thêm {annex.label}.")
            return redirect(plan)
    context = {"form": form, "plan": plan}
    return render(request, "plans/annex_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def annex_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    in_use = AnnexVersion.objects.current(annex) is not None
    form = AnnexForm(request.POST if request.method == "POST" else None, instance=annex, in_use=in_use)
    if form.is_bound and form.is_valid():
        if store_annex(annex=form.save(commit=False), user=request.user, address=client_address(request)):
            messages.success(request, f"Đã lưu {annex.label}.")
        else:
            messages.info(request, "Không có gì thay đổi.")
        return redirect(annex.plan)
    context = {"form": form, "plan": annex.plan, "annex": annex}
    return render(request, "plans/annex_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def annex_move(request: HttpRequest, slug: str, code: str, way: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    move_annex(annex=annex, step=STEPS[way], user=request.user, address=client_address(request))
    return redirect(annex.plan)


@require_http_methods(["GET", "POST"])
def annex_remove(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    if request.method == "GET":
        return render(request, "plans/annex_remove.html", {"plan": annex.plan, "annex": annex})
    try:
        remove_annex(annex=annex, user=request.user, address=client_address(request))
        messages.success(request, f"Đã gỡ {annex.label} khỏi kế hoạch.")
    except NotEmptyError as error:
        messages.error(request, str(error))
    return redirect(annex.plan)
