from dataclasses import replace
from types import SimpleNamespace

import pytest

from plans.domain.entries import Entry, Parsed, Standing
from plans.domain.findings import Finding, Severity
from plans.domain.merge import State, compare
from plans.domain.table import AnnexTable
from plans.sheet_tables import PrintedSheet, Removed, shown_as_matrix

from .domain.small import XA_NHE, matrix
from .domain.small_shapes import block, blocks, cell, free_rows, section, task

GAPS = AnnexTable((block(XA_NHE, "1", {"2": ("Cứng hóa 2 km", "Trồng cây")}),))


def shown(definition, table, *findings):
    sheet = PrintedSheet.of_table(definition, table, findings)
    return [(line.cells, line.classes) for line in sheet.rows]


def finding(severity=Severity.ERROR, **facts):
    return Finding(severity, "subtotal", "", cell="A1", **facts)


def test_merged_cells_are_one():
    assert shown(blocks(), GAPS) == [
        (
            '<td rowspan="2" class="ordinal">1</td><td rowspan="2" class="text">Xã Xá Nhè</td>'
            '<td rowspan="2" class="text">Tiêu chí 2</td><td class="text">Cứng hóa 2 km</td>',
            "",
        ),
        ('<td class="text">Trồng cây</td>', ""),
    ]


def test_section_goes_over_the_columns():
    table = AnnexTable((section("I", "Chính sách"), task("I.1", cell("Nghị quyết\n<b>44</b>"))))
    assert shown(free_rows(), table) == [
        ('<td class="ordinal">I</td><td colspan="3" class="text">Chính sách</td>', "section"),
        (
            '<td class="ordinal">1</td><td class="text">Nghị quyết<br>&lt;b&gt;44&lt;/b&gt;</td>'
            '<td class="text"></td><td class="text"></td>',
            "",
        ),
    ]


@pytest.mark.parametrize(
    ("found", "html"),
    [
        (
            finding(stated="19", computed="18"),
            '<td id="o-A1" class="text diff">19<span class="hidden">, tính lại</span> '
            '<span class="computed">18</span></td>',
        ),
        (finding(stated="114", computed="115"), '<td id="o-A1" class="text diff">19</td>'),
        (finding(stated="19", computed="mười tám"), '<td id="o-A1" class="text diff">19</td>'),
        (finding(Severity.INFO, stated="19"), '<td id="o-A1" class="text">19</td>'),
        (finding(blocks=True, stated="19"), '<td id="o-A1" class="text faulty">19</td>'),
    ],
)
def test_what_is_to_be_seen_of_a_cell(found, html):
    """A figure stands beside what is computed of the very cell, and nothing else does."""
    table = AnnexTable((task("1", replace(cell("19"), address="A1")),))
    ((cells, _),) = shown(free_rows(), table, found)
    assert cells == f'<td class="ordinal">1</td>{html}<td class="text"></td><td class="text"></td>'


def test_marks_have_a_screen_of_their_own():
    assert [shown_as_matrix(definition) for definition in (matrix(), blocks(), free_rows())] == [
        True,
        False,
        False,
    ]


def test_preview_says_what_becomes_of_each_row():
    stored = AnnexTable((task("1", cell("A")), task("2", cell("B")), task("3", cell("C"))))
    rows = [task("1", cell("A")), task("2", cell("B mới")), task("3", cell("")), task("4", cell("D"))]
    entries = [*map(Entry, rows), Entry(task("5", cell("E")), Standing.REFUSED)]
    changes = compare(free_rows(), stored, rows)
    preview = SimpleNamespace(
        definition=free_rows(),
        findings=(),
        parsed=Parsed(tuple(entries), ()),
        changes=changes,
        effective=[change for change in changes if change.state is not State.SAME],
    )
    sheet = PrintedSheet.of_preview(preview)
    assert [line.state for line in sheet.rows] == ["", "thay đổi", "bỏ dòng", "mới", "bị từ chối"]
    assert '<td class="text changed"><s>B</s> B mới</td>' in sheet.rows[1].cells
    assert '<td class="text cleared"><s>C</s> </td>' in sheet.rows[2].cells


def test_preview_lists_what_goes_with_the_block():
    changes = compare(blocks(), GAPS, [block(XA_NHE, "1", {"2": ("Cứng hóa 2 km",)})])
    preview = SimpleNamespace(
        definition=blocks(),
        findings=(),
        parsed=Parsed(tuple(Entry(change.row) for change in changes), ()),
        changes=changes,
        effective=changes,
    )
    assert PrintedSheet.of_preview(preview).removed == [Removed("Xã Xá Nhè", "Trồng cây")]
