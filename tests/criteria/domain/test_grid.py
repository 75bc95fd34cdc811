"""What is counted in the grid, and what its filters leave."""

import pytest

from criteria.domain.grid import Count, Grid, GridCell, GridRow, Only, count, writing_hint
from criteria.domain.values import Kind, Measure, State

MET = GridCell("1", State.MET, 1)
UNMET = GridCell("0", State.NOT_MET, 1)
BASIC = GridCell("CB", State.BASICALLY_MET, 1)
NOT_APPLICABLE = GridCell("KA", State.NOT_APPLICABLE, 1)
FIGURE = GridCell("87,5", State.NO_DATA, 1)
CHANGED = GridCell("1", State.MET, 2, last="0")
BLANK = GridCell()
CLEARED = GridCell("", State.NO_DATA, 2, last="1")


def measure(key, kind="criterion"):
    return Measure(key, key[1:], key[1:].partition(".")[0], key, key, Kind(kind))


CRITERIA = (measure("c1"), measure("c2"), measure("c3"))
OF_ONE = (measure("i2.1", "percentage"), measure("i2.2", "percentage"), measure("c2"))


def grid(columns, *rows):
    return Grid(columns, tuple(GridRow(number, row) for number, row in enumerate(rows, start=1)))


@pytest.mark.parametrize(
    ("cells", "met", "has"),
    [
        ([], 0, 0),
        ([BLANK, CLEARED], 0, 0),
        ([MET, UNMET, BASIC, NOT_APPLICABLE, BLANK], 1, 4),
        ([FIGURE, CHANGED], 1, 2),
    ],
)
def test_only_met_counts_and_blank_is_no_data(cells, met, has):
    assert count(cells) == Count(met, has)


@pytest.mark.parametrize(
    ("cell", "fits"),
    [
        (MET, [Only.ALL]),
        (UNMET, [Only.ALL, Only.UNMET]),
        (BASIC, [Only.ALL, Only.UNMET]),
        (NOT_APPLICABLE, [Only.ALL]),
        (FIGURE, [Only.ALL]),
        (BLANK, [Only.ALL, Only.EMPTY]),
        (CLEARED, [Only.ALL, Only.EMPTY]),
        (CHANGED, [Only.ALL, Only.CHANGED]),
        (GridCell("1", State.MET, 1, last="1"), [Only.ALL]),
    ],
)
def test_what_a_filter_is_about(cell, fits):
    assert [only for only in Only if cell.fits(only)] == fits


def test_counts_by_row_and_column():
    table = grid(CRITERIA, (MET, UNMET, BLANK), (MET, MET, BASIC))
    assert [str(table.row_count(row)) for row in table.rows] == ["1/2", "2/3"]
    assert [str(one) for one in table.column_counts] == ["2/2", "1/2", "0/1"]
    assert str(table.total) == "3/5"


def test_rows_do_not_count_the_verdict_beside_indicators():
    table = grid(OF_ONE, (MET, FIGURE, MET))
    assert (table.verdicts, str(table.row_count(table.rows[0])), str(table.total)) == (
        (False, False, True), "1/2", "1/2",
    )  # fmt: skip
    assert [str(one) for one in table.column_counts] == ["1/1", "0/1", "1/1"]


def test_filter_leaves_whole_rows_and_columns():
    table = grid(CRITERIA, (MET, UNMET, BLANK), (MET, MET, MET), (BASIC, MET, MET))
    left = table.narrowed(Only.UNMET)
    assert [column.key for column in left.columns] == ["c1", "c2"]
    assert [(row.commune_id, row.cells) for row in left.rows] == [(1, (MET, UNMET)), (3, (BASIC, MET))]
    assert (table.hits(Only.UNMET), table.hits(Only.EMPTY), table.hits(Only.ALL)) == (2, 1, 9)


def test_filter_without_a_hit_leaves_nothing():
    left = grid(CRITERIA, (MET, MET, MET)).narrowed(Only.CHANGED)
    assert (left.columns, left.rows, str(left.total)) == ((), (), "0/0")


def test_no_filter_leaves_everything():
    table = grid(CRITERIA, (MET, UNMET, BLANK))
    assert table.narrowed(Only.ALL) is table


def test_grid_without_rows():
    table = grid(CRITERIA)
    assert ([str(one) for one in table.column_counts], str(table.total)) == (["0/0"] * 3, "0/0")
    assert table.longest == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "fields", "if_any", "told"),
    [
        ("criterion", {}, False, "Ghi 1 (đạt), 0 (chưa đạt), CB (cơ bản đạt) hoặc KA (không áp dụng)."),
        (
            "percentage",
            {"by_sex": True},
            False,
            "Ghi tỷ lệ % như 87,5 hoặc phân số như 45/60; đã kết luận thì thêm Đ, CĐ, CB hoặc KA ở sau."
            " Nam, nữ ghi riêng: 85 (nam 86; nữ 84).",
        ),
        (
            "count",
            {},
            True,
            "Ghi số nguyên như 12; đã kết luận thì thêm Đ, CĐ, CB hoặc KA ở sau."
            " Chỉ xét nếu có: xã không có thì ghi KA.",
        ),
    ],
)
def test_writing_hint(kind, fields, if_any, told):
    column = Measure("i1.1", "1.1", "1", "", "", Kind(kind), **fields)
    assert writing_hint(column, if_any=if_any) == told


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_hint(kind):
    assert writing_hint(measure("i1.1", kind)).startswith("Ghi ")
