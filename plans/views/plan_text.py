"""The sections of a draft: their order, and each of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import client_address
from ntm.access import editable_or_403
from plans.forms_plans import PasteForm, PlaceForm, SectionForm
from plans.models import Plan, PlanSection
from plans.services.plan_outline import read_outline
from plans.services.plan_text import (
    DOWN,
    UP,
    add_section,
    append_sections,
    delete_section,
    edit_section,
    move_section,
    proposal_after,
)

from .plan_edit import draft_or_403

STEPS = {"len": UP, "xuong": DOWN}


@require_GET
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    plan = draft_or_403(request, slug)
    return render(request, "plans/outline.html", {"plan": plan, "outline": read_outline(plan)})


def _section(request: HttpRequest, slug: str, pk: int) -> PlanSection:
    """A section of a draft the user may edit."""
    plan = draft_or_403(request, slug)
    section: PlanSection = editable_or_403(PlanSection, request.user, plan=plan, pk=pk)
    section.plan = plan
    return section


def _to_outline(plan: Plan, section: PlanSection | None = None) -> HttpResponse:
    place = f"#muc-{section.pk}" if section else ""
    return redirect(reverse("plans:outline", args=[plan.slug]) + place)


@require_http_methods(["GET", "POST"])
def section_new(request: HttpRequest, slug: str) -> HttpResponse:
    """``sau``: the section behind which it goes; ``cap``: its level, else that of the section before."""
    plan = draft_or_403(request, slug)
    place = PlaceForm(request.GET)
    asked = place.cleaned_data if place.is_valid() else {}
    after = _section(request, slug, asked["sau"]) if asked.get("sau") else None
    level = asked.get("cap") or (after.level if after else 1)
    first = {"level": level, "number": proposal_after(plan, after, level)}
    sent = request.POST if request.method == "POST" else None
    form = SectionForm(sent, instance=PlanSection(plan=plan), initial=first)
    if form.is_bound and form.is_valid():
        section = form.save(commit=False)
        add_section(section=section, after=after, user=request.user, address=client_address(request))
        messages.success(request, "Đã thêm mục.")
        return _to_outline(plan, section)
    context = {"form": form, "plan": plan, "after": after}
    return render(request, "plans/section_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def text_paste(request: HttpRequest, slug: str) -> HttpResponse:
    """A text pasted whole: first shown as the sections found in it, with ``luu`` stored behind the rest."""
    plan = draft_or_403(request, slug)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "plans/text_paste.html", {"form": form, "plan": plan}, status=status)
    if "luu" not in request.POST:
        context = {"form": form, "plan": plan, "pasted": form.pasted}
        return render(request, "plans/text_paste.html", context)
    count = append_sections(
        plan=plan, sections=form.pasted.sections, user=request.user, address=client_address(request)
    )
    messages.success(request, f"Đã thêm {count} mục.")
    return _to_outline(plan)


@require_http_methods(["GET", "POST"])
def section_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    section = _section(request, slug, pk)
    form = SectionForm(request.POST if request.method == "POST" else None, instance=section)
    if form.is_bound and form.is_valid():
        changed = form.save(commit=False)
        if edit_section(section=changed, user=request.user, address=client_address(request)):
            messages.success(request, "Đã lưu mục.")
        else:
            messages.info(request, "Không có gì thay đổi.")
        return _to_outline(section.plan, section)
    context = {"form": form, "plan": section.plan, "section": section}
    return render(request, "plans/section_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def section_move(request: HttpRequest, slug: str, pk: int, way: str) -> HttpResponse:
    section = _section(request, slug, pk)
    moved = move_section(section=section, step=STEPS[way], user=request.user, address=client_address(request))
    if not moved:
        messages.info(request, "Mục đã ở đầu hoặc cuối cấp của nó.")
    return _to_outline(section.plan, section)


@require_http_methods(["GET", "POST"])
def section_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    section = _section(request, slug, pk)
    if request.method == "GET":
        going = read_outline(section.plan).under(pk)
        context = {"plan": section.plan, "section": section, "going": going}
        return render(request, "plans/section_delete.html", context)
    count = delete_section(section=section, user=request.user, address=client_address(request))
    messages.success(request, f"Đã xóa {count} mục. Nội dung cũ còn trong lịch sử thay đổi.")
    return _to_outline(section.plan)
