"""The two kinds of file that lists are exchanged in. What goes out is never taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from import_export.formats import base_formats
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from tablib import Dataset

from .text import clean
from .workbooks import MAX_BYTES, WorkbookRefusedError, open_workbook

MAX_ROWS, MAX_COLUMNS = 5000, 100
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A text that itself starts with an apostrophe gets one more, so that taking one off gives back the text.
_MARKED = (*FORMULA_STARTS, "'")


class UnreadableFileError(ValueError):
    """The file holds no list that could be read; the message is for the user."""


class SafeXlsx(base_formats.XLSX):
    """Text goes out as text cells, unchanged; a file that comes in is bounded before it is opened."""

    def get_title(self) -> str:
        return "xlsx"

    def create_dataset(self, in_stream: bytes) -> Dataset:
        try:
            values, formulas = open_workbook(in_stream)
        except WorkbookRefusedError as error:
            raise UnreadableFileError(error.message) from error
        sheet = values.worksheets[0]
        if sheet.max_row > MAX_ROWS + 1 or sheet.max_column > MAX_COLUMNS:
            raise UnreadableFileError(_TOO_LARGE)
        _refuse_uncomputed(sheet, formulas.worksheets[0])
        return _dataset(sheet.iter_rows(values_only=True))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Danh sách")
        sheet.freeze_panes = "A2"
        rows = (dataset.headers, *dataset)
        for number, column in enumerate(zip(*rows, strict=True), start=1):
            longest = max(len(str(value)) for value in column)
            sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 10), 60)
        for row in rows:
            sheet.append([safe_cell(sheet, value) for value in row])
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()


class SafeCsv(base_formats.CSV):
    """Text that a spreadsheet would compute gets an apostrophe in front; on the way back it is taken off."""

    def get_title(self) -> str:
        return "csv"

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> Dataset:
        text = in_stream if isinstance(in_stream, str) else _decoded(in_stream)
        head = text.partition("\n")[0]
        # Excel with Vietnamese settings separates by semicolons, since the comma is the decimal sign.
        delimiter = ";" if head.count(";") > head.count(",") else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return _dataset([_unmarked(cell) for cell in row] for row in rows)

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerows([_marked(cell) for cell in row] for row in (dataset.headers, *dataset))
        return stream.getvalue()


def safe_cell(sheet: Any, value: Any) -> Any:
    """A cell for a write-only sheet; a text stays a text whatever it begins with."""
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) or None if is_text else value)
    if is_text:
        cell.data_type = "s" if cell.value else "n"
        cell.number_format = "@"  # stays text when somebody edits it: codes keep their zeros
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _marked(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_MARKED) else value


def _unmarked(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_MARKED) else value


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("Tệp quá lớn (trên 5 MB).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            "Tệp CSV phải ở bảng mã UTF-8. Trong Excel hãy lưu dạng “CSV UTF-8”, hoặc dùng tệp .xlsx."
        ) from error


_TOO_LARGE = f"Trang đầu có trên {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột. Hãy chỉ giữ lại bảng cần nhập."
_UNCOMPUTED = "có công thức chưa được tính. Hãy mở bằng Excel, lưu lại rồi tải lên."


def _refuse_uncomputed(values: Any, formulas: Any) -> None:
    """A formula without a stored value would be read as an empty cell."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and values[cell.coordinate].value is None:
                raise UnreadableFileError(f"Ô {cell.coordinate} {_UNCOMPUTED}")


def _dataset(rows: Iterable[Sequence[Any]]) -> Dataset:
    """Headings and rows, texts in one normal form; blank rows at the end do not count."""
    table: list[list[Any]] = []
    for row in rows:
        table.append([_tidy(value) for value in row])
        if len(table) > MAX_ROWS + 1 or len(row) > MAX_COLUMNS:
            raise UnreadableFileError(_TOO_LARGE)
    while table and not any(value != "" for value in table[-1]):
        table.pop()
    if len(table) < 2:
        raise UnreadableFileError("Không thấy dòng số liệu nào dưới dòng tiêu đề ở trang đầu của tệp.")
    while table[0] and table[0][-1] == "":
        table[0].pop()
    width = len(table[0])
    padded = [(row + [""] * width)[:width] for row in table]
    return Dataset(*padded[1:], headers=[str(heading) for heading in padded[0]])


def _tidy(value: Any) -> Any:
    if value is None:
        return ""
    return clean(value) if isinstance(value, str) else value
