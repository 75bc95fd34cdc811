"""The list of decisions that differ from what is proposed, as a workbook to print or to send."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from accounts.models import FigureChange
from criteria.domain.values import Kind
from criteria.domain.wording import STATE_WORDS
from ntm.spreadsheets import safe_cell

from .proposals import Row
from .results import Address

FACE = "Times New Roman"
HEAD_ROW = 4
_LINE, _LETTERS = 15, 1.2  # height of a line; letters to a unit of width, in that face
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_COLUMNS = {
    "TT": 5,
    "Huyện": 18,
    "Xã": 18,
    "Tiêu chí": 8,
    "Chỉ tiêu": 8,
    "Tên": 44,
    "Đã ghi": 16,
    "Đề xuất": 13,
    "Căn cứ của đề xuất": 34,
    "Kết luận": 13,
    "Người kết luận": 20,
    "Lúc": 16,
    "Lý do khác đề xuất": 40,
}


def write_differing(
    rows: Sequence[Row],
    told: Mapping[Address, FigureChange],
    districts: Mapping[int, str],
    *,
    title: str,
    source: str,
    day: date,
) -> bytes:
    """``told``: who decided and when; ``districts``: id → title; ``source``: of what the list is."""
    book: Any = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = book.create_sheet("Khác đề xuất")
    _set_paper(sheet)
    unexplained = sum(not row.judged.reason for row in rows)
    note = f"Lập ngày {day:%d/%m/%Y}. {len(rows)} kết luận khác đề xuất, {unexplained} chưa có lý do."
    for text, style in ((title, "head"), (source, "note"), (note, "note")):
        sheet.append([_cell(sheet, text, style)])
    sheet.append([_cell(sheet, heading, "heading") for heading in _COLUMNS])
    for number, row in enumerate(rows, start=1):
        values = [number, *_values(row, told.get(row.at), districts.get(row.commune.district_id or 0, ""))]
        lines = max(map(_lines, values, _COLUMNS.values()))
        sheet.row_dimensions[HEAD_ROW + number].height = _LINE * lines
        sheet.append([_cell(sheet, value, "text") for value in values])
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(_COLUMNS))}{HEAD_ROW + len(rows)}"
    book.properties.title, book.properties.creator = title, "NTM"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _values(row: Row, change: FigureChange | None, district: str) -> list[str]:
    measure, judged = row.measure, row.judged
    return [
        district,
        row.commune.title,
        measure.criterion,
        "" if measure.kind is Kind.CRITERION else measure.number,
        measure.name,
        row.text,
        STATE_WORDS[judged.proposal.state],
        judged.proposal.reason,
        STATE_WORDS[judged.decision],
        str(change.changeset.user) if change else "",
        f"{localtime(change.changeset.made_at):%H:%M %d/%m/%Y}" if change else "",
        judged.reason,
    ]


def _lines(value: int | str, width: int) -> int:
    return max(1, ceil(len(str(value)) / (width * _LETTERS)))


def _styles() -> Iterator[NamedStyle]:
    """Named once in the workbook: styling each cell by itself takes four times the time."""
    yield NamedStyle("head", font=Font(name=FACE, size=13, bold=True))
    yield NamedStyle("note", font=Font(name=FACE, size=11, italic=True))
    for name, bold in (("heading", True), ("text", False)):
        yield NamedStyle(
            name,
            font=Font(name=FACE, size=11, bold=bold),
            border=_GRID,
            alignment=Alignment(vertical="top", wrap_text=True),
        )


def _cell(sheet: Any, value: int | str, style: str) -> Any:
    cell = safe_cell(sheet, value)
    quoted = cell.quotePrefix
    cell.style = style
    if quoted:
        cell.quotePrefix = True
    return cell


def _set_paper(sheet: Any) -> None:
    """Before the first row: what stands above the rows is written with it."""
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    for number, width in enumerate(_COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"
