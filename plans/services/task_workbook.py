"""The list of tasks as a workbook to sort, send and print."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from ntm.spreadsheets import safe_cell
from plans.domain.task_board import Standing, grouped, overdue

from .tasks import TaskItem

_FACE = "Times New Roman"
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_ROW = 3
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


_COLUMNS: tuple[tuple[str, float, Tell], ...] = (
    ("Kế hoạch", 16, lambda item: item.task.plan.number or item.task.plan.title),
    ("Biểu, dòng", 15, lambda item: f"{item.task.annex.label}, {item.task.line}"),
    ("Mục", 18, lambda item: item.task.section),
    ("Nội dung", 48, lambda item: item.task.title),
    ("Xã", 14, lambda item: item.task.commune.title if item.task.commune else ""),
    ("Chủ trì, thành phần", 22, lambda item: item.task.lead),
    ("Phối hợp", 20, lambda item: item.task.partners),
    ("Cấp ban hành", 16, lambda item: item.task.authority),
    ("Thời hạn đã ghi", 16, lambda item: item.task.due_text),
    ("Từ ngày", 11, lambda item: item.task.due_from),
    ("Đến hết ngày", 11, lambda item: item.task.due_to),
    ("Quý", 12, lambda item: item.quarter.label if item.quarter else ""),
    ("Tình trạng", 18, standing_words),
    ("Xong ngày", 11, _of_mark("done_on")),
    ("Văn bản", 16, _of_mark("document")),
    ("Ghi chú", 20, _of_mark("note")),
)


def tasks_workbook(items: Sequence[TaskItem], *, title: str, said: str, today: date) -> bytes:
    """Overdue ones first, then by quarters. ``said``: what the list is narrowed to, in words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm vụ")
    _set_paper(sheet, len(items))
    narrowed = f"Lọc: {said}. " if said else ""
    day = f"{narrowed}{len(items)} nhiệm vụ, tình trạng đến ngày {today:%d/%m/%Y}."
    sheet.append([_plain(sheet, title, Font(name=_FACE, size=14, bold=True))])
    sheet.append([_plain(sheet, day, Font(name=_FACE, size=11, italic=True))])
    sheet.append([_cell(sheet, "TT", bold=True), *(_cell(sheet, name, bold=True) for name, _, _ in _COLUMNS)])
    ordered = [*overdue(items), *(item for group in grouped(items, today) for item in group.items)]
    for number, item in enumerate(ordered, start=1):
        sheet.append([_cell(sheet, number), *(_cell(sheet, tell(item)) for _, _, tell in _COLUMNS)])
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
    cell.font, cell.border = Font(name=_FACE, size=10, bold=bold), _GRID
    side = "center" if bold or not isinstance(value, str) else "left"
    cell.alignment = Alignment(side, "center" if bold else "top", wrap_text=True)
    return cell


def _set_paper(sheet: Any, rows: int) -> None:
    widths = (5, *(width for _, width, _ in _COLUMNS))
    letters = "ABCDEFGHIJKLMNOPQ"
    for letter, width in zip(letters, widths, strict=True):
        sheet.column_dimensions[letter].width = width
    for side, millimetres in _MARGINS.items():
        setattr(sheet.page_margins, side, millimetres / _MM_PER_INCH)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{letters[-1]}{_HEAD_ROW + max(rows, 1)}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    page = sheet.page_setup
    page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"
