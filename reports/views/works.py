"""What remains to be done: of a plan by its annexes, of a period as entered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from criteria.domain.stages import STAGE_NAMES
from ntm.access import visible_or_404
from plans.models import Plan
from plans.services.rows import CONTENT_TYPES

from ..domain.works import Asked
from ..domain.works_workbook import write_works
from ..forms_works import VIEWS, WorksForm
from ..services.links import result_switches
from ..services.summary import sees_province
from ..services.works import Works, read_period_works, read_plan_works
from ..services.works_page import make_page, said_of
from .results import STAGE_PARAMETER, chosen_period


@require_GET
def works(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    found = read_plan_works(plan, request.user)
    own_only = not sees_province(request.user, plan.province_id)
    return _page(request, found, "reports/works.html", {"plan": plan, "own_only": own_only})


@require_GET
def works_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    found = read_plan_works(plan, request.user)
    title = f"Việc còn lại theo {plan}, {plan.province.full_name}"
    source = "; ".join(f"{annex.label}, bản {annex.version_number}" for annex in found.annexes)
    source += _own_words(request, plan.province_id)
    return _file(request, found, title, source, f"viec-con-lai-{plan.slug}")


@require_GET
def results_works(request: HttpRequest, province: str, period: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    found = read_period_works(chosen, stage, request.user)
    context = {
        "period": chosen,
        "stage": stage,
        "own_only": not sees_province(request.user, chosen.province_id),
        "switches": result_switches(request.user, chosen, stage, "reports:results_works"),
    }
    kept = {} if stage == chosen.official_stage else {STAGE_PARAMETER: str(stage)}
    return _page(request, found, "reports/results_works.html", context | {"kept": kept}, kept)


@require_GET
def results_works_xlsx(request: HttpRequest, province: str, period: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    found = read_period_works(chosen, stage, request.user)
    title = f"Việc còn lại {chosen.province.full_name}, {chosen}"
    source = f"Bước {STAGE_NAMES[stage]}; {chosen.criteria_set}" + _own_words(request, chosen.province_id)
    return _file(request, found, title, source, f"viec-con-lai-{chosen.code}-{stage}")


def _own_words(request: HttpRequest, province_id: int) -> str:
    """What a file says whose sums are not those of the province."""
    return "" if sees_province(request.user, province_id) else "; chỉ gồm các xã trong địa bàn của người lập"


def _page(
    request: HttpRequest,
    found: Works,
    template: str,
    context: dict[str, Any],
    kept: dict[str, str] | None = None,
) -> HttpResponse:
    form = WorksForm(request.GET, found)
    context |= {"form": form, "found": found}
    if not form.is_valid():
        return render(request, template, context, status=422)
    page = make_page(found, form.asked, form.view, form.page, views=VIEWS, kept=kept or {})
    return render(request, template, context | {"page": page})


def _file(request: HttpRequest, found: Works, title: str, source: str, name: str) -> HttpResponse:
    """The works the page of the same address shows; an address nobody made asks for all of them."""
    form = WorksForm(request.GET, found)
    asked = form.asked if form.is_valid() else Asked()
    said = said_of(asked, found)
    content = write_works(
        asked.narrow(found.items),
        title=title,
        source=f"{source}; chỉ gồm {said}" if said else source,
        day=localdate(),
        several=found.sets > 1,
    )
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
