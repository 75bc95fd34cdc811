"""The template tags behind the components, and the templates they draw."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import include, path

from ntm.templatetags.components import band_parts, bands, by_severity, navigation
from plans.domain.findings import Finding, Option, Severity


def _page(request):
    """Never called: the addresses alone matter."""


def _part(name, *views):
    return include(([path(f"{name}/{view}/", _page, name=view) for view in views], name))


urlpatterns = [
    path("", _part("reports", "home", "results_index", "summary", "history")),
    path("", _part("plans", "list", "plan", "uploads", "upload", "all_tasks", "task")),
    path("", _part("accounts", "people", "person")),
    path("", _part("criteria", "entry", "grid")),
]


def places(view_name, **rights):
    rights_of = ("edits", "enters", "states_targets", "manages", "administers", "follows_tasks")
    nothing = dict.fromkeys(rights_of, False)
    user = SimpleNamespace(**nothing | {"is_authenticated": True} | rights)
    request = SimpleNamespace(user=user, resolver_match=SimpleNamespace(view_name=view_name))
    return [(place["label"], place["current"]) for place in navigation({"request": request})["places"]]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("view_name", "rights", "expected"),
    [
        ("reports:home", {}, [("Tổng quan", "page"), ("Kế hoạch", ""), ("Báo cáo", ""), ("Lịch sử", "")]),
        (
            "criteria:grid",
            {"enters": True},
            [
                ("Tổng quan", ""),
                ("Nhập liệu", "true"),
                ("Kế hoạch", ""),
                ("Tải lên", ""),
                ("Báo cáo", ""),
                ("Lịch sử", ""),
            ],
        ),
        ("plans:plan", {}, [("Tổng quan", ""), ("Kế hoạch", "true"), ("Báo cáo", ""), ("Lịch sử", "")]),
        ("plans:task", {}, [("Tổng quan", ""), ("Kế hoạch", "true"), ("Báo cáo", ""), ("Lịch sử", "")]),
        (
            "plans:task",
            {"follows_tasks": True},
            [("Tổng quan", ""), ("Kế hoạch", ""), ("Nhiệm vụ", "true"), ("Báo cáo", ""), ("Lịch sử", "")],
        ),
        (
            "plans:upload",
            {"enters": True},
            [
                ("Tổng quan", ""),
                ("Nhập liệu", ""),
                ("Kế hoạch", ""),
                ("Tải lên", "true"),
                ("Báo cáo", ""),
                ("Lịch sử", ""),
            ],
        ),
        (
            "accounts:person",
            {"manages": True, "administers": True},  # the admin's address is not among urlpatterns
            [("Tổng quan", ""), ("Kế hoạch", ""), ("Báo cáo", ""), ("Lịch sử", ""), ("Người dùng", "true")],
        ),
        (
            "accounts:password_change",
            {},
            [("Tổng quan", ""), ("Kế hoạch", ""), ("Báo cáo", ""), ("Lịch sử", "")],
        ),
    ],
)
def test_navigation_shows_own_places(view_name, rights, expected):
    assert places(view_name, **rights) == expected


def test_band_parts_fill_the_bar():
    parts = band_parts([("19", 5), ("15–18", 0), ("10–14", 13)], no_data=2)
    assert [(part.klass, part.x, part.width, part.shown) for part in parts] == [
        ("b1", "0.000", "25.000", True),
        ("b2", "25.000", "0.000", False),
        ("b3", "25.000", "65.000", True),
        ("none", "90.000", "10.000", True),
    ]


def test_band_parts_of_nothing():
    assert [part.width for part in band_parts([("19", 0)], no_data=0)] == ["0.000"]


def test_bands_leave_out_empty_parts():
    drawn = bands([("19", 1), ("15–18", 0)])
    assert [part.label for part in drawn["parts"]] == ["19"]
    assert drawn["sentence"] == "19: 1 xã; 15–18: 0 xã"


ASKED = Finding(Severity.ERROR, "name-ambiguous", "?", cell="B9", blocks=True, options=(Option("1", "a"),))
REFUSED = Finding(Severity.ERROR, "bad-mark", "!", cell="C9", blocks=True)
WRONG_SUM = Finding(Severity.ERROR, "row-sum", "≠", cell="V9", stated="19", computed="18")
AVERAGE = Finding(Severity.WARNING, "average", "~", cell="W9")
HIDDEN = Finding(Severity.INFO, "hidden-sheet", "i")


@pytest.mark.parametrize("form", [lambda finding: finding, Finding.as_dict])
def test_findings_are_grouped_worst_first(form):
    groups = by_severity([form(one) for one in (HIDDEN, AVERAGE, WRONG_SUM, REFUSED, ASKED, WRONG_SUM)])
    assert [(group.word, len(group.findings)) for group in groups] == [
        ("Hỏi", 1),
        ("Lỗi", 1),
        ("Lỗi", 2),
        ("Cần xem", 1),
        ("Ghi chú", 1),
    ]


def test_findings_link_to_their_cells():
    page = render_to_string("components/findings.html", {"findings": [WRONG_SUM, HIDDEN], "linked": True})
    assert re.findall(r'href="(.+?)"', page) == ["#o-V9"]
    assert re.findall(r'<td class="num"[^>]*>(.*?)</td>', page) == ["19", "18", "", ""]


@pytest.mark.parametrize(
    ("stated", "computed", "words"),
    [("18", "18", "18"), ("19", "18", "Ghi 19, tính lại 18"), ("", "18", "Ghi trống, tính lại 18")],
)
def test_difference_is_said_in_words(stated, computed, words):
    drawn = render_to_string("components/diff.html", {"stated": stated, "computed": computed})
    assert re.sub(r"<[^>]+>|{%.*?%}", "", drawn).strip() == words


def test_bar_writes_figures_for_machines():
    drawn = render_to_string("components/bar.html", {"value": Decimal("86.95"), "text": "86,95%"})
    assert 'value="86.95" max="100"' in drawn
    assert "86,95%" in drawn
