import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from plans.domain.definition import Shape
from plans.domain.entries import Scope
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.entry import BLOCK_GUIDE, FIGURE_GUIDE, GUIDE, ROW_GUIDE
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.xlsx import write_xlsx

from .. import dien_bien
from . import merged
from .small import XA_NHE, matrix, table


def opened(data):
    return load_workbook(io.BytesIO(data)).active


def written(**options):
    return opened(write_xlsx(matrix(), printed_lines(matrix(), table()), **options))


def written_text(text):
    """The cell that holds ``text`` as the name of a commune."""
    line = Line(RowKind.UNIT, XA_NHE, ("1", text, "", "", "", ""))
    return opened(write_xlsx(matrix(), [line]))["B8"]


def test_every_cell_has_its_place():
    sheet = written()
    assert [tuple(row) for row in sheet.iter_rows(values_only=True)] == [
        ("Biểu số 02", *[None] * 6),
        ("BIỂU CHI TIẾT TIÊU CHÍ ĐẾN NĂM 2025", *[None] * 6),
        ("(Kèm theo Kế hoạch số 1986/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh Điện Biên)", *[None] * 6),
        (None,) * 7,
        ("STT", "Tên đơn vị", "Tiêu chí", None, "Kết quả thực hiện năm 2025", "Kết quả bình quân/xã", None),
        (None, None, "Giao thông", "Giáo dục và đào tạo", None, None, "Mã đơn vị"),
        (1, 2, 3, 4, 5, 6, None),
        ("III", "Huyện Tủa Chùa", 2, 1, 3, "1,5", "098"),
        (1, "Xá Nhè", 1, None, 2, None, "03220"),
        (2, "Mường Đun", 1, 1, 2, None, "03223"),
        (1, "Áng Cang", 0, 1, 1, None, "03256"),
        (None, "Tổng số xã/tiêu chí", 2, 2, "1.778", "15,46", None),
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        *("A1:F1", "A2:F2", "A3:F3", "A4:F4", "A5:A6", "B5:B6", "C5:D5", "E5:E6", "F5:F6")
    }


def test_sheet_is_ready_to_print():
    sheet = written()
    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight) == (9, "landscape", 1, 0)
    assert (sheet.print_title_rows, sheet.print_area) == ("$5:$7", "'Biểu 02'!$A$1:$F$12")
    assert (sheet.freeze_panes, sheet.title, sheet.oddHeader.center.text) == ("C8", "Biểu 02", "&P")
    assert (sheet.HeaderFooter.differentFirst, sheet.sheet_properties.pageSetUpPr.fitToPage) == (True, True)
    assert (sheet.column_dimensions["G"].hidden, sheet.auto_filter.ref) == (True, None)


def test_district_and_total_rows_are_bold():
    sheet = written()
    faces = {sheet.cell(row, column).font.name for row in range(7, 13) for column in range(1, 7)}
    assert [sheet.cell(row, 2).font.b for row in range(8, 13)] == [True, False, False, False, True]
    assert faces == {"Times New Roman"}


def test_workbook_says_what_it_is():
    properties = load_workbook(io.BytesIO(write_xlsx(matrix(), []))).properties
    assert (properties.title, properties.language) == (
        "Biểu số 02. Biểu chi tiết tiêu chí đến năm 2025",
        "vi-VN",
    )


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)", '=HYPERLINK("x")'])
def test_formula_text_stays_text(text):
    cell = written_text(text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", 14),
        ("0", 0),
        ("14,0", "14,0"),
        ("1.778", "1.778"),
        ("01", "01"),
        ("12345678901", "12345678901"),
        ("1\x0b2", "12"),
        ("", None),
    ],
)
def test_only_plain_whole_numbers_are_numbers(text, value):
    assert written_text(text).value == value


def test_label_may_hold_what_a_sheet_name_may_not():
    book = load_workbook(io.BytesIO(write_xlsx(matrix(annex_label="Biểu số 02/[a]: tiêu chí*"), [])))
    assert book.sheetnames == ["Biểu 02  a   tiêu chí"]


def test_note_stands_below():
    sheet = written(note="Ghi chú: một câu.")
    assert (sheet["A14"].value, sheet.print_area) == ("Ghi chú: một câu.", "'Biểu 02'!$A$1:$F$14")


def test_template_takes_figures_only():
    sheet = written(template=True)
    open_cells = [
        cell.coordinate for row in sheet.iter_rows(5, 9) for cell in row if not cell.protection.locked
    ]
    assert sheet["A4"].value == GUIDE
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert open_cells == ["C8", "D8", "E8", "F8", "C9", "D9", "E9", "F9"]


