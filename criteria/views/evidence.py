"""Evidence of a commune in a period: the list, a new one, one used again, one taken away."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import client_address
from criteria.forms_evidence import CellsForm, EvidenceForm, ReuseForm
from criteria.models import Evidence, ReportingPeriod
from criteria.services import evidence as service
from criteria.services.evidence_page import (
    EvidencePage,
    commune_seen,
    communes_open,
    evidence_of,
    read_list,
    read_page,
    reusable,
)
from criteria.services.sheets import open_sheet
from ntm.access import visible_or_404

MISSING = "thieu"


@require_GET
def evidence_list(request: HttpRequest, province: str, period: str) -> HttpResponse:
    """Which communes lack evidence."""
    found = visible_or_404(ReportingPeriod, request.user, province__code=province, code=period)
    page = read_list(found, request.user, request.GET.get("huyen", ""))
    return render(request, "criteria/evidence_list.html", {"page": page, "period": found})


def _page(
    request: HttpRequest, province: str, period: str, commune: str, *, only_missing: bool = False
) -> EvidencePage:
    """Of a commune of the period the user sees, else 404."""
    found = visible_or_404(ReportingPeriod, request.user, province__code=province, code=period)
    sheet = open_sheet(found, found.official_stage)
    seen = commune_seen(sheet, request.user, commune)
    if seen is None:
        raise Http404
    return read_page(sheet, request.user, seen, localdate(), only_missing)


def _context(page: EvidencePage) -> dict[str, Any]:
    return {"page": page, "period": page.sheet.period, "commune": page.commune}


def _open_page(request: HttpRequest, province: str, period: str, commune: str) -> EvidencePage:
    """The same, where the user may bring evidence now; else 403 with the reason."""
    page = _page(request, province, period, commune)
    if not page.may_add:
        raise PermissionDenied(page.why_closed)
    return page


@require_GET
def evidence_commune(request: HttpRequest, province: str, period: str, commune: str) -> HttpResponse:
    page = _page(request, province, period, commune, only_missing=request.GET.get("loc") == MISSING)
    return render(request, "criteria/evidence.html", _context(page))


@require_http_methods(["GET", "POST"])
def evidence_new(request: HttpRequest, province: str, period: str, commune: str) -> HttpResponse:
    """``o`` in the address: the columns ticked beforehand; a criterion stands for all of its indicators."""
    page = _open_page(request, province, period, commune)
    communes = communes_open(page.sheet, request.user, localdate())
    if request.method == "GET":
        ticked = page.keys_of(request.GET.getlist("o"))
        return _show_new(request, EvidenceForm(page, communes, localdate(), ticked=ticked))
    form = EvidenceForm(page, communes, localdate(), request.POST, request.FILES)
    if not form.is_valid():
        return _show_new(request, form, status=422, same=_offered(request, form))
    if form.cleaned_data["existing"]:
        return _use(request, page, form, form.cleaned_data["existing"])
    same = service.same_paper(request.user, page.sheet.period, form.facts, form.brought)
    if same:
        return _show_new(request, form, status=422, same=same)
    return _add(request, page, form)


def _offered(request: HttpRequest, form: EvidenceForm) -> Evidence | None:
    """The stored evidence that was to be used instead, so that it is offered again."""
    pk = form.cleaned_data.get("existing")
    return Evidence.objects.visible_to(request.user).in_bulk([pk]).get(pk) if pk else None


def _show_new(request: HttpRequest, form: EvidenceForm, status: int = 200, **more: Any) -> HttpResponse:
    context = _context(form.page) | {"form": form, "max_bytes": settings.EVIDENCE_MAX_BYTES, **more}
    return render(request, "criteria/evidence_new.html", context, status=status)


def _add(request: HttpRequest, page: EvidencePage, form: EvidenceForm) -> HttpResponse:
    try:
        added = service.add_evidence(
            sheet=page.sheet,
            user=request.user,
            cells=form.cells,
            facts=form.facts,
            brought=form.brought,
            today=localdate(),
            address=client_address(request),
        )
    except service.EvidenceRefusedError as error:
        form.add_error(None, str(error))
        return _show_new(request, form, status=422)
    messages.success(request, f"Đã thêm minh chứng “{added.title}” cho {_counted(form)}.")
    return _back(page)


def _counted(form: CellsForm) -> str:
    """ "3 chỉ tiêu", "3 chỉ tiêu của 2 xã"."""
    communes = 1 + len(form.cleaned_data["communes"])
    return f"{len(form.cleaned_data['keys'])} chỉ tiêu" + (f" của {communes} xã" if communes > 1 else "")


def _back(page: EvidencePage) -> HttpResponse:
    period = page.sheet.period
    return redirect("criteria:evidence_commune", period.province.code, period.code, page.commune.code)


@require_http_methods(["GET", "POST"])
def evidence_use(request: HttpRequest, province: str, period: str, commune: str, pk: int) -> HttpResponse:
    """An evidence that is there already, for further columns."""
    page = _open_page(request, province, period, commune)
    found = visible_or_404(Evidence, request.user, pk=pk, province=page.sheet.period.province_id)
    communes = communes_open(page.sheet, request.user, localdate())
    ticked = page.keys_of(request.GET.getlist("o")) or page.keys_with(found)
    form = CellsForm(page, communes, request.POST if request.method == "POST" else None, ticked=ticked)
    if form.is_valid():
        return _use(request, page, form, pk)
    return _show_use(request, form, found)


def _show_use(request: HttpRequest, form: CellsForm, found: Evidence) -> HttpResponse:
    context = _context(form.page) | {"form": form, "evidence": found}
    return render(request, "criteria/evidence_use.html", context, status=422 if form.is_bound else 200)


def _use(request: HttpRequest, page: EvidencePage, form: CellsForm, pk: int) -> HttpResponse:
    found = visible_or_404(Evidence, request.user, pk=pk, province=page.sheet.period.province_id)
    try:
        used = service.use_evidence(
            sheet=page.sheet,
            user=request.user,
            evidence=found,
            cells=form.cells,
            today=localdate(),
            address=client_address(request),
        )
    except service.EvidenceRefusedError as error:
        form.add_error(None, str(error))
        return _show_use(request, form, found)
    if used:
        messages.success(request, f"Đã dùng minh chứng “{found.title}” cho thêm {used} chỗ.")
    else:
        messages.info(request, f"Minh chứng “{found.title}” đã dùng cho các chỉ tiêu này từ trước.")
    return _back(page)


@require_POST
def evidence_drop(
    request: HttpRequest, province: str, period: str, commune: str, pk: int, key: str
) -> HttpResponse:
    """Takes it away from one column; the evidence and its file stay."""
    page = _page(request, province, period, commune)
    found = visible_or_404(Evidence, request.user, pk=pk)
    if key not in page.sheet.measures:
        raise Http404
    why = page.rights.why_closed(page.commune.pk, page.sheet.criterion_of(key))
    if why:
        raise PermissionDenied(why)
    _drop(request, page, found, key)
    return _back(page)


def _drop(request: HttpRequest, page: EvidencePage, found: Evidence, key: str) -> None:
    """Does it, and tells."""
    number = page.sheet.measures[key].number
    try:
        gone = service.drop_uses(
            sheet=page.sheet,
            user=request.user,
            evidence=found,
            cells=[(page.commune.pk, key)],
            today=localdate(),
            address=client_address(request),
        )
    except service.EvidenceRefusedError as error:  # sent in this moment
        messages.error(request, str(error))
        return
    if gone:
        messages.success(request, f"Đã bỏ minh chứng “{found.title}” khỏi {number}. Tệp vẫn được giữ.")
    else:
        messages.info(request, f"Minh chứng “{found.title}” không còn ở {number}.")


@require_http_methods(["GET", "POST"])
def evidence_reuse(request: HttpRequest, province: str, period: str, commune: str) -> HttpResponse:
    """Evidence of earlier periods for the same columns, and all that was ever brought for the commune."""
    page = _open_page(request, province, period, commune)
    found = reusable(page)
    form = ReuseForm([one.use.choice for one in found], request.POST if request.method == "POST" else None)
    if form.is_valid() and _reuse(request, page, form):
        return _back(page)
    context = _context(page) | {"form": form, "found": found}
    context["brought"] = evidence_of(page.commune, request.user)
    return render(request, "criteria/evidence_reuse.html", context, status=422 if form.is_bound else 200)


def _reuse(request: HttpRequest, page: EvidencePage, form: ReuseForm) -> bool:
    """False where it was refused; the form tells why."""
    try:
        used = service.use_many(
            sheet=page.sheet,
            user=request.user,
            commune=page.commune.pk,
            keys=form.by_evidence,
            today=localdate(),
            address=client_address(request),
        )
    except service.EvidenceRefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Đã dùng lại minh chứng kỳ trước cho {used} chỉ tiêu.")
    return True
