import pytest

from plans.domain.merge import State, compare, merge, take_back
from plans.domain.table import AnnexTable, Cell, Row, RowKind

from .small import ANG_CANG, ANG_NUA, INDEX, MUONG_DUN, NORTH, SOUTH, XA_NHE, matrix, row, table

NAMES = {XA_NHE: "Xá Nhè", MUONG_DUN: "Mường Đun", ANG_CANG: "Áng Cang", ANG_NUA: "Ẳng Nưa"}


def unit(of, *texts):
    return row(RowKind.UNIT, of, "1", NAMES[of], *texts, *[""] * (4 - len(texts)))


def change(stored, *rows):
    """(state, changed, cleared) of each row."""
    return [(str(one.state), one.changed, one.cleared) for one in compare(matrix(), stored, rows)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1", "", "2"), ("same", (), ())),
        (("1", "1", "2"), ("changed", ("14",), ())),
        (("0", "", "2"), ("changed", ("2",), ())),
        (("", "", "2"), ("changed", ("2",), ("2",))),
        (("", "", ""), ("changed", ("2", "result"), ("2", "result"))),
    ],
)
def test_row_is_compared_cell_by_cell(texts, expected):
    assert change(table(), unit(XA_NHE, *texts)) == [expected]


def test_nought_instead_of_blank_is_a_change():
    assert change(table(), unit(XA_NHE, "1", "0", "2")) == [("changed", ("14",), ())]


def test_same_values_written_otherwise_are_the_same():
    met = Row(RowKind.UNIT, XA_NHE, {"2": Cell("x", "1"), "14": Cell(), "result": Cell("2,0", "2")})
    (found,) = compare(matrix(), table(), [met])
    assert (found.state, found.row.cell("2").text) == (State.SAME, "x")


@pytest.mark.parametrize(("texts", "state"), [(("1", ""), "new"), (("", "", "3"), "new"), (("", ""), "same")])
def test_unknown_row_is_new_unless_blank(texts, state):
    assert change(AnnexTable(), unit(ANG_NUA, *texts)) == [(state, (), ())]


def test_column_the_sheet_lacks_keeps_its_cells():
    without_result = Row(RowKind.UNIT, XA_NHE, {"2": Cell("1", "1"), "14": Cell("1", "1")})
    (found,) = compare(matrix(), table(), [without_result])
    assert (found.changed, found.row.value("result")) == (("14",), "2")


def test_mere_name_of_a_district_clears_no_sums():
    assert change(table(), row(RowKind.DISTRICT, NORTH, "I", "Tủa Chùa", "", "", "", "")) == [
        ("same", (), ())
    ]


@pytest.mark.parametrize(("marks", "state"), [("1", "new"), ("", "same")])
def test_mere_name_of_a_district_is_new_only_with_rows_of_it(marks, state):
    head = row(RowKind.DISTRICT, SOUTH, "IV", "Mường Ảng", "", "", "", "")
    found = compare(matrix(), AnnexTable(), [head, unit(ANG_NUA, marks)])
    assert [str(one.state) for one in found] == [state, state]


def test_district_row_with_fewer_sums_clears_the_others():
    some = row(RowKind.DISTRICT, NORTH, "III", "Huyện Tủa Chùa", "2", "1", "", "")
    assert change(table(), some) == [("changed", ("result", "average"), ("result", "average"))]


def merged(stored, *rows):
    return merge(matrix(), stored, compare(matrix(), stored, rows), INDEX).rows


def test_first_rows_keep_the_order_of_the_sheet():
    rows = unit(ANG_CANG, "1"), unit(XA_NHE, "1")
    assert merged(AnnexTable(), *rows) == rows


def test_changed_row_keeps_its_place():
    changed = unit(MUONG_DUN, "0", "0", "0")
    rows = merged(table(), changed)
    assert [one.unit for one in rows] == [NORTH, XA_NHE, MUONG_DUN, ANG_CANG, None]
    assert (rows[2].value("2"), rows[1], rows[3]) == ("0", table().rows[1], table().rows[3])


def test_new_rows_come_in_official_order():
    head = row(RowKind.DISTRICT, SOUTH, "IV", "Mường Ảng", "", "", "", "")
    below = row(RowKind.SUBTOTAL, SOUTH, "", "Cộng", "1", "1", "2", "")
    rows = merged(table(), below, unit(ANG_NUA, "1"), head)
    assert [(str(one.kind), one.unit and one.unit.name) for one in rows] == [
        ("district", "Tủa Chùa"),
        ("unit", "Xá Nhè"),
        ("unit", "Mường Đun"),
        ("district", "Mường Ảng"),
        ("unit", "Ẳng Cang"),
        ("unit", "Ẳng Nưa"),
        ("subtotal", "Mường Ảng"),
        ("total", None),
    ]


def test_same_rows_leave_the_table_as_it_is():
    assert merged(table(), *table().rows) == table().rows


def with_rows(*rows):
    by_key = {one.key: one for one in rows}
    kept = tuple(by_key.pop(one.key, one) for one in table().rows)
    return AnnexTable((*kept, *by_key.values()))


def test_undoing_gives_changed_rows_their_former_values():
    made = with_rows(unit(XA_NHE, "0", "0", "0"))
    found = take_back(matrix(), table(), made, made)
    assert (found.table, found.later) == (table(), ())
    (back,) = found.changes
    assert (back.old.value("2"), back.row.value("2"), back.changed) == ("0", "1", ("2", "14", "result"))


def test_undoing_removes_new_rows():
    made = with_rows(unit(ANG_NUA, "1", "0"))
    found = take_back(matrix(), table(), made, made)
    assert found.table == table()
    assert [(one.row.cells, one.changed) for one in found.changes] == [({}, ("2", "14"))]


def test_undoing_leaves_later_changes_of_other_rows_alone():
    made = with_rows(unit(XA_NHE, "0", "0", "0"))
    later = unit(ANG_CANG, "1", "1", "2")
    now = AnnexTable(tuple(later if one.unit == ANG_CANG else one for one in made.rows))
    found = take_back(matrix(), table(), made, now)
    assert (found.table, found.later) == (with_rows(later), ())


def test_undoing_names_rows_that_changed_again():
    made = with_rows(unit(XA_NHE, "0", "0", "0"))
    now = with_rows(unit(XA_NHE, "0", "1", "1"))
    assert [one.unit for one in take_back(matrix(), table(), made, now).later] == [XA_NHE]


def test_undoing_names_rows_that_went_away():
    made = with_rows(unit(ANG_NUA, "1", "0"))
    assert [one.unit for one in take_back(matrix(), table(), made, table()).later] == [ANG_NUA]
