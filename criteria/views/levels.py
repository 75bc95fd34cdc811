"""Levels of criteria sets in a province: how far each is confirmed, and the page that confirms one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import client_address
from communes.models import Province
from criteria.domain.level_lines import level_key_words
from criteria.forms_levels import PASTE, SAVE, TICK, DayForm, LevelsForm
from criteria.models import CriteriaSet
from criteria.services.levels import LevelsPage, Only, count_sets, day_shown, pending_of, read_levels
from criteria.services.levels_store import (
    StaleLevelsError,
    StoredLevels,
    history_of,
    store_levels,
    told_stale,
)
from ntm.access import visible_or_404

CHANGES = 15  # of the history, below the table


@require_GET
def level_sets(request: HttpRequest) -> HttpResponse:
    provinces = Province.objects.visible_to(request.user)
    sets = list(CriteriaSet.objects.visible_to(request.user))
    found = [(province, count_sets(province, sets, localdate())) for province in provinces]
    return render(request, "criteria/level_sets.html", {"provinces": found})


@require_http_methods(["GET", "POST"])
def levels(request: HttpRequest, province: str, criteria_set: str) -> HttpResponse:
    """Everybody of the province reads it; its coordination office confirms."""
    home = visible_or_404(Province, request.user, code=province)
    found = visible_or_404(CriteriaSet, request.user, code=criteria_set)
    may_edit = Province.objects.managed_by(request.user).contains(home)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied("Chỉ Văn phòng điều phối của tỉnh xác nhận được mức đạt.")
    asked = DayForm(request.GET)
    given = asked.cleaned_data if asked.is_valid() else {}
    day = day_shown(found, given.get("ngay") or localdate())
    names = bool(given.get("sua")) and request.user.administers
    asked_for = {"all_groups": bool(given.get("nhom")), "only": given.get("loc") or Only.ALL}
    page = read_levels(home, found, day, **asked_for)
    form = LevelsForm(page, request.POST if request.method == "POST" else None, names=names)
    if form.is_bound and (answer := _take(request, page, form)):
        return answer
    bad = not asked.is_valid() or (form.is_bound and bool(form.errors))
    context = _context(page, form, may_edit) | {"asked": asked, "names": names, "today": localdate()}
    return render(request, "criteria/levels.html", context, status=422 if bad else 200)


def _take(request: HttpRequest, page: LevelsPage, form: LevelsForm) -> HttpResponse | None:
    """Does what was asked; None where the page is to be shown again with the fields as they were sent."""
    if not form.is_valid():
        return None
    act = form.cleaned_data["act"]
    if act == TICK:
        ticked, left = form.tick_all()
        rest = f" Chưa đánh dấu được: {', '.join(left)} (chưa có mức, hoặc ngày không hợp)." if left else ""
        messages.info(request, f"Đã đánh dấu {ticked} dòng, chưa lưu.{rest}")
    elif act == PASTE:
        messages.info(request, f"Đã điền {len(form.fill().filled)} dòng từ cột dán vào, chưa lưu.")
    elif act == SAVE:
        return _save(request, page, form)
    return None


def _save(request: HttpRequest, page: LevelsPage, form: LevelsForm) -> HttpResponse | None:
    try:
        stored = store_levels(
            province=page.province,
            criteria_set=page.criteria_set,
            day=page.day,
            wanted=form.cleaned_data["wanted"],
            user=request.user,
            all_groups=bool(request.GET.get("nhom")),
            address=client_address(request),
        )
    except StaleLevelsError as error:
        form.mark_stale(told_stale(page, error.codes))
        return None
    _tell(request, stored)
    return redirect(request.get_full_path())


def _tell(request: HttpRequest, stored: StoredLevels) -> None:
    if not (stored.confirmed or stored.changed):
        messages.info(request, "Không có gì thay đổi: chưa dòng nào được đánh dấu hay sửa.")
        return
    messages.success(request, f"Đã lưu {stored.confirmed + stored.changed} thay đổi.")
    if stored.looser:
        said = "; ".join(f"{code.partition('/')[0]} {', '.join(why)}" for code, why in stored.looser.items())
        messages.warning(request, f"Đã lưu, nhưng xem lại những mức nhẹ hơn của Trung ương: {said}.")


def _context(page: LevelsPage, form: LevelsForm, may_edit: bool) -> dict[str, Any]:
    changes = history_of(page.province, page.criteria_set, CHANGES)
    return {
        "page": page,
        "form": form,
        "may_edit": may_edit,
        "groups": form.groups,
        "pending": pending_of(page.criteria_set),
        "changes": [(change, level_key_words(change.key)) for change in changes],
    }
