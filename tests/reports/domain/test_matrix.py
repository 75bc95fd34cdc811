from communes.domain.names import Unit
from criteria.domain.totals import Band, Reading, Rules
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from reports.domain.matrix import commune_lines
from reports.domain.summary import Figure, Verdict

UNITS = (Unit(1, "90101", "Ẳng Cang"), Unit(2, "90102", "Nà Tấu"), Unit(3, "90103", "Đứa Mòn"))
RULES = Rules(("1", "2", "3"), (Band("2–3", 2, 3), Band("1", 1, 1)))


def row(unit, *marks, result=""):
    cells = {str(number): Cell(text, value) for number, (text, value) in enumerate(marks, start=1)}
    return Row(RowKind.UNIT, unit, cells | {"result": Cell(result, result)})


TABLE = AnnexTable(
    (
        row(UNITS[0], ("x", "1"), ("1", "1"), ("0", "0"), result="3"),
        row(UNITS[1], ("", ""), ("0", "0"), ("", ""), result="0"),
    )
)
READINGS = (Reading(1, 10, frozenset({"1", "2"})), Reading(2, 10, frozenset()), Reading(3, 10))


def test_marks_keep_what_was_printed():
    first, second, third = commune_lines(UNITS, TABLE, READINGS, RULES)
    assert [(mark.state, mark.text, mark.klass) for mark in first.marks] == [
        ("met", "x", "met"),
        ("met", "1", "met"),
        ("not_met", "0", "unmet"),
    ]
    assert [(mark.state, mark.klass) for mark in second.marks] == [
        ("not_met", ""),
        ("not_met", "unmet"),
        ("not_met", ""),
    ]
    assert {(mark.state, mark.klass) for mark in third.marks} == {("no_data", "no-data")}


def test_result_stands_beside_the_count_of_marks():
    lines = commune_lines(UNITS, TABLE, READINGS, RULES)
    assert [(line.position, line.has_data, line.met, line.result) for line in lines] == [
        (1, True, 2, Figure("3", "2", Verdict.DIFFERS)),
        (2, True, 0, Figure("0", "0", Verdict.SAME)),
        (3, False, 0, Figure()),
    ]


def test_band_is_none_where_nothing_fits():
    assert [line.band and line.band.key for line in commune_lines(UNITS, TABLE, READINGS, RULES)] == [
        "2-3",
        None,
        None,
    ]
