import pytest

from communes.domain.names import Unit
from criteria.domain.totals import Band, Reading, Rules
from plans.domain.definition import CriterionFacts
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from reports.domain.summary import (
    Figure,
    Verdict,
    as_json,
    as_text,
    make_report,
    stated_sums,
)

NORTH = Unit(10, "901", "Mường Đông", "huyện", level="district")
SOUTH = Unit(20, "902", "Tủa Xanh", "huyện", level="district")
EMPTY = Unit(30, "903", "Không Xã", "huyện", level="district")
CRITERIA = (CriterionFacts("1", "Quy hoạch", "Quy hoạch"), CriterionFacts("2", "Điện", "Điện"))
RULES = Rules(("1", "2"), (Band("2 tiêu chí", 2, 2), Band("dưới 2", 0, 1)))
READINGS = (
    Reading(1, 10, frozenset({"1", "2"})),
    Reading(2, 10, frozenset({"1"})),
    Reading(3, 10, frozenset({"1"})),
    Reading(4, 20, frozenset()),
    Reading(5, 20),
)


def cell(text, value=""):
    return Cell(text, value or text)


def report(stated=None, readings=READINGS):
    return make_report(
        criteria=CRITERIA,
        rules=RULES,
        readings=readings,
        districts=(NORTH, SOUTH, EMPTY),
        stated=stated or {},
        title="Tỉnh Hồng Lam",
    )


def test_lines_are_districts_with_communes_in_the_given_order():
    made = report()
    lines = [(line.position, line.title, line.summary.communes) for line in (*made.lines, made.whole)]
    assert lines == [(1, "Huyện Mường Đông", 3), (2, "Huyện Tủa Xanh", 2), (3, "Tỉnh Hồng Lam", 5)]


def test_communes_without_district_get_a_line():
    made = report(readings=(Reading(1, None, frozenset({"1"})),))
    assert [(line.title, line.unit, line.summary.total) for line in made.lines] == [
        ("Xã không thuộc huyện", None, 1)
    ]


@pytest.mark.parametrize(
    ("key", "stated", "figure"),
    [
        ("result", cell("4"), Figure("4", "4", Verdict.SAME)),
        ("result", cell("1.004", "1004"), Figure("1.004", "4", Verdict.DIFFERS)),
        ("1", cell("2"), Figure("2", "3", Verdict.DIFFERS)),
        ("average", cell("1,3", "1.3"), Figure("1,3", "1,3", Verdict.SAME)),
        ("average", cell("1,33", "1.33"), Figure("1,33", "1,33", Verdict.SAME)),
        ("average", cell("1,34", "1.34"), Figure("1,34", "1,33", Verdict.DIFFERS)),
        ("average", cell("1"), Figure("1", "1", Verdict.SAME)),
    ],
)
def test_stated_figure_is_compared_at_its_own_decimals(key, stated, figure):
    assert report({10: {key: stated}}).lines[0].stated == {key: figure}


def test_stated_sum_over_missing_communes_is_not_judged():
    made = report({20: {"result": cell("7")}, None: {"result": cell("9")}})
    assert made.lines[1].stated == {"result": Figure("7", "0", Verdict.INCOMPLETE)}
    assert made.whole.stated == {"result": Figure("9", "4", Verdict.INCOMPLETE)}
    assert made.differences == 0


def test_stated_sums_come_from_the_section_row_then_the_sum_row():
    def row(kind, unit, **cells):
        return Row(kind, unit, {key.strip("_"): cell(text) for key, text in cells.items()})

    table = AnnexTable(
        (
            row(RowKind.DISTRICT, NORTH, name="Huyện Mường Đông", _1="3"),
            row(RowKind.UNIT, Unit(1, "90101", "A", district_id=10), _1="1", result="1"),
            row(RowKind.SUBTOTAL, NORTH, _1="8", result="4"),
            row(RowKind.TOTAL, None, result="9"),
        )
    )
    assert stated_sums(table) == {
        10: {"1": cell("3"), "result": cell("4")},
        None: {"result": cell("9")},
    }


def test_json_is_the_one_of_the_design():
    told = as_json(report({10: {"average": cell("1,4", "1.4")}}), province="91")
    assert told == {
        "province": "91",
        "name": "Tỉnh Hồng Lam",
        "communes": 5,
        "with_data": 4,
        "average": "1",
        "bands": {"2": 1, "0-1": 3, "no_data": 1},
        "criteria": {"1": 3, "2": 1},
        "total": 4,
        "stated": {},
        "districts": [
            {
                "code": "901",
                "name": "Mường Đông",
                "communes": 3,
                "with_data": 3,
                "average": "1.33",
                "bands": {"2": 1, "0-1": 2, "no_data": 0},
                "criteria": {"1": 3, "2": 1},
                "total": 4,
                "stated": {"average": "1,4"},
            },
            {
                "code": "902",
                "name": "Tủa Xanh",
                "communes": 2,
                "with_data": 1,
                "average": "0",
                "bands": {"2": 0, "0-1": 1, "no_data": 1},
                "criteria": {"1": 0, "2": 0},
                "total": 0,
                "stated": {},
            },
        ],
    }


def test_json_average_without_data_is_null():
    told = as_json(report(readings=(Reading(4, 20),)), province="91")
    assert (told["average"], told["bands"]) == (None, {"2": 0, "0-1": 0, "no_data": 1})


def test_text_is_aligned_and_leaves_the_unknown_blank():
    lines = as_text(report({10: {"result": cell("5")}}, (*READINGS[:3], READINGS[4]))).splitlines()
    assert lines == [
        "Đơn vị            Số xã  Có số liệu  Tổng  Bình quân  Tổng ghi  Bình quân ghi  2  0-1  Chưa có",
        "Huyện Mường Đông      3           3     4       1,33         5                 1    2        0",
        "Huyện Tủa Xanh        1           0                                                          1",
        "Tỉnh Hồng Lam         4           3     4       1,33                           1    2        1",
    ]
