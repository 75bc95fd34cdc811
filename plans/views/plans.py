"""Plans and their annexes: to read, to print, as files, as templates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ntm.access import editable_or_403, may_edit, visible_or_404
from plans.forms import OutputForm, VersionForm
from plans.models import Annex, AnnexVersion, Plan
from plans.pdf import PdfError
from plans.services.output import Reading, make_template, read_annex
from plans.services.plan_page import read_plan_page
from plans.services.reconcile import open_groups, reconcile
from plans.services.rows import CONTENT_TYPES, districts_of, file_name
from plans.services.tables import is_known
from plans.sheet_tables import PrintedSheet, shown_as_matrix
from plans.tables import Matrix

from .files import download, receive


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user)
    return render(request, "plans/list.html", {"plans": plans})


@require_GET
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    plan = visible_or_404(Plan, request.user, slug=slug)
    return render(request, "plans/plan.html", read_plan_page(plan, request.user))


@require_GET
def reconciliation(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything in the plan that does not agree."""
    plan = visible_or_404(Plan, request.user, slug=slug)
    found = reconcile(plan, request.user)
    context = {
        "plan": plan,
        "groups": open_groups(plan, found),
        "incomplete": [one.finding for one in found if not one.is_open],
    }
    return render(request, "plans/reconciliation.html", context)


def _annex(request: HttpRequest, slug: str, code: str) -> Annex:
    """The annex of a plan the user sees, if the program can read it."""
    annex = visible_or_404(Annex, request.user, plan__slug=slug, code=code)
    if not is_known(annex):
        raise Http404
    return annex


def _reading(annex: Annex, request: HttpRequest, form: VersionForm) -> Reading:
    """The version the form asks for, as the user sees it."""
    asked = form.cleaned_data
    try:
        return read_annex(annex, request.user, asked.get("district"), asked["ban"])
    except AnnexVersion.DoesNotExist:
        raise Http404 from None


@require_GET
def annex_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    form = VersionForm(request.GET)
    if not form.is_valid():
        raise Http404
    reading = _reading(annex, request, form)
    shown = Matrix if shown_as_matrix(reading.definition) else PrintedSheet
    context = {
        "annex": annex,
        "plan": annex.plan,
        "reading": reading,
        "is_matrix": shown is Matrix,
        "table": shown.of_table(reading.definition, reading.table, reading.findings),
        "may_upload": may_edit(annex, request.user),
    }
    return render(request, "plans/annex.html", context)


@require_GET
def print_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Before printing: where what is stated differs from what is computed, and the choice between them."""
    annex = _annex(request, slug, code)
    districts = districts_of(annex, request.user)
    form = OutputForm(districts, request.GET)
    if not form.is_valid():
        raise Http404
    reading = read_annex(annex, request.user, form.cleaned_data["district"])
    context = {"annex": annex, "plan": annex.plan, "reading": reading, "districts": districts}
    return render(request, "plans/print.html", context)


@require_GET
def output(request: HttpRequest, slug: str, code: str, kind: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    form = OutputForm(districts_of(annex, request.user), request.GET)
    if kind not in CONTENT_TYPES or not form.is_valid():
        raise Http404
    figures = form.cleaned_data["figures"]
    reading = _reading(annex, request, form)
    try:
        content = reading.write(kind, figures)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("plans:print", slug, code)
    return download(content, CONTENT_TYPES[kind], reading.file_name(kind, figures))


@require_GET
def template(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    editable_or_403(Annex, request.user, pk=annex.pk)
    name = file_name(annex, "mau", kind="xlsx")
    return download(make_template(annex, request.user), CONTENT_TYPES["xlsx"], name)


@require_http_methods(["GET", "POST"])
def upload_new(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    annex = _annex(request, slug, code)
    editable_or_403(Annex, request.user, pk=annex.pk)
    return receive(request, annex)
