"""The summary of a plan's targets, a district, a commune."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from communes.models import Commune, District
from criteria.services.recognition_page import Beside, read_record
from ntm.access import visible_or_404
from plans.models import Plan
from plans.services.rows import CONTENT_TYPES

from ..domain.summary import RESULT
from ..domain.workbook import write_summary
from ..querysets import history_of, upload_seen
from ..services.links import history_link, result_link
from ..services.pages import read_commune, read_district
from ..services.summary import read_plan, report_for, visible_districts
from ..tables.history import HistoryTable
from ..tables.summary import SummaryTable, band_counts

CHANGES_PER_PAGE = 25


@require_GET
def summary_index(request: HttpRequest) -> HttpResponse:
    plan = Plan.objects.visible_to(request.user).current()
    if plan is None:
        return render(request, "reports/home_empty.html")
    return redirect("reports:summary", plan.slug)


@require_GET
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    results_url = result_link(plan, None, localdate())
    context = {"plan": plan, "plans": Plan.objects.visible_to(request.user), "results_url": results_url}
    found = read_plan(plan)
    if found is None or found.version is None:
        return render(request, "reports/summary_empty.html", context | {"found": found})
    report = report_for(found, request.user)
    table = SummaryTable(report, plan, visible_districts(plan, request.user))
    RequestConfig(request, paginate=False).configure(table)
    counts = band_counts(report.whole.summary)
    context |= {"found": found, "report": report, "table": table, "counts": counts}
    return render(request, "reports/summary.html", context)


@require_GET
def summary_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    found = read_plan(plan)
    if found is None or found.version is None:
        raise Http404
    title = f"Tổng hợp tiêu chí nông thôn mới {plan.province.full_name}, mục tiêu đến năm {plan.last_year}"
    source = f"Theo {found.facts.reference}; {found.annex.label}, bản {found.version.number}"
    content = write_summary(report_for(found, request.user), title=title, source=source, day=localdate())
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="tong-hop-{plan.slug}.xlsx"'
    return response


@require_GET
def district(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    seen = District.objects.visible_to(request.user).on(plan.units_date)
    return _district_page(request, plan, get_object_or_404(seen, province=plan.province_id, code=code))


@require_GET
def communes(request: HttpRequest, slug: str) -> HttpResponse:
    """The communes that lie in no district."""
    return _district_page(request, visible_or_404(Plan, request.user, slug=slug), None)


def _district_page(request: HttpRequest, plan: Plan, unit: District | None) -> HttpResponse:
    page = read_district(plan, unit, request.user)
    if page is None or not page.communes:
        raise Http404
    context = {"plan": plan, "page": page, "counts": band_counts(page.line.summary)}
    return render(request, "reports/district.html", context | _elsewhere(plan, unit))


def _elsewhere(plan: Plan, unit: Commune | District | None) -> dict[str, str]:
    """The same unit's results and history."""
    return {"results_url": result_link(plan, unit, localdate()), "history_url": history_link(unit)}


@require_GET
def commune(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    seen = Commune.objects.visible_to(request.user).on(plan.units_date)
    unit = get_object_or_404(seen, province=plan.province_id, code=code)
    page = read_commune(plan, unit)
    upload = upload_seen(page.version, request.user)
    context = {"plan": plan, "page": page, "commune": unit, "upload": upload} | _elsewhere(plan, unit)
    context["beside"] = Beside(read_record(unit, page.predecessors, localdate()))
    if page.found:
        names = {column.key: column.title for column in page.found.definition.columns}
        names[RESULT] = "Số tiêu chí phải đạt"  # the annex calls it "Kết quả", which it is not
        table = HistoryTable(history_of(page.found.annex, unit, request.user), names)
        RequestConfig(request, paginate={"per_page": CHANGES_PER_PAGE}).configure(table)
        context["table"] = table
    return render(request, "reports/commune.html", context)
