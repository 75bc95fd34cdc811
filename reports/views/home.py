"""The first page, by role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from plans.models import Plan
from plans.services.tasks import count_due

from ..querysets import uploads_by
from ..services.home import area_state, district_states, known_annexes, to_bring
from ..services.home_results import home_results
from ..services.summary import read_plan, visible_communes, visible_districts
from ..tables.home import BriefTable, DistrictTable, OwnUploadTable
from ..tables.summary import band_counts

LAST_UPLOADS = 5


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """By role: who has sent and brought what, own units and files, or the figures of the own area."""
    context = {"results": home_results(request.user, localdate())}
    plan = Plan.objects.visible_to(request.user).current()
    if plan is None:
        return render(request, "reports/home_empty.html", context)
    found = read_plan(plan)
    context |= {"plan": plan, "found": found, "annexes": known_annexes(plan)}
    if request.user.manages:
        return _staff_home(request, context)
    if found:
        area = area_state(found, visible_communes(plan, request.user))
        context |= {"area": area, "counts": band_counts(area.summary)}
    if request.user.states_targets:
        table = OwnUploadTable(uploads_by(request.user, plan)[:LAST_UPLOADS])
        context |= {"table": table, "annexes": to_bring(context["annexes"], plan, request.user)}
        return render(request, "reports/home_officer.html", context)
    if found and any(area.covers(plan.province_id) for area in request.user.areas):
        context["table"] = BriefTable(found.report, plan, visible_districts(plan, request.user))
    return render(request, "reports/home_reader.html", context)


def _staff_home(request: HttpRequest, context: dict) -> HttpResponse:
    found = context["found"]
    context["tasks"] = count_due(request.user, localdate())
    if found:
        states = district_states(found)
        title = f"Tình hình {found.annex.label} theo huyện"
        table = DistrictTable(states, found.plan, title)
        RequestConfig(request, paginate=False).configure(table)
        complete = sum(state.line.summary.is_complete for state in states)
        context |= {"table": table, "complete": complete, "whole": found.report.whole}
    return render(request, "reports/home_staff.html", context)
