"""All of a plan as one file, or as an archive of files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from ntm.access import visible_or_404
from plans.forms import PlanOutputForm
from plans.models import Plan
from plans.pdf import PdfError
from plans.services.plan_output import PLAN_TYPES, NothingToPrintError, PlanOutput

from .files import download


@require_GET
def plan_output(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    form = PlanOutputForm(request.GET)
    if kind not in PLAN_TYPES or not form.is_valid():
        raise Http404
    output = PlanOutput(plan, request.user, **form.cleaned_data)
    try:
        content = output.write(kind)
    except (PdfError, NothingToPrintError) as error:
        messages.error(request, str(error))
        return redirect(plan)
    return download(content, PLAN_TYPES[kind], output.file_name(kind))
