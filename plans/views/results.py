"""A period's results as workbooks: the sheet to fill in, the way back in, the table as a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from criteria.domain.stages import Stage
from criteria.models import ReportingPeriod
from ntm.access import visible_or_404
from plans.forms import OutputForm
from plans.models import Annex
from plans.pdf import PdfError
from plans.services.result_output import make_result_template, read_results
from plans.services.results import has_columns, may_enter, results_annex
from plans.services.rows import CONTENT_TYPES, districts_of, file_name

from .files import download, receive


def _annex(request: HttpRequest, province: str, period: str, stage: str, code: str) -> Annex:
    """The annex of a period the user sees; nothing is stored of it before a file comes."""
    lookup = {"province__code": province, "code": period}
    found = visible_or_404(ReportingPeriod, request.user, **lookup)
    annex = results_annex(found, stage, code) if stage in list(Stage) else None
    if annex is None or not has_columns(annex):
        raise Http404
    return annex


def _annex_to_fill(request: HttpRequest, *address: str) -> Annex:
    annex = _annex(request, *address)
    if not may_enter(request.user, annex):
        raise PermissionDenied("Bạn không nhập số liệu ở bước này.")
    return annex


@require_GET
def results_template(request: HttpRequest, province: str, period: str, stage: str, code: str) -> HttpResponse:
    annex = _annex_to_fill(request, province, period, stage, code)
    content = make_result_template(annex, request.user)
    return download(content, CONTENT_TYPES["xlsx"], file_name(annex, "mau", kind="xlsx"))


@require_http_methods(["GET", "POST"])
def results_upload_new(
    request: HttpRequest, province: str, period: str, stage: str, code: str
) -> HttpResponse:
    return receive(request, _annex_to_fill(request, province, period, stage, code))


@require_GET
def results_output(
    request: HttpRequest, province: str, period: str, stage: str, code: str, kind: str
) -> HttpResponse:
    """What is stored, marked as provisional while not all of it is locked."""
    annex = _annex(request, province, period, stage, code)
    form = OutputForm(districts_of(annex, request.user), request.GET)
    if kind not in CONTENT_TYPES or not form.is_valid():
        raise Http404
    reading = read_results(annex, request.user, form.cleaned_data["district"])
    try:
        content = reading.write(kind)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(annex.page_url)
    return download(content, CONTENT_TYPES[kind], reading.file_name(kind))
