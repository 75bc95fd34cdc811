"""The entry grid: the page, the panel of one cell, and the endpoint that stores what was typed."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_POST

from accounts.services import client_address
from criteria.domain.grid import ONLY_NAMES
from criteria.domain.stages import STAGE_NAMES
from criteria.domain.values import OF_CRITERIA, OF_INDICATORS
from criteria.domain.wording import hint_of, said_of, sign_of, told_of
from criteria.forms import GridForm, MalformedError, SentEdit, read_batch
from criteria.models import ReportingPeriod
from criteria.services.evidence_cell import read_cell_evidence
from criteria.services.grid import CRITERIA
from criteria.services.grid_page import communes_seen, districts_around, read_page
from criteria.services.panel import read_panel
from criteria.services.results import Cell, Outcome, Status, save_edits
from criteria.services.sheets import Sheet, open_sheet
from criteria.services.taking_over import honest_edits
from criteria.services.verdicts import Verdicts, judge_sheet
from ntm.access import visible_or_404

LOGGED_OUT = "Bạn đã đăng xuất. Hãy đăng nhập lại để lưu."
SOMEBODY_ELSE = "Trình duyệt này đang đăng nhập bằng tài khoản khác."


def _sheet(request: HttpRequest, province: str, period: str, stage: str) -> Sheet:
    """The sheet of a period the user sees."""
    if stage not in STAGE_NAMES:
        raise Http404
    found = visible_or_404(ReportingPeriod, request.user, province__code=province, code=period)
    return open_sheet(found, stage)


@require_GET
def grid(request: HttpRequest, province: str, period: str, stage: str) -> HttpResponse:
    """The cells of a district, of chosen communes, or of all that the user sees."""
    sheet = _sheet(request, province, period, stage)
    seen = communes_seen(sheet, request.user)
    districts = districts_around(seen)
    form = GridForm(sheet, seen, districts, request.GET)
    if not form.is_valid():
        raise Http404
    page = read_page(sheet, request.user, seen, districts, form.choice, localdate())
    stage_name = STAGE_NAMES[sheet.stage]
    context = {
        "page": page,
        "sheet": sheet,
        "period": sheet.period,
        "stage_name": stage_name,
        "sheet_title": f"{sheet.period}, {stage_name}",
        "sheet_name": f"{page.place} · {sheet.period} · {stage_name}",
        "annex_code": OF_CRITERIA if page.choice.table == CRITERIA else OF_INDICATORS,
        "filters": [(only, name, page.hits.get(only)) for only, name in ONLY_NAMES.items()],
        **_addresses(sheet),
    }
    return render(request, "criteria/grid.html", context)


def _addresses(sheet: Sheet) -> dict[str, Any]:
    """Where the grid's script saves, and where it fetches panels: commune and key are put behind."""
    args = [sheet.period.province.code, sheet.period.code, str(sheet.stage)]
    cell = reverse("criteria:cell", args=[*args, "x", "y"])
    return {
        "sheet_path": "/".join(args),
        "save_url": reverse("criteria:save", args=args),
        "cell_url": cell.removesuffix("x/y/"),
    }


@require_GET
def cell(
    request: HttpRequest, province: str, period: str, stage: str, commune: str, key: str
) -> HttpResponse:
    """What stands behind one cell, as a part of the grid's page."""
    sheet = _sheet(request, province, period, stage)
    found = next((row for row in communes_seen(sheet, request.user) if row.code == commune), None)
    if found is None or key not in sheet.measures:
        raise Http404
    panel = read_panel(sheet, request.user, found, sheet.measures[key], localdate())
    evidence = read_cell_evidence(sheet, request.user, found, sheet.measures[key], localdate())
    return render(request, "criteria/_panel.html", {"panel": panel, "sheet": sheet, "evidence": evidence})


@login_not_required
@require_POST
def save(request: HttpRequest, province: str, period: str, stage: str) -> JsonResponse:
    """Stores a batch of cells; what became of each comes back in the order sent."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": LOGGED_OUT}, status=401)
    sheet = _sheet(request, province, period, stage)
    try:
        batch = read_batch(request.body, sheet.ids)
    except MalformedError as error:
        return JsonResponse({"message": str(error)}, status=400)
    if batch.user not in ("", str(request.user.pk)):
        return JsonResponse({"message": SOMEBODY_ELSE}, status=401)
    outcomes = save_edits(
        sheet=sheet,
        user=request.user,
        edits=honest_edits(sheet, [one.edit for one in batch.edits if one.error is None]),
        today=localdate(),
        address=client_address(request),
    )
    stored = {outcome.edit.at: outcome for outcome in outcomes}
    judged = _judge(sheet, outcomes)
    told = [_told(one, stored.get(one.edit.at) or _refused(one), judged) for one in batch.edits]
    return JsonResponse({"at": f"{localtime():%H:%M}", "outcomes": told})


def _refused(sent: SentEdit) -> Outcome:
    assert sent.error is not None
    return Outcome(sent.edit, Status.REFUSED, Cell(), message=str(sent.error), code=sent.error.code)


def _judge(sheet: Sheet, outcomes: list[Outcome]) -> Verdicts:
    """What is proposed now in the communes of which something is stored."""
    return judge_sheet(sheet, {one.edit.commune_id for one in outcomes if one.status is not Status.REFUSED})


def _told(sent: SentEdit, outcome: Outcome, judged: Verdicts) -> dict[str, Any]:
    """One outcome for the grid's script. Of what was refused the script keeps what was typed."""
    refused = outcome.status is Status.REFUSED
    return {
        "commune": sent.commune,
        "key": sent.edit.key,
        "status": outcome.status,
        "text": outcome.text,
        "version": sent.edit.version if refused else outcome.cell.version,
        "state": outcome.cell.value.state,
        "has": outcome.cell.value.has_data,
        "has_note": bool(outcome.cell.note or outcome.cell.works),
        "message": outcome.message,
        "code": outcome.code,
        "by": outcome.by,
        "at": f"{localtime(outcome.at):%H:%M %d/%m/%Y}" if outcome.at else "",
        **({"told": "", "verdicts": []} if refused else _judged(outcome, judged)),
    }


def _judged(outcome: Outcome, judged: Verdicts) -> dict[str, Any]:
    """Of the cell and of its criterion: the sign, the reason, the words of a criterion nobody decided."""
    commune, key = outcome.edit.at
    criterion = judged.sheet.key_of(judged.sheet.measures[key].criterion)
    both = {at: judged.at(commune, at) for at in (key, criterion)}
    verdicts = [
        {
            "key": one.measure.key,
            "sign": sign_of(one, has=one.measure.key == key and outcome.cell.value.has_data),
            "told": told_of(one),
            "hint": hint_of(one),
        }
        for one in both.values()
    ]
    return {"told": said_of(both[key], both[criterion]), "verdicts": verdicts}
