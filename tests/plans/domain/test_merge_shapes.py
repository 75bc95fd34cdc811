import pytest

from plans.domain.merge import compare, merge, natural_order, take_back
from plans.domain.table import AnnexTable, Cell

from .small import ANG_CANG, INDEX, XA_NHE
from .small_shapes import block, blocks, cell, free_rows, section, task

STORED = AnnexTable((block(XA_NHE, "1", {"2": ("Cứng hóa 2 km", "Trồng cây"), "9": ("Xóa 4 nhà",)}),))
TASKS = AnnexTable((section("I", "Chính sách"), task("I.1", cell("Nghị quyết")), task("I.2", cell("Đề án"))))


def change(definition, stored, row):
    (found,) = compare(definition, stored, [row])
    return str(found.state), found.changed, found.cleared


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"2": ("Cứng hóa 2 km", "Trồng cây"), "9": ("Xóa 4 nhà",)}, ("same", (), ())),
        ({"2": ("Cứng hóa 5 km", "Trồng cây"), "9": ("Xóa 4 nhà",)}, ("changed", ("2/1/work",), ())),
        (
            {"2": ("Cứng hóa 2 km", "Trồng cây")},
            ("changed", ("9/criterion", "9/3/work"), ("9/criterion", "9/3/work")),
        ),
    ],
)
def test_block_is_compared_item_by_item(criteria, expected):
    assert change(blocks(), STORED, block(XA_NHE, "1", criteria)) == expected


def test_block_replaces_the_stored_one_and_leaves_the_others():
    changes = compare(blocks(), STORED, [block(ANG_CANG, "2", {"3": ("Kênh mương",)})])
    assert [row.unit for row in merge(blocks(), STORED, changes, INDEX).rows] == [XA_NHE, ANG_CANG]


def test_free_rows_that_the_sheet_does_not_name_stay():
    changes = compare(free_rows(), TASKS, [task("I.2", cell("Đề án OCOP")), task("I.10", cell("Kế hoạch"))])
    made = merge(free_rows(), TASKS, changes, INDEX)
    assert [(row.line, row.cell("name").text) for row in made.rows] == [
        ("I", "Chính sách"),
        ("I.1", "Nghị quyết"),
        ("I.2", "Đề án OCOP"),
        ("I.10", "Kế hoạch"),
    ]


def test_numbered_row_without_anything_is_taken_away():
    gone = task("I.1", Cell())
    assert change(free_rows(), TASKS, gone) == ("changed", ("name",), ("name",))
    made = merge(free_rows(), TASKS, compare(free_rows(), TASKS, [gone]), INDEX)
    assert [row.line for row in made.rows] == ["I", "I.2"]


def test_merging_of_cells_is_a_change():
    assert change(free_rows(), TASKS, task("I.1", cell("Nghị quyết", rows=2))) == ("changed", ("name",), ())


def test_block_is_taken_back_whole():
    after = AnnexTable((block(XA_NHE, "1", {"2": ("Cứng hóa 5 km",)}),))
    undoing = take_back(blocks(), STORED, after, after)
    assert undoing.table == STORED
    assert undoing.changes[0].changed == ("2/1/work", "2/2/work", "9/criterion", "9/3/work")


@pytest.mark.parametrize(
    ("line", "order"),
    [("3", (3,)), ("I", (1,)), ("IV.10", (4, 10)), ("III.1.2", (3, 1, 2)), ("IX.2", (9, 2))],
)
def test_numbers_of_rows_have_an_order(line, order):
    assert natural_order(line) == order
