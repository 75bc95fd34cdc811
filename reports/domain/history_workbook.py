"""The log as a sheet: plain rows to filter and sort, every text a text."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ntm.spreadsheets import FORMULA_STARTS, safe_cell

COLUMNS = (
    ("Lúc", 20),
    ("Người", 24),
    ("Tên đăng nhập", 20),
    ("Qua", 14),
    ("Từ địa chỉ", 16),
    ("Kỳ hoặc kế hoạch", 28),
    ("Bước hoặc biểu", 20),
    ("Huyện", 22),
    ("Xã", 22),
    ("Số liệu", 28),
    ("Trước", 24),
    ("Sau", 24),
    ("Lý do", 40),
)
ADDRESS = 4  # the place of that column among them
_ODD = (*FORMULA_STARTS, "#")  # "#N/A" would be taken for an error


def write_history(rows: Iterable[Sequence[Any]], *, notes: Sequence[str], addresses: bool) -> bytes:
    """``rows`` in the order of COLUMNS; ``notes`` stand above them. Addresses are left out unless wanted."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lịch sử")
    columns = [column for place, column in enumerate(COLUMNS) if addresses or place != ADDRESS]
    head = len(notes) + 2
    sheet.freeze_panes = f"A{head + 1}"
    for number, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_bold(sheet, "Lịch sử thay đổi số liệu")])
    for note in notes:
        sheet.append([safe_cell(sheet, note)])
    sheet.append([_bold(sheet, heading) for heading, _ in columns])
    last = head
    for row in rows:
        last += 1
        shown = row if addresses else (*row[:ADDRESS], *row[ADDRESS + 1 :])
        sheet.append([_cell(sheet, value) for value in shown])
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{last}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bold(sheet: Any, text: str) -> Any:
    cell = safe_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """A cell of its own only where a plain text would be misread: styled cells take twice the time."""
    if isinstance(value, str):
        odd = value.startswith(_ODD) or ILLEGAL_CHARACTERS_RE.search(value)
        return safe_cell(sheet, value) if odd else value or None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "dd/mm/yyyy hh:mm:ss"
    return cell
