from plans.domain.table import RowKind
from plans.domain.write.html import as_html
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.looks import widths_of

from .small import matrix, table


def lines_of(html):
    return html.splitlines()


def test_document_is_whole():
    definition = matrix(annex_title="Biểu <một>")
    html = lines_of(as_html(definition, printed_lines(definition, table())[:2], note="Ghi chú: a & b"))
    widths = "".join(
        f"col:nth-child({n}){{width:{width}mm}}" for n, width in enumerate(widths_of(definition, range(6)), 1)
    )
    assert html == [
        "<!DOCTYPE html>",
        '<html lang="vi">',
        '<head><meta charset="utf-8"><title>Biểu số 02. Biểu &lt;một&gt;</title>'
        f"<style>{widths}</style></head>",
        '<body class="landscape">',
        "<header>",
        '<p class="label">Biểu số 02</p>',
        "<h1>BIỂU &lt;MỘT&gt;</h1>",
        '<p class="attached">(Kèm theo Kế hoạch số 1986/KH-UBND ngày 29 tháng 6 năm 2022 '
        "của UBND tỉnh Điện Biên)</p>",
        "</header>",
        "<table>",
        "<colgroup><col><col><col><col><col><col></colgroup>",
        "<thead>",
        "<tr><th colspan=1 rowspan=2>STT</th><th colspan=1 rowspan=2>Tên đơn vị</th>"
        "<th colspan=2 rowspan=1>Tiêu chí</th><th colspan=1 rowspan=2>Kết quả thực hiện năm 2025</th>"
        "<th colspan=1 rowspan=2>Kết quả bình quân/xã</th></tr>",
        "<tr><th colspan=1 rowspan=1>Giao thông</th><th colspan=1 rowspan=1>Giáo dục và đào tạo</th></tr>",
        '<tr class="numbers"><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td></tr>',
        "</thead>",
        "<tbody>",
        "<tr class=district><td>III<td class=left>Huyện Tủa Chùa<td>2<td>1<td>3<td>1,5",
        "<tr><td>1<td class=left>Xá Nhè<td>1<td><td>2<td>",
        "</tbody>",
        "</table>",
        '<p class="note">Ghi chú: a &amp; b</p>',
        '<p class="end">./.</p>',
        "</body>",
        "</html>",
    ]


def test_markup_in_a_cell_is_text():
    line = Line(RowKind.UNIT, None, ("<b>", "</td>&", "", "", "", ""))
    html = lines_of(as_html(matrix(), [line]))
    assert html[17] == "<tr><td>&lt;b&gt;<td class=left>&lt;/td&gt;&amp;<td><td><td><td>"
