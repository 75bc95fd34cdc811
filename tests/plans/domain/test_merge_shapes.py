import pytest

from plans.domain.merge import compare, merge, natural_order, take_back
from plans.domain.table import AnnexTable, Cell

from .small import ANG_CANG, ANG_NUA, INDEX, XA_NHE
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
    [("3", (3,)), ("I", (1,)), ("IV.10", (4, 10)), ("III.1.2", (3, 1, 2)), ("IX.2", (9, 2)), ("II.", (2, 0))],
)
def test_numbers_of_rows_have_an_order(line, order):
    assert natural_order(line) == order


GAPS = AnnexTable((block(XA_NHE, "1", {"2": ("A",)}), block(ANG_CANG, "2", {"3": ("B",)})))


def merged(stored, *rows):
    """The rows afterwards: number and unit."""
    made = merge(blocks(), stored, compare(blocks(), stored, rows), INDEX)
    return [(row.value("stt"), row.unit) for row in made.rows]


def test_block_of_a_part_keeps_its_number():
    assert merged(GAPS, block(ANG_CANG, "1", {"3": ("C",)})) == [("1", XA_NHE), ("2", ANG_CANG)]
    assert change(blocks(), GAPS, block(ANG_CANG, "1", {"3": ("B",)})) == ("same", (), ())


def test_whole_sheet_numbers_and_orders_the_blocks():
    rows = block(ANG_CANG, "1", {"3": ("B",)}), block(XA_NHE, "2", {"2": ("A",)})
    assert merged(GAPS, *rows) == [("1", ANG_CANG), ("2", XA_NHE)]


def test_new_block_goes_where_its_number_says():
    stored = AnnexTable((block(XA_NHE, "1", {"2": ("A",)}), block(ANG_NUA, "3", {"3": ("B",)})))
    rows = [("1", XA_NHE), ("2", ANG_CANG), ("3", ANG_NUA)]
    assert merged(stored, block(ANG_CANG, "2", {"3": ("C",)})) == rows


def test_block_that_states_nothing_is_taken_away():
    bare = block(ANG_CANG, "2", {})
    assert change(blocks(), GAPS, bare) == (
        "changed",
        ("3/criterion", "3/1/work"),
        ("3/criterion", "3/1/work"),
    )
    assert merged(GAPS, bare) == [("1", XA_NHE)]
    assert change(blocks(), AnnexTable(), bare) == ("same", (), ())


@pytest.mark.parametrize(
    ("definition", "stored", "gone"),
    [(blocks(), GAPS, block(XA_NHE, "1", {})), (free_rows(), TASKS, task("I.1", Cell()))],
)
def test_row_taken_away_stands_where_it_stood_again(definition, stored, gone):
    made = merge(definition, stored, compare(definition, stored, [gone]), INDEX)
    undone = take_back(definition, stored, made, made)
    assert (undone.table, undone.later) == (stored, ())
    assert [(one.row.key, one.changed) for one in undone.changes if one.row.key == gone.key] != []


def test_row_taken_away_and_written_anew_is_not_taken_back():
    made = merge(free_rows(), TASKS, compare(free_rows(), TASKS, [task("I.1", Cell())]), INDEX)
    anew = merge(free_rows(), made, compare(free_rows(), made, [task("I.1", cell("Khác"))]), INDEX)
    assert [row.line for row in take_back(free_rows(), TASKS, made, anew).later] == ["I.1"]


def test_new_block_is_taken_back_with_all_of_its_items():
    before = AnnexTable(GAPS.rows[:1])
    (found,) = take_back(blocks(), before, GAPS, GAPS).changes
    assert (found.changed, found.row.children) == (("stt", "name", "3/criterion", "3/1/work"), ())


def test_block_without_a_number_comes_last():
    assert merged(GAPS, block(ANG_NUA, "", {"3": ("C",)}))[-1] == ("", ANG_NUA)
