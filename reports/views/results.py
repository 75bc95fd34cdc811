"""The results of a period: the summary, a district, a commune; each at the official step or another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from communes.models import Commune, District
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.models import ReportingPeriod
from criteria.services.evidence_cell import completeness_of
from ntm.access import visible_or_404
from plans.services.rows import CONTENT_TYPES

from ..domain.summary import Report
from ..domain.workbook import write_summary
from ..querysets import changes_of, latest_period
from ..services.links import entry_link, history_link, result_switches, target_link
from ..services.periods import PeriodReport, period_districts_seen, period_report_for, read_period
from ..services.recognised import commune_beside, communes_recognised
from ..services.results import communes_page, entry_stage, read_results_commune, read_results_district
from ..tables.history import ResultHistoryTable
from ..tables.results import ResultTable
from ..tables.summary import band_counts

CHANGES_PER_PAGE = 10
STAGE_PARAMETER, OPEN_PARAMETER = "giai-doan", "mo"


@require_GET
def results_index(request: HttpRequest) -> HttpResponse:
    """The latest period that has opened."""
    period = latest_period(request.user, localdate())
    if period is None:
        return render(request, "reports/results_empty.html")
    return redirect("reports:results", period.province.code, period.code)


def chosen_period(request: HttpRequest, province: str, code: str) -> tuple[ReportingPeriod, Stage]:
    """The period, and the step the address names; without one the official step."""
    period = visible_or_404(ReportingPeriod, request.user, province__code=province, code=code)
    try:
        return period, Stage(request.GET.get(STAGE_PARAMETER) or period.official_stage)
    except ValueError:
        raise Http404 from None


@require_GET
def results(request: HttpRequest, province: str, period: str) -> HttpResponse:
    """By district; where there are no districts any more, commune by commune."""
    chosen, stage = chosen_period(request, province, period)
    found = read_period(chosen, stage)
    report = period_report_for(found, request.user)
    context: dict[str, Any] = {
        "period": chosen,
        "stage": stage,
        "found": found,
        "report": report,
        "counts": band_counts(report.whole.summary),
        "recognised": communes_recognised(found),
        "switches": result_switches(request.user, chosen, stage, "reports:results"),
    }
    if found.is_districtless:
        context["page"] = communes_page(found, request.user)
    else:
        context["table"] = _table(request, found, report, context["switches"].query)
    return render(request, "reports/results.html", context)


def _table(request: HttpRequest, found: PeriodReport, report: Report, query: str) -> ResultTable:
    table = ResultTable(
        report,
        period_districts_seen(found.period, request.user),
        period=found.period,
        query=query,
        comparisons=found.by_district,
        whole=found.comparison,
        target_year=found.target_year,
    )
    RequestConfig(request, paginate=False).configure(table)
    return table


@require_GET
def results_xlsx(request: HttpRequest, province: str, period: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    found = read_period(chosen, stage)
    report = period_report_for(found, request.user)
    title = f"Tổng hợp tiêu chí nông thôn mới {chosen.province.full_name}, thực hiện {chosen}"
    source = f"Bước {STAGE_NAMES[stage]}; {chosen.criteria_set}"
    if found.target_year:
        source += f"; mục tiêu đến năm {found.target_year} theo {found.plan}"
    if report.whole.provisional:
        source += "; số liệu tạm"
    comparisons = {**found.by_district, "whole": found.comparison} if found.target_year else None
    content = write_summary(
        report,
        title=title,
        source=source,
        day=localdate(),
        comparisons=comparisons,
        target_year=found.target_year,
    )
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="ket-qua-{chosen.code}-{stage}.xlsx"'
    return response


@require_GET
def results_district(request: HttpRequest, province: str, period: str, code: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    seen = District.objects.visible_to(request.user).on(chosen.last_day)
    unit = get_object_or_404(seen, province=chosen.province_id, code=code)
    return _district_page(request, chosen, stage, unit)


@require_GET
def results_communes(request: HttpRequest, province: str, period: str) -> HttpResponse:
    """The communes that lie in no district."""
    chosen, stage = chosen_period(request, province, period)
    return _district_page(request, chosen, stage, None)


def _district_page(
    request: HttpRequest, period: ReportingPeriod, stage: Stage, unit: District | None
) -> HttpResponse:
    page = read_results_district(period, stage, unit, request.user)
    if page is None:
        raise Http404
    name = "reports:results_district" if unit else "reports:results_communes"
    ids, locked = [row.unit.id for row in page.rows], page.line.is_fixed
    entry = entry_stage(request.user, period, stage, ids, localdate(), locked=locked)
    context: dict[str, Any] = {
        "period": period,
        "stage": stage,
        "unit": unit,
        "page": page,
        "counts": band_counts(page.line.summary),
        "recognised": communes_recognised(page.found),
        "switches": result_switches(request.user, period, stage, name, unit),
        "entry_url": entry_link(period, entry, huyen=unit.code) if unit else entry_link(period, entry),
        "history_url": history_link(unit),
        "target_url": target_link(page.found.plan, unit, listed=bool(page.found.comparison.with_target)),
    }
    return render(request, "reports/results_district.html", context)


@require_GET
def results_commune(request: HttpRequest, province: str, period: str, code: str) -> HttpResponse:
    chosen, stage = chosen_period(request, province, period)
    seen = Commune.objects.visible_to(request.user).on(chosen.last_day)
    unit = get_object_or_404(seen, province=chosen.province_id, code=code)
    page = read_results_commune(chosen, stage, unit)
    changes = changes_of(unit, page.district.pk if page.district else None, chosen, request.user)
    shows_address = request.user.manages_province(chosen.province_id)
    table = ResultHistoryTable(changes, page.marks, shows_address=shows_address)
    RequestConfig(request, paginate={"per_page": CHANGES_PER_PAGE}).configure(table)
    entry = entry_stage(request.user, chosen, stage, [unit.pk], localdate(), locked=page.locked)
    context: dict[str, Any] = {
        "period": chosen,
        "stage": stage,
        "commune": unit,
        "page": page,
        "table": table,
        "unfolded": OPEN_PARAMETER in request.GET,
        "switches": result_switches(
            request.user, chosen, stage, "reports:results_commune", unit, page.counts, page.stated
        ),
        "entry_url": entry_link(chosen, entry, xa=unit.code),
        "history_url": history_link(unit),
        "target_url": target_link(page.plan, unit),
        "beside": commune_beside(page, localdate()),
        "evidence": completeness_of(chosen, unit, page.sheet.measures.values()),
    }
    return render(request, "reports/results_commune.html", context)
