"""What is proposed beside what was decided: the page, taking over, reasons, and giving a batch back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from accounts.services import client_address
from communes.models import Commune
from criteria.domain.stages import STAGE_NAMES
from criteria.forms_proposals import AcceptForm, ProposalsForm, ReasonsForm
from criteria.models import ReportingPeriod
from criteria.services.grid_page import communes_seen, districts_around
from criteria.services.proposals_acts import Done, Seen, accept_proposals, save_reasons
from criteria.services.proposals_batch import Batch, give_back, read_batch
from criteria.services.proposals_page import (
    FEW,
    Typed,
    differing_rows,
    read_overview_page,
    read_page,
    told_last,
)
from criteria.services.proposals_workbook import write_differing
from criteria.services.results import MAX_REASON
from criteria.services.sheets import Sheet, open_sheet, rights_over
from ntm.access import visible_or_404

NOT_YOURS = "Bạn xem được trang này nhưng không nhập số liệu ở bước này."
NAMED = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _open(request: HttpRequest, province: str, period: str, stage: str) -> tuple[Sheet, list[Commune]]:
    """The sheet of a period the user sees, and the communes of it that the user sees."""
    if stage not in STAGE_NAMES:
        raise Http404
    found = visible_or_404(ReportingPeriod, request.user, province__code=province, code=period)
    sheet = open_sheet(found, stage)
    return sheet, communes_seen(sheet, request.user)


def _open_to_write(request: HttpRequest, *address: str) -> tuple[Sheet, list[Commune]]:
    sheet, seen = _open(request, *address)
    if not _enters(request, sheet, seen):
        raise PermissionDenied(NOT_YOURS)
    return sheet, seen


def _enters(request: HttpRequest, sheet: Sheet, seen: list[Commune]) -> bool:
    """Whether any figure of the sheet is the user's to enter, be it now or not."""
    districts = {commune.pk: commune.district_id for commune in seen}
    rights = rights_over(request.user, sheet.period, sheet.stage, districts)
    return any(rights.departments.values())


