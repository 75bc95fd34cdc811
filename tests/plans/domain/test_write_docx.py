import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from plans.domain.table import RowKind
from plans.domain.write.docx import Printed, write_docx
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.pagination import Layout

from . import merged
from .small import matrix, table


def opened(definition, annex_table, layouts=(), note=""):
    lines = printed_lines(definition, annex_table)
    return Document(io.BytesIO(write_docx(Printed(definition, lines, note, layouts))))


def shown(document):
    """The texts of the rows; a merged cell says its text in each of them."""
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def starts_of(document):
    rows = document.tables[0].rows
    return [place for place, row in enumerate(rows) if row._tr.xpath(".//w:pageBreakBefore")]


def test_every_cell_has_its_place():
    rows = shown(opened(matrix(), table()))
    result, average = "Kết quả thực hiện năm 2025", "Kết quả bình quân/xã"
    assert rows[:4] == [
        ["STT", "Tên đơn vị", "Tiêu chí", "Tiêu chí", result, average],
        ["STT", "Tên đơn vị", "Giao thông", "Giáo dục và đào tạo", result, average],
        ["1", "2", "3", "4", "5", "6"],
        ["III", "Huyện Tủa Chùa", "2", "1", "3", "1,5"],
    ]
    assert rows[-1] == ["", "Tổng số xã/tiêu chí", "2", "2", "1.778", "15,46"]


def test_title_block_and_end():
    paragraphs = opened(matrix(), table(), note="Ghi chú: a & b").paragraphs
    assert [(p.style.name, p.text) for p in paragraphs] == [
        ("Ký hiệu biểu", "Biểu số 02"),
        ("Tên biểu", "BIỂU CHI TIẾT TIÊU CHÍ ĐẾN NĂM 2025"),
        ("Kèm theo", "(Kèm theo Kế hoạch số 1986/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh Điện Biên)"),
        ("Gạch ngắn", ""),
        ("Ghi chú", "Ghi chú: a & b"),
        ("Kết thúc", "./."),
    ]


def test_merged_cells_are_real_and_say_their_text_again_on_a_new_page():
    definition, annex_table = merged.blocks(), merged.block_table(communes=1, criteria=3)
    whole = opened(definition, annex_table)
    names = [row[1] for row in shown(whole)[3:]]
    merges = whole.tables[0]._tbl.xpath(".//w:tr[position()>3]/w:tc[2]/w:tcPr/w:vMerge")
    assert (set(names), len(names)) == ({"Xã Mường Sai"}, 9)
    assert [merge.get(qn("w:val")) for merge in merges] == ["restart", *[None] * 8]
    layout = Layout((5,), (10.0,) * 9, (4.0,), (6.0, 6.0, 5.0))
    paged = opened(definition, annex_table, (layout,))
    merges = paged.tables[0]._tbl.xpath(".//w:tr[position()>3]/w:tc[2]/w:tcPr/w:vMerge")
    assert [merge.get(qn("w:val")) for merge in merges] == ["restart", *[None] * 4, "restart", *[None] * 3]
    assert (starts_of(whole), starts_of(paged)) == ([], [8])


def test_cells_over_columns_and_lines_of_a_text():
    document = opened(merged.free_rows(), merged.row_table(rows=2))
    rows = shown(document)
    assert rows[2] == ["I", *["Xã đạt chuẩn nông thôn mới"] * 4]
    assert rows[-1][2:] == ["- Thành phần: Văn phòng Điều phối.\n- Thời gian: Quý III, IV/2023."] * 3
    widths = {
        sum(int(cell.get(qn("w:w"))) for cell in row._tr.xpath("./w:tc/w:tcPr/w:tcW"))
        for row in document.tables[0].rows
    }
    assert len(widths) == 1


def test_heading_is_repeated_and_rows_stay_whole():
    layout = Layout((), (7.0,) * 5, (), (10.0, 20.0, 5.0))
    rows = opened(matrix(), table(), (layout,)).tables[0].rows
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in rows] == [*[True] * 3, *[False] * 5]
    assert [len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in rows] == [1] * 8
    assert [row.height.mm for row in rows] == pytest.approx([10, 20, 5, 7, 7, 7, 7, 7], abs=0.02)


def test_paper_and_page_numbers():
    (section,) = opened(matrix(), table()).sections
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side.mm) for side in sides] == [20, 15, 19, 30]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert "PAGE" in section.header._element.xml
    assert (section.different_first_page_header_footer, section.first_page_header.paragraphs[0].text) == (
        True,
        "",
    )
    assert section._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]


def test_language_and_face_are_ours_alone():
    document = opened(matrix(), table())
    styles = document.styles.element
    assert styles.xpath("./w:docDefaults//w:lang/@w:val") == ["vi-VN"]
    assert set(styles.xpath(".//w:rFonts/@*")) == {"Times New Roman"}
    properties = document.core_properties
    assert (properties.title, properties.language, properties.author) == (
        "Biểu số 02. Biểu chi tiết tiêu chí đến năm 2025",
        "vi-VN",
        "",
    )


def test_table_too_wide_for_the_paper_comes_in_parts():
    columns = tuple(replace(column, width=column.width + 60) for column in matrix().columns)
    document = opened(replace(matrix(), columns=columns), table())
    firsts = [[cell.text for cell in part.rows[-1].cells] for part in document.tables]
    assert {row[1] for row in firsts} == {"Tổng số xã/tiêu chí"}
    assert [text for row in firsts for text in row[2:]] == ["2", "2", "1.778", "15,46"]
    assert [p.paragraph_format.page_break_before for p in document.paragraphs].count(True) == len(firsts) - 1


def test_what_no_document_can_hold_is_left_out():
    line = Line(RowKind.UNIT, None, ("1", "a\x0b<b>&\ufffe", "", "", "", ""))
    document = Document(io.BytesIO(write_docx(Printed(matrix(), [line]))))
    assert document.tables[0].rows[3].cells[1].text == "a<b>&"


def test_nothing_of_the_library_s_own_template_is_left():
    names = ZipFile(io.BytesIO(write_docx(Printed(matrix(), ())))).namelist()
    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