def test_template_marks_take_one_and_nought():
    (rule,) = written(template=True).data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.allow_blank, rule.showErrorMessage) == (
        "list",
        '"1,0"',
        True,
        True,
    )
    assert rule.error == "Chỉ điền 1 (đạt), 0 (chưa đạt) hoặc để trống."
    assert {cell for area in rule.sqref.ranges for cell in area.cells} == {
        (row, column) for row in (9, 10, 11) for column in (3, 4)
    }


@pytest.mark.parametrize("template", [False, True])
def test_printed_annex_comes_back_cell_by_cell(template):
    definition, index = dien_bien.matrix(), dien_bien.name_index()
    book = dien_bien.to_bytes(dien_bien.printed_workbook(dien_bien.readable_rows()))
    rows = parse(read_workbook(book), definition, index, Scope()).rows
    data = write_xlsx(definition, printed_lines(definition, AnnexTable(rows)), template=template)
    assert len(rows) == 77
    assert parse(read_workbook(data), definition, index, Scope()).rows == rows


def merged_sheet(definition, annex_table, **options):
    return opened(write_xlsx(definition, printed_lines(definition, annex_table), **options))


def test_merged_cells_are_real():
    sheet = merged_sheet(merged.blocks(), merged.block_table(communes=1, criteria=3))
    ranges = {str(area) for area in sheet.merged_cells.ranges}
    assert ranges >= {"A9:A17", "B9:B17", "C9:C17", "D9:D17", "E9:E10", "E11:E13", "E14:E17"}
    assert [sheet.cell(row, 2).value for row in range(9, 18)] == ["Xã Mường Sai", *[None] * 8]
    assert (sheet["B9"].alignment.vertical, sheet["E9"].alignment.vertical) == ("top", "center")
    assert (sheet["A5"].value, sheet.print_title_rows) == (
        "- 04 xã phấn đấu đạt chuẩn nông thôn mới năm 2023.",
        "$6:$8",
    )


def test_cells_over_columns_sections_and_lines_of_a_text():
    sheet = merged_sheet(merged.free_rows(), merged.row_table(rows=2))
    assert (sheet["B7"].value, sheet["B7"].font.b, sheet["B9"].font.b) == (
        "Xã đạt chuẩn nông thôn mới",
        True,
        False,
    )
    assert {"B7:E7", "C9:C10", "D9:D10"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert (sheet["D9"].value, sheet["D9"].number_format) == ("Quý III,\nIV/2023", "@")
    assert (sheet["C8"].alignment.horizontal, sheet["C9"].alignment.horizontal) == ("center", "left")


def test_rows_are_high_enough_for_their_texts():
    sheet = merged_sheet(merged.free_rows(), merged.row_table(rows=2, words=100))
    heights = [sheet.row_dimensions[row].height for row in (9, 10)]
    assert heights[0] == heights[1] > 100
    tall = merged_sheet(merged.free_rows(), merged.row_table(rows=1, words=2000))
    assert tall.row_dimensions[9].height == 409


def test_heading_shared_by_columns_has_room():
    definition = merged.free_rows()
    assert merged_sheet(definition, merged.row_table()).row_dimensions[5].height == 17.5


@pytest.mark.parametrize(
    ("definition", "guide"), [(merged.blocks(), BLOCK_GUIDE), (merged.free_rows(), ROW_GUIDE)]
)
def test_template_of_rows_that_people_write_is_open_and_has_spare_ones(definition, guide):
    sheet = merged_sheet(definition, AnnexTable(), template=True)
    first = 9 if definition.intro else 7
    assert (sheet["A4"].value, sheet.protection.sheet) == (guide, False)
    assert (sheet.max_row, sheet.cell(first, 1).border.top.style) == (first + 14, "thin")
    assert sheet.data_validations.dataValidation == []


def test_template_of_figures_locks_what_names_the_row():
    definition = replace(merged.free_rows(), shape=Shape.LINES)
    row = Row(RowKind.LINE, None, {"stt": Cell("1"), "name": Cell("Xã")}, line="1")
    sheet = merged_sheet(definition, AnnexTable((row,)), template=True)
    assert (sheet["A4"].value, sheet.protection.sheet, sheet.max_row) == (FIGURE_GUIDE, True, 7)
    assert [sheet.cell(7, place).protection.locked for place in range(1, 6)] == [
        True,
        True,
        False,
        False,
        False,
    ]
