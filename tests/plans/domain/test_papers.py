import json

import pytest

from plans.domain.table import RowKind
from plans.domain.write.html import as_paper
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.papers import Grid, Paper, as_html, from_data, named_heading, to_data, unbroken

from . import merged

GRID = Grid(
    "<table>",
    ("<td>", "<td class=left>"),
    (
        Line(RowKind.ITEM, None, ("a", "b\nc"), (2, 1), (1, 1)),
        Line(RowKind.ITEM, None, ("", "<d>"), (0, 1), (0, 1)),
    ),
    ("", "section"),
)


def rows_of(starts=(), *, named=False):
    html = as_html(Paper("<head>", (GRID,)), starts, named=named)
    return html.splitlines()[4:6]


def test_merged_cells_and_lines_of_a_text():
    assert rows_of() == [
        "<tr><td rowspan=2>a<td class=left>b<br>c",
        "<tr class=section><td class=left>&lt;d&gt;",
    ]


def test_cell_is_cut_where_a_page_begins():
    assert rows_of([(1,)])[1] == '<tr class="section starts"><td>a<td class=left>&lt;d&gt;'


def test_rows_can_be_found_again():
    assert rows_of(named=True)[1].startswith("<tr class=section id=r0-1>")
    assert named_heading("<thead>\n<tr><th>a\n<tr class=x><td>", 2) == (
        "<thead>\n<tr id=h2-0><th>a\n<tr id=h2-1 class=x><td>"
    )


def test_paper_comes_through_json_as_it_is():
    paper = as_paper(merged.free_rows(), printed_lines(merged.free_rows(), merged.row_table()))
    back = from_data(json.loads(json.dumps(to_data(paper))))
    assert (as_html(back), back.grids[0].has_tall_cells, back.landscape) == (as_html(paper), True, True)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a & b", "a &amp; b"),
        ("số 01/QĐ-BCĐ.", 'số <span class="whole">01/QĐ-BCĐ.</span>'),
        ("42 đồng/người/năm", '42 <span class="whole">đồng/người/năm</span>'),
        ("mộtcâukhôngcócách/rấtdàikhôngcócách", "mộtcâukhôngcócách/rấtdàikhôngcócách"),
    ],
)
def test_short_words_with_strokes_stay_in_one_line(text, markup):
    assert unbroken(text) == markup
