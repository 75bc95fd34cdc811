"""The communes that are nearly there: one, two, three criteria short of the whole set."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from criteria.domain.stages import STAGE_NAMES
from plans.services.rows import CONTENT_TYPES

from ..domain.nearly import Narrowed
from ..domain.nearly_workbook import write_nearly
from ..forms_nearly import NearlyForm
from ..services.links import result_switches
from ..services.nearly import Nearly, counts_of, proposals_of, read_nearly, tiles_of
from ..services.summary import sees_province
from .results import STAGE_PARAMETER, chosen_period

ROWS = 20  # of one page; their proposals are made when it is shown


@require_GET
def nearly(request: HttpRequest, province: str, period: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    found = read_nearly(chosen, stage, request.user)
    form = NearlyForm(request.GET, found)
    context: dict[str, Any] = {
        "period": chosen,
        "stage": stage,
        "found": found,
        "form": form,
        "kept": {} if stage == chosen.official_stage else {STAGE_PARAMETER: str(stage)},
        "own_only": not sees_province(request.user, chosen.province_id),
        "switches": result_switches(request.user, chosen, stage, "reports:results_nearly"),
    }
    if not form.is_valid():
        return render(request, "reports/results_nearly.html", context, status=422)
    return render(request, "reports/results_nearly.html", context | _answer(found, form))


def _answer(found: Nearly, form: NearlyForm) -> dict[str, Any]:
    rows = Paginator(form.asked.narrow(found.rows), ROWS).get_page(form.page)
    return {
        "asked": form.asked,
        "tiles": tiles_of(found, form.asked),
        "counts": counts_of(found, form.asked),
        "rows": rows,
        "proposals": proposals_of(found, list(rows)),
    }


@require_GET
def nearly_xlsx(request: HttpRequest, province: str, period: str) -> HttpResponse:
    """The communes the page of the same address lists; an address nobody made asks for the near ones."""
    chosen, stage = chosen_period(request, province, period)
    found = read_nearly(chosen, stage, request.user)
    form = NearlyForm(request.GET, found)
    asked = form.asked if form.is_valid() else Narrowed()
    rows = asked.narrow(found.rows)
    source = f"Bước {STAGE_NAMES[stage]}; {chosen.criteria_set}"
    if not sees_province(request.user, chosen.province_id):
        source += "; chỉ gồm các xã trong địa bàn của người lập"
    content = write_nearly(
        rows,
        proposals_of(found, rows),
        counts_of(found, asked),
        title=f"Xã gần đạt {found.total}/{found.total}, {chosen.province.full_name}, {chosen}",
        source=source,
        day=localdate(),
    )
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="gan-dat-{chosen.code}-{stage}.xlsx"'
    return response