@require_GET
def proposals(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    return _show(request, *_open(request, province, period, stage))


def _show(
    request: HttpRequest,
    sheet: Sheet,
    seen: list[Commune],
    status: int = 200,
    errors: Any = (),
    typed: dict[str, Typed] | None = None,
) -> HttpResponse:
    """The page as its address asks for it; with too many communes and nothing chosen, where to begin."""
    districts = districts_around(seen)
    form = ProposalsForm(sheet, seen, districts, request.GET)
    if not form.is_valid():
        raise Http404
    context = {"sheet": sheet, "period": sheet.period, "stage_name": STAGE_NAMES[sheet.stage], "form": form}
    context |= {"errors": errors, "query": request.GET.urlencode()}
    if len(seen) > FEW and not form.asked.is_narrow:
        overview = read_overview_page(sheet, seen, districts)
        return render(
            request, "criteria/proposals_overview.html", context | {"overview": overview}, status=status
        )
    page = read_page(sheet, request.user, seen, form.asked, localdate(), typed)
    context |= {"page": page, "max_reason": MAX_REASON}
    return render(request, "criteria/proposals.html", context, status=status)


@require_POST
def proposals_accept(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    """Takes over the proposals as they were shown; the address says what the page was narrowed to."""
    sheet, seen = _open_to_write(request, province, period, stage)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _show(request, sheet, seen, 422, form.non_field_errors())
    done = accept_proposals(
        sheet=sheet,
        user=request.user,
        communes=seen,
        wanted=form.cleaned_data["wanted"],
        today=localdate(),
        address=client_address(request),
    )
    if done.act:
        url = reverse("criteria:proposals_batch", args=[province, period, stage, done.act])
        text = 'Đã nhận {} đề xuất thành kết luận. <a href="{}">Xem lại hoặc lấy lại</a>'
        messages.success(request, format_html(text, len(done.stored), url))
    _tell_left(request, sheet, seen, done)
    return _back(request, province, period, stage)


@require_POST
def proposals_reasons(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    """Stores the reasons that were typed. What cannot be stored is shown again with its text."""
    sheet, seen = _open_to_write(request, province, period, stage)
    form = ReasonsForm(request.POST)
    if not form.is_valid():
        return _show(request, sheet, seen, 422, form.non_field_errors())
    given = form.cleaned_data["reasons"]
    done = save_reasons(
        sheet=sheet,
        user=request.user,
        communes=seen,
        given=given,
        today=localdate(),
        address=client_address(request),
    )
    if done.stored:
        messages.success(request, f"Đã lưu lý do của {len(done.stored)} kết luận.")
    typed = form.unreadable | _not_stored(seen, given, done)
    if not typed:
        return _back(request, province, period, stage)
    _tell_left(request, sheet, seen, done)
    return _show(request, sheet, seen, 422, [f"{len(typed)} lý do chưa lưu được."], typed)


def _not_stored(seen: list[Commune], given: Mapping[Seen, str], done: Done) -> dict[str, Typed]:
    ids = {commune.code: commune.pk for commune in seen}
    left = {
        one.name: (done.left.get((ids.get(one.commune, 0), one.key)), text) for one, text in given.items()
    }
    return {name: Typed(text, why) for name, (why, text) in left.items() if why}


@require_GET
def proposals_batch(request: HttpRequest, province: str, period: str, stage: str, act: int) -> HttpResponse:
    """What one taking-over stored, and what of it still stands."""
    sheet, seen = _open(request, province, period, stage)
    batch = _batch(sheet, request, seen, act)
    context = {"sheet": sheet, "period": sheet.period, "stage_name": STAGE_NAMES[sheet.stage], "batch": batch}
    context["may_write"] = bool(batch.standing) and _enters(request, sheet, seen)
    return render(request, "criteria/proposals_batch.html", context)


def _batch(sheet: Sheet, request: HttpRequest, seen: list[Commune], act: int) -> Batch:
    batch = read_batch(sheet, request.user, seen, act)
    if batch is None:
        raise Http404
    return batch


@require_POST
def proposals_undo(request: HttpRequest, province: str, period: str, stage: str, act: int) -> HttpResponse:
    """Clears the decisions of the act that still stand as it left them."""
    sheet, seen = _open_to_write(request, province, period, stage)
    batch = _batch(sheet, request, seen, act)
    cleared, left = give_back(sheet, request.user, batch, localdate(), client_address(request))
    kept = len(batch.lines) - len(batch.standing)
    if cleared:
        messages.success(request, f"Đã lấy lại {cleared} kết luận; số liệu giữ nguyên.")
    if kept:
        messages.info(request, f"{kept} ô đã được ghi lại từ đó nên giữ nguyên.")
    for why, count in left.items():
        messages.warning(request, f"{count} ô chưa lấy lại được: {why}.")
    return redirect("criteria:proposals_batch", province, period, stage, act)


@require_GET
def proposals_xlsx(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    """Every decision that differs, of what the page is narrowed to."""
    sheet, seen = _open(request, province, period, stage)
    districts = districts_around(seen)
    form = ProposalsForm(sheet, seen, districts, request.GET)
    if not form.is_valid():
        raise Http404
    rows = differing_rows(sheet, request.user, seen, form.asked, localdate())
    told = ", ".join(filter(None, (f"bước {STAGE_NAMES[sheet.stage]}", form.said)))
    content = write_differing(
        rows,
        told_last(sheet, rows),
        {district.pk: district.title for district in districts},
        title=f"Kết luận khác đề xuất, {sheet.period.province.full_name}, {sheet.period}",
        source=f"{sheet.period.criteria_set}; {told}",
        day=localdate(),
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="khac-de-xuat-{period}-{stage}.xlsx"'
    return response


def _tell_left(request: HttpRequest, sheet: Sheet, seen: list[Commune], done: Done) -> None:
    """Why by why, with the first few cells by name."""
    names = {commune.pk: commune.title for commune in seen}
    by_why: dict[str, list[str]] = {}
    for (pk, key), why in done.left.items():
        by_why.setdefault(why, []).append(f"{names[pk]} {sheet.measures[key].number}")
    for why, cells in by_why.items():
        more = f" và {len(cells) - NAMED} ô khác" if len(cells) > NAMED else ""
        messages.warning(request, f"{why}: {', '.join(cells[:NAMED])}{more}.")


def _back(request: HttpRequest, *address: str) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("criteria:proposals", args=address) + (f"?{query}" if query else ""))
