import io
from datetime import date

from openpyxl import load_workbook

from criteria.domain.totals import Reading
from reports.domain.workbook import write_summary
from tests.reports.domain.test_summary import cell, report


def opened(made):
    data = write_summary(made, title="=Tổng hợp", source="Kèm theo Kế hoạch", day=date(2022, 6, 29))
    return load_workbook(io.BytesIO(data)).active


def test_workbook_holds_the_figures_of_the_page():
    sheet = opened(report({10: {"result": cell("5"), "average": cell("1,33", "1.33")}}))
    rows = [[field.value for field in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert rows == [
        ["TT", "Đơn vị", "Số xã", "Số xã có số liệu", "1. Quy hoạch", "2. Điện", "Tổng tiêu chí",
         "Tổng ghi trong biểu", "Bình quân/xã", "Bình quân ghi trong biểu", "2 tiêu chí", "dưới 2",
         "Chưa có số liệu"],
        ["1", "Huyện Mường Đông", 3, 3, 3, 1, 4, "≠ 5", 1.33, "1,33", 1, 2, 0],
        ["2", "Huyện Tủa Xanh", 2, 1, 0, 0, 0, None, 0, None, 0, 1, 1],
        [None, "Tỉnh Hồng Lam", 5, 4, 3, 1, 4, None, 1, None, 1, 3, 1],
    ]  # fmt: skip


def test_workbook_leaves_the_unknown_blank():
    made = report(readings=(Reading(1, 10),))
    row = [field.value for field in opened(made)[5]]
    assert row == ["1", "Huyện Mường Đông", 1, 0, None, None, None, None, None, None, None, None, 1]


def test_workbook_is_ready_to_print_and_safe():
    sheet = opened(report())
    page = (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToWidth)
    assert (*page, sheet.page_setup.fitToHeight) == (9, "landscape", 1, 0)
    assert (sheet.print_title_rows, sheet.print_area) == ("$4:$4", "'Tổng hợp'!$A$1:$M$9")
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].quotePrefix) == ("=TỔNG HỢP", "s", True)
    assert (sheet["I5"].number_format, sheet["A3"].value) == ("#,##0.00", "Lập ngày 29/06/2022")
