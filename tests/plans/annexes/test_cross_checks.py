"""Figures in two places of a plan: what is told where they differ."""

from decimal import Decimal

import pytest

from plans.annexes.cross_checks import (
    Annexed,
    TextFacts,
    TextPart,
    against_matrix,
    against_villages,
    check_text,
)
from plans.domain.definition import Rounding
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from tests.plans.domain import small
from tests.plans.targets import villages, yearly

DEFINITION = small.matrix()


def line(key, **texts):
    names = {line.key: line.title for line in yearly().lines}
    cells = {"name": Cell(names[key], names[key])}
    for column, text in texts.items():
        cells[column] = Cell(text, text.replace(".", "").replace(",", "."))
    return Row(RowKind.LINE, None, cells, line=key)


def annexed(*rows):
    return Annexed(yearly(), AnnexTable(rows))


def told(findings):
    return [(finding.code, finding.stated, finding.computed) for finding in findings]


GOALS = annexed(
    line("2", goal="15,46"),
    line("7.4.2", goal="3"),
    line("7.4.14", goal="2"),
    line("7.3.19", goal="1"),
)


def test_goals_are_compared_with_what_the_matrix_states():
    matrix = Annexed(DEFINITION, small.table())  # one commune has no row
    assert told(against_matrix(GOALS, matrix, small.INDEX)) == [("cross-annex", "3", "2")]


def test_goals_are_compared_with_the_marks_where_all_communes_have_data():
    last = small.row(RowKind.UNIT, small.ANG_NUA, "2", "Ẳng Nưa", "1", "1", "2", "")
    matrix = Annexed(DEFINITION, AnnexTable((*small.table().rows, last)))
    assert told(against_matrix(GOALS, matrix, small.INDEX)) == [
        ("cross-annex", "15,46", "1,50"),
        ("cross-annex", "2", "3"),
        ("cross-annex", "1", "0"),
    ]


def test_villages_are_compared_with_the_total_of_the_districts():
    cells = {"done_ntm": "47", "done_model": "36", "assigned": "650", "assigned_model": "176"}
    total = Row(RowKind.TOTAL, None, {key: Cell(text, text) for key, text in cells.items()})
    ours = annexed(
        line("8", baseline="83", goal="650"), line("8.1", baseline="36", goal="142"), line("8.2", goal="508")
    )
    found = against_villages(ours, Annexed(villages(), AnnexTable((total,))))
    assert told(found) == [("cross-annex", "142", "176")]


def text_findings(text, *, rounding=Rounding.HALF_UP, is_goal=True):
    facts = TextFacts(
        yearly=annexed(
            line("7.4.2", baseline="62", goal="89"),
            line("8", goal="650"),
            line("7.3.19", goal="32", y2023="26"),
        ),
        communes=115,
        villages=Decimal(1269),
        first_year=2022,
        last_year=2025,
        baseline_year=2021,
        rounding=rounding,
    )
    return told(check_text([TextPart("Mục II.2", (text,), is_goal)], facts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("có 89/115 xã đạt tiêu chí số 2, đạt 77,39%", []),
        ("có 90/115 xã đạt tiêu chí số 2", [("cross-text", "90", "89")]),
        ("năm 2021 có 62 xã đạt tiêu chí số 2", []),
        ("năm 2023 có 26 xã đạt chuẩn nông thôn mới", []),
        ("có 26 xã đạt chuẩn nông thôn mới", [("cross-text", "26", "32")]),
        ("có 89/116 xã đạt tiêu chí số 2", [("cross-text", "116", "115")]),
        ("89 xã đạt tiêu chí số 2, đạt 79%", [("percentage", "79", "77")]),
        ("100/115 xã đạt tiêu chí số 5 về Trường học, đạt 86,95%", [("percentage", "86,95", "86,96")]),
        ("650 thôn, bản đạt chuẩn nông thôn mới và kiểu mẫu, chiếm 50,9%", [("percentage", "50,9", "51,2")]),
        ("Dự kiến (3 xã): Thanh Hưng, Pom Lót", [("list-count", "3", "2")]),
    ],
)
def test_text_is_compared_with_the_annex(text, expected):
    assert text_findings(text) == expected


def test_share_is_rounded_as_the_plan_rounds():
    assert text_findings("100/115 xã đạt tiêu chí số 5, đạt 86,95%", rounding=Rounding.CUT) == []


def test_what_is_said_outside_of_the_goals_is_no_goal():
    assert text_findings("đã có 21 xã đạt chuẩn nông thôn mới", is_goal=False) == []
