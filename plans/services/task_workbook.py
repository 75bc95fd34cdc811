"""The list of tasks as a workbook to sort, send and print."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ntm.spreadsheets import safe_cell
from plans.domain.tasks.board import Standing, grouped, overdue

from .tasks import TaskItem

_FACE = "Times New Roman"
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_ROW = 3
_LINE = 13  # points
_LETTERS = 1.35  # of size 10 in one unit of a column's width, words being broken between
_MM_PER_INCH = 25.4
_MARGINS = {"left": 20, "right": 10, "top": 15, "bottom": 15, "header": 8, "footer": 8}

Tell = Callable[[TaskItem], Any]


def standing_words(item: TaskItem) -> str:
    """Where the task stands, as the screen and the workbook say it."""
    if item.standing is Standing.DONE:
        return "Đã xong" if item.completion and not item.changed else "Biểu ghi đã xong"
    words = {
        Standing.OVERDUE: f"Quá hạn {item.days_late} ngày",
        Standing.OPEN: "Chưa xong",
        Standing.STANDING: "Thường xuyên",
        Standing.UNKNOWN: "Chưa rõ thời hạn",
    }[item.standing]
    return f"{words}; nội dung đã đổi từ khi đánh dấu" if item.changed else words


def _of_mark(name: str) -> Tell:
    return lambda item: getattr(item.completion, name) if item.completion else None


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: float
    tell: Tell


_PRINTED = (
    _Column("Biểu, dòng", 13, lambda item: f"{item.task.annex.label}, {item.task.line}"),
    _Column("Nội dung", 46, lambda item: item.task.title),
    _Column("Chủ trì, thành phần", 21, lambda item: item.task.lead),
    _Column("Phối hợp", 16, lambda item: item.task.partners),
    _Column("Cấp ban hành", 12, lambda item: item.task.authority),
    _Column("Thời hạn đã ghi", 13, lambda item: item.task.due_text),
    _Column("Đến hết ngày", 11, lambda item: item.task.due_to),
    _Column("Tình trạng", 14, standing_words),
    _Column("Xong ngày", 11, _of_mark("done_on")),
    _Column("Văn bản", 14, _of_mark("document")),
    _Column("Ghi chú", 14, _of_mark("note")),
)
_BESIDE = (  # to sort and to filter by; not printed
    _Column("Kế hoạch", 16, lambda item: item.task.plan.number or item.task.plan.title),
    _Column("Mục", 24, lambda item: item.task.section),
    _Column("Xã", 18, lambda item: item.task.commune.title if item.task.commune else ""),
    _Column("Từ ngày", 11, lambda item: item.task.due_from),
    _Column("Quý", 12, lambda item: item.quarter.label if item.quarter else ""),
)
_COLUMNS = (*_PRINTED, *_BESIDE)
_NUMBER_WIDTH = 5


def tasks_workbook(items: Sequence[TaskItem], *, title: str, said: str, today: date) -> bytes:
    """Overdue ones first, then by quarters. ``said``: what the list is narrowed to, in words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm vụ")
    ordered = [*overdue(items), *(item for group in grouped(items, today) for item in group.items)]
    rows = [[column.tell(item) for column in _COLUMNS] for item in ordered]
    _set_paper(sheet, rows)
    narrowed = f"Lọc: {said}. " if said else ""
    day = f"{narrowed}{len(items)} nhiệm vụ, tình trạng đến ngày {today:%d/%m/%Y}."
    sheet.append([_plain(sheet, title, Font(name=_FACE, size=14, bold=True))])
    sheet.append([_plain(sheet, day, Font(name=_FACE, size=11, italic=True))])
    sheet.append([_cell(sheet, name, bold=True) for name in ("TT", *(column.title for column in _COLUMNS))])
    for number, values in enumerate(rows, start=1):
        sheet.append([_cell(sheet, value) for value in (number, *values)])
    book.properties.title, book.properties.creator = title, "NTM"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(sheet: Any, text: str, font: Font) -> Any:
    cell = safe_cell(sheet, text)
    cell.font = font
    return cell


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = safe_cell(sheet, value)
    cell.font, cell.border = _FONTS[bold], _GRID
    cell.alignment = _HEADING if bold else _TEXT if isinstance(value, str) else _FIGURE
    return cell


_FONTS = {bold: Font(name=_FACE, size=10, bold=bold) for bold in (False, True)}
_HEADING = Alignment("center", "center", wrap_text=True)
_TEXT, _FIGURE = (Alignment(side, "top", wrap_text=True) for side in ("left", "center"))


def _set_paper(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    widths = (_NUMBER_WIDTH, *(column.width for column in _COLUMNS))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, values in enumerate(rows, start=_HEAD_ROW + 1):
        sheet.row_dimensions[number].height = _LINE * max(map(_lines, _COLUMNS, values))
    for side, millimetres in _MARGINS.items():
        setattr(sheet.page_margins, side, millimetres / _MM_PER_INCH)
    last = _HEAD_ROW + max(len(rows), 1)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(widths))}{last}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(_PRINTED) + 1)}{last}"
    page = sheet.page_setup
    page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"


def _lines(column: _Column, value: Any) -> int:
    """How many lines the text takes in its column; not every program works that out by itself."""
    parts = str(value or "").split("\n")
    return sum(max(1, ceil(len(part) / (column.width * _LETTERS))) for part in parts)
