from plans.domain.table import AnnexTable, RowKind
from plans.domain.write.lines import Line, cut, printed_lines

from .small import ANG_CANG, XA_NHE
from .small_shapes import block, blocks, cell, free_rows, section, task

GAPS = AnnexTable(
    (
        block(XA_NHE, "1", {"2": ("Cứng hóa 2 km", "Cứng hóa 3 km"), "9": ("Xóa 4 nhà tạm",)}),
        block(ANG_CANG, "2", {}),
    )
)


def told(lines):
    return [(str(line.kind), line.texts, line.rows) for line in lines]


def test_a_block_takes_as_many_lines_as_its_items():
    assert told(printed_lines(blocks(), GAPS)) == [
        ("unit", ("1", "Xã Xá Nhè", "Tiêu chí 2", "Cứng hóa 2 km"), (3, 3, 2, 1)),
        ("item", ("", "", "", "Cứng hóa 3 km"), (0, 0, 0, 1)),
        ("criterion", ("", "", "Tiêu chí 9", "Xóa 4 nhà tạm"), (0, 0, 1, 1)),
        ("unit", ("2", "Xã Ẳng Cang", "", ""), (1, 1, 1, 1)),
    ]


def test_a_line_knows_where_its_cells_stand():
    third = printed_lines(blocks(), GAPS)[2].part
    assert (third.root.unit, dict(third.paths)) == (XA_NHE, {"work": "9/3/work", "criterion": "9/criterion"})


def test_page_start_repeats_what_goes_on():
    lines = cut(printed_lines(blocks(), GAPS), [1])
    assert told(lines)[:3] == [
        ("unit", ("1", "Xã Xá Nhè", "Tiêu chí 2", "Cứng hóa 2 km"), (1, 1, 1, 1)),
        ("item", ("1", "Xã Xá Nhè", "Tiêu chí 2", "Cứng hóa 3 km"), (2, 2, 1, 1)),
        ("criterion", ("", "", "Tiêu chí 9", "Xóa 4 nhà tạm"), (0, 0, 1, 1)),
    ]


def test_page_may_start_within_what_was_cut_before():
    names = [(line.texts[1], line.rows[1]) for line in cut(printed_lines(blocks(), GAPS), [1, 2])]
    assert names == [("Xã Xá Nhè", 1), ("Xã Xá Nhè", 1), ("Xã Xá Nhè", 1), ("Xã Ẳng Cang", 1)]


def test_page_start_at_a_new_block_changes_nothing():
    lines = printed_lines(blocks(), GAPS)
    assert cut(lines, [0, 3]) == lines


def test_merged_cells_of_free_rows_are_kept():
    table = AnnexTable(
        (
            section("I", "Thẩm định"),
            task("I.1", cell("Xã A"), cell("Sở Nội vụ", rows=2), cell("Quý III")),
            task("I.2", cell("Xã B"), due=cell("Quý IV")),
        )
    )
    assert printed_lines(free_rows(), table) == (
        Line(RowKind.SECTION, None, ("I", "Thẩm định", "", ""), (1, 1, 0, 0), (1, 3, 0, 0)),
        Line(RowKind.ITEM, None, ("1", "Xã A", "Sở Nội vụ", "Quý III"), (1, 1, 2, 1), (1, 1, 1, 1)),
        Line(RowKind.ITEM, None, ("2", "Xã B", "", "Quý IV"), (1, 1, 0, 1), (1, 1, 0, 1)),
    )


def test_merged_cell_covers_no_text():
    """A row came between, or the last of them went: the cell takes what is left."""
    table = AnnexTable(
        (
            task("1", cell("A"), cell("Sở Nội vụ", rows=9)),
            task("2", cell("B")),
            task("3", cell("C"), cell("Sở Y tế", columns=2), cell("Quý IV")),
        )
    )
    assert [(line.rows, line.columns) for line in printed_lines(free_rows(), table)] == [
        ((1, 1, 2, 1), (1, 1, 1, 1)),
        ((1, 1, 0, 1), (1, 1, 0, 1)),
        ((1, 1, 1, 1), (1, 1, 1, 1)),
    ]
