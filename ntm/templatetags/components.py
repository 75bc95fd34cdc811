"""Template tags behind templates/components/: what a template alone cannot work out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. ``views`` are beginnings of the view names that lie inside it."""

    label: str
    view: str
    views: tuple[str, ...]
    icon: str  # its name in static/icons.svg
    right: str = ""  # of the user; empty: everybody


PLACES = (
    Place("Tổng quan", "reports:home", ("reports:home",), "home"),
    Place("Nhập liệu", "criteria:entry", ("criteria:",), "entry", "enters"),
    Place("Kế hoạch", "plans:list", ("plans:",), "plan"),
    Place("Mức đạt", "criteria:level_sets", ("criteria:level",), "levels", "manages"),
    Place("Công nhận", "criteria:recognitions", ("criteria:recogn",), "recognition"),
    Place("Nhiệm vụ", "plans:all_tasks", ("plans:all_tasks", "plans:task"), "tasks", "follows_tasks"),
    Place("Tải lên", "plans:uploads", ("plans:upload", "plans:results_upload_new"), "upload", "enters"),
    Place("Báo cáo", "reports:results_index", ("reports:", "communes:"), "report"),
    Place("Lịch sử", "reports:history", ("reports:history",), "history"),
    Place("Người dùng", "accounts:people", ("accounts:pe", "accounts:password_reset"), "people", "manages"),
    Place("Quản trị", "admin:index", ("admin:",), "admin", "administers"),
)


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The places the user works in; one whose page does not exist yet is left out."""
    request = context["request"]
    here = getattr(request.resolver_match, "view_name", "") or ""
    seen = [place for place in PLACES if getattr(request.user, place.right or "is_authenticated")]
    inside = _deepest(here, seen)
    places = [
        {"label": place.label, "url": url, "icon": place.icon, "current": _current(place, inside, here)}
        for place in seen
        if (url := _address(place.view))
    ]
    return {"places": places}


def _deepest(view_name: str, places: Iterable[Place]) -> Place | None:
    matches = [
        (len(start), place) for place in places for start in place.views if view_name.startswith(start)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _current(place: Place, inside: Place | None, here: str) -> str:
    if place is not inside:
        return ""
    return "page" if place.view == here else "true"


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


STATES = {
    "met": "Đạt",
    "basically_met": "Cơ bản đạt",
    "not_met": "Chưa đạt",
    "not_applicable": "Không áp dụng",
    "no_data": "Chưa có số liệu",
}


@register.filter
def state_word(state: str) -> str:
    return STATES[state]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    word: str
    badge: str
    meaning: str
    findings: list[Any]


_GROUPS = (
    ("asked", "Hỏi", "warning", "Cần trả lời trước khi lưu"),
    ("blocked", "Lỗi", "error", "Dòng bị giữ lại, chưa lưu được"),
    ("error", "Lỗi", "error", "Vẫn lưu được, cần xem lại"),
    ("warning", "Cần xem", "warning", "Có thể đúng, đề nghị kiểm tra"),
    ("info", "Ghi chú", "", "Để biết"),
)


@register.filter
def by_severity(findings: Iterable[Any]) -> list[FindingGroup]:
    """Findings (objects or their dicts) in groups, worst first; empty groups are left out."""
    sorted_out: dict[str, list[Any]] = defaultdict(list)
    for finding in findings:
        sorted_out[_kind(finding)].append(finding)
    return [
        FindingGroup(word, badge, meaning, sorted_out[kind])
        for kind, word, badge, meaning in _GROUPS
        if kind in sorted_out
    ]


def _kind(finding: Any) -> str:
    if _get(finding, "options"):
        return "asked"
    return "blocked" if _get(finding, "blocks") else str(_get(finding, "severity"))


def _get(finding: Any, name: str) -> Any:
    return finding.get(name) if isinstance(finding, Mapping) else getattr(finding, name)


_ROOM = 5  # per cent of the bar below which a count would not fit


@dataclass(frozen=True, slots=True)
class BandPart:
    """One piece of a stacked bar; places are per cent of the width, as text for an attribute."""

    label: str
    count: int
    klass: str
    x: str
    width: str
    middle: str
    shown: bool


@register.inclusion_tag("components/bands.html")
def bands(counts: Sequence[tuple[str, int]], no_data: int = 0) -> dict[str, Any]:
    """A stacked bar of (label, count), best band first, and the communes without data."""
    parts = band_parts(counts, no_data)
    return {
        "parts": [part for part in parts if part.count],
        "sentence": "; ".join(f"{part.label}: {part.count} xã" for part in parts),
    }


@register.inclusion_tag("components/bands_key.html")
def bands_key(counts: Sequence[tuple[str, int]], no_data: int = 0) -> dict[str, Any]:
    """The key of the stacked bar, with the counts."""
    return {"parts": band_parts(counts, no_data)}


def band_parts(counts: Sequence[tuple[str, int]], no_data: int) -> list[BandPart]:
    named = [(label, count, f"b{place}") for place, (label, count) in enumerate(counts, start=1)]
    if no_data:
        named.append(("chưa có số liệu", no_data, "none"))
    whole = sum(count for _, count, _ in named) or 1
    parts, before = [], 0
    for label, count, klass in named:
        x, width = 100 * before / whole, 100 * count / whole
        shown = width >= _ROOM
        parts.append(BandPart(label, count, klass, f"{x:.3f}", f"{width:.3f}", f"{x + width / 2:.3f}", shown))
        before += count
    return parts
