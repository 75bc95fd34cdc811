"""The summary as a workbook to print: the same figures as the page, in official order."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ntm.numbers import vietnamese

from .comparison import Comparison
from .summary import AVERAGE, RESULT, Line, Report

Value = str | int | Decimal | None
Tell = Callable[[Line], Value]
Comparisons = Mapping[int | str | None, Comparison]  # key of a line, or "whole"

FONT = "Times New Roman"
HEAD_ROW = 4
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDTHS = {1: 4, 2: 23, 3: 5, 4: 6.5}  # of the first columns, in digits of the face
_CRITERION, _SUM = 3.9, 7
_MARGINS = {"left": 20, "right": 10, "top": 15, "bottom": 15, "header": 8, "footer": 8}  # mm
_MM_PER_INCH = 25.4


def write_summary(
    report: Report,
    *,
    title: str,
    source: str,
    day: date,
    comparisons: Comparisons | None = None,
    target_year: int | None = None,
) -> bytes:
    """``source`` says where the figures are from; ``day`` is the day it was made.

    ``comparisons``, of results with a plan: key of the line → target beside result; "whole" for all;
    ``target_year`` is the last year of that plan.
    """
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Tổng hợp"
    columns = _columns(report, comparisons, target_year)
    _across(sheet, 1, len(columns), title.upper(), Font(name=FONT, size=14, bold=True))
    _across(sheet, 2, len(columns), source, Font(name=FONT, size=12, italic=True))
    _across(sheet, 3, len(columns), f"Lập ngày {day:%d/%m/%Y}", Font(name=FONT, size=11, italic=True))
    _row(sheet, HEAD_ROW, list(columns), Font(name=FONT, size=9, bold=True))
    for line in report.lines:
        values = [tell(line) for tell in columns.values()]
        _row(sheet, HEAD_ROW + line.position, [str(line.position), *values[1:]], Font(name=FONT, size=10))
    last = HEAD_ROW + report.whole.position
    _row(sheet, last, [tell(report.whole) for tell in columns.values()], Font(name=FONT, size=10, bold=True))
    note = _note(report, comparisons)
    _across(sheet, last + 2, len(columns), note, Font(name=FONT, size=10, italic=True), "left")
    _turn_names(sheet, len(report.criteria))
    _set_paper(sheet, len(columns), len(report.criteria), last + 2)
    book.properties.title, book.properties.creator = title, "NTM"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _columns(report: Report, comparisons: Comparisons | None, year: int | None) -> dict[str, Tell]:
    """Heading → what it tells of a line. What is not known stays blank."""
    sums: dict[str, Tell] = {
        "Tổng tiêu chí": lambda line: line.summary.total if line.summary.with_data else None,
        "Bình quân/xã": lambda line: line.summary.average,
    }
    of_targets: dict[str, Tell] = {
        "Tổng ghi trong biểu": lambda line: _stated(line, RESULT),
        "Bình quân ghi trong biểu": lambda line: _stated(line, AVERAGE),
    }
    is_target = report.whole.locked is None
    return {
        "TT": lambda line: "",
        "Đơn vị": lambda line: line.title,
        "Số xã": lambda line: line.summary.communes,
        "Số xã có số liệu": lambda line: line.summary.with_data,
        **{
            f"{one.number}. {one.short_name}": partial(_criterion, number=one.number)
            for one in report.criteria
        },
        **(dict(_alternate(sums, of_targets)) if is_target else sums),
        **_of_comparisons(report, comparisons, year),
        **{
            part.band.label: partial(_band, place=place)
            for place, part in enumerate(report.whole.summary.bands)
        },
        "Chưa có số liệu": lambda line: line.summary.no_data,
        **({} if is_target else {"Số xã đã chốt": lambda line: line.locked}),
    }


def _alternate(one: dict[str, Tell], other: dict[str, Tell]) -> Iterator[tuple[str, Tell]]:
    for pair in zip(one.items(), other.items(), strict=True):
        yield from pair


def _criterion(line: Line, number: str) -> int | None:
    return line.summary.met[number] if line.summary.with_data else None


def _band(line: Line, place: int) -> int | None:
    return line.summary.bands[place].count if line.summary.with_data else None


def _of_comparisons(report: Report, comparisons: Comparisons | None, year: int | None) -> dict[str, Tell]:
    if not comparisons:
        return {}

    def of(line: Line) -> Comparison:
        return comparisons.get("whole" if line is report.whole else line.key, Comparison())

    return {
        f"Mục tiêu đến năm {year}": lambda line: of(line).target,
        "Còn phải đạt": lambda line: of(line).to_go,
    }


def _stated(line: Line, key: str) -> str:
    """As printed; what differs is marked by a sign."""
    figure = line.stated.get(key)
    return f"{'≠ ' if figure.differs else ''}{figure.stated}" if figure else ""


def _note(report: Report, comparisons: Comparisons | None) -> str:
    way = "cắt bỏ phần lẻ" if report.rules.cut else "làm tròn"
    summary = report.whole.summary
    note = (
        f"Ghi chú: tính từ số liệu của {vietnamese(summary.with_data)}/{vietnamese(summary.communes)} xã; "
        f"bình quân chia cho số xã có số liệu, {way} {report.rules.digits} chữ số thập phân. "
    )
    if report.whole.locked is None:
        return note + "Dấu ≠: số ghi trong biểu khác số tính lại."
    whole = comparisons["whole"] if comparisons else None
    if whole:
        note += f"Còn phải đạt: tính trên {vietnamese(whole.both)} xã có cả mục tiêu và kết quả. "
    return note + ("Số liệu tạm, chưa chốt hết." if report.whole.provisional else "Số liệu đã chốt.")


def _row(sheet: Any, row: int, values: Sequence[Value], font: Font) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        _set(cell, value)
        cell.font, cell.border = font, _GRID
        left = column == 2 and row != HEAD_ROW
        cell.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
    if row == HEAD_ROW:
        sheet.row_dimensions[row].height = 104


def _set(cell: Any, value: Value) -> None:
    """Numbers as numbers; a text stays text, whatever sign it begins with."""
    if isinstance(value, str):
        if value:
            cell.value, cell.data_type = value, "s"
            cell.quotePrefix = value[0] in "=+-@"
    else:
        cell.value = value
        decimals = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")


def _across(sheet: Any, row: int, columns: int, text: str, font: Font, side: str = "center") -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    cell = sheet.cell(row, 1)
    _set(cell, text)
    cell.font, cell.alignment = font, Alignment(side, "center", wrap_text=True)
    sheet.row_dimensions[row].height = 1.5 * font.size


def _turn_names(sheet: Any, criteria: int) -> None:
    """The names of the criteria stand upright, so their columns are as narrow as their figures."""
    first = len(_WIDTHS) + 1
    for column in range(first, first + criteria):
        sheet.cell(HEAD_ROW, column).alignment = Alignment("center", "bottom", text_rotation=90)


def _set_paper(sheet: Any, columns: int, criteria: int, last: int) -> None:
    for column in range(1, columns + 1):
        wide = _SUM if column > len(_WIDTHS) + criteria else _CRITERION
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(column, wide)
    for side, millimetres in _MARGINS.items():
        setattr(sheet.page_margins, side, millimetres / _MM_PER_INCH)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last}"
    page = sheet.page_setup
    page.paperSize, page.orientation = 9, "landscape"
    page.fitToWidth, page.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "&P/&N"
