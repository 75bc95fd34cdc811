"""An annex table as a workbook: to print as it is, or as the template an officer fills in.

Every text comes back as it went out. Only plain whole numbers are written as numbers; "14,0" or "1.778"
would come back as their value, so they stay text, as does all that a spreadsheet could take for a formula.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from textwrap import wrap
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from plans.domain.definition import AnnexDefinition, Column, ColumnType
from plans.domain.paper import count_lines

from .entry import (
    add_guide,
    guard_figures,
    guard_results,
    guide_of,
    spare_lines,
    takes_rows,
    takes_text,
)
from .layout import HeadCell, column_numbers, head_rows, parts_of
from .lines import Line
from .looks import Align, align_in, is_bold

CODE_HEADING = "Mã đơn vị"
FIRST_HEAD_ROW = 5

_FONT = "Times New Roman"
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,5}),(?:[0-9]?[1-9]|[0-9]{3}[1-9])")  # as Excel shows it
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SIZE = 10  # points
_LINE_HEIGHT, _ROW_HEIGHT, _HIGHEST = 13.5, 15.0, 409.0  # points: a spreadsheet has no higher rows
_CENTRED = 3  # rows: in a cell over more of them the text stands at the top, where its first page shows it
_MM_PER_INCH = 25.4
_ENTRY_WIDTH = Decimal(24)  # mm
_LETTER, _CAPITAL = 0.17, 0.21  # mm a letter is wide for each point of its size


def write_xlsx(
    definition: AnnexDefinition, lines: Sequence[Line], *, template: bool = False, note: str = ""
) -> bytes:
    """A workbook of one sheet. A template has locked names and headings, and cells take what they should.

    One of results is wider, for figures are typed into it, and has a second sheet that explains.
    """
    book: Any = Workbook()
    # The face of the style "Normal" is the measure of all column widths; openpyxl has no public way to it.
    book._named_styles["Normal"].font = Font(name=_FONT, size=11)
    sheet = book.active
    sheet.title = _sheet_name(definition)
    if template and definition.fills_in:
        definition = _widened(definition)
    _write_title(sheet, definition, guide_of(definition) if template else "")
    first = _write_heading(sheet, definition)
    lines = [*lines, *spare_lines(definition)] if template else lines
    for number, line in enumerate(lines, start=first):
        _write_line(sheet, number, definition, line)
    _set_heights(sheet, first, definition, lines)
    last = first + len(lines) - 1
    if note:
        _write_across(sheet, last + 2, definition, note, Font(name=_FONT, size=10, italic=True), left=True)
    _set_paper(sheet, definition, first - 1)
    if template and definition.fills_in:
        guard_results(sheet, definition, lines, first)
        add_guide(book, definition)
    elif template and not takes_rows(definition):
        guard_figures(sheet, definition, lines, first)
    _describe(book, definition)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _widened(definition: AnnexDefinition) -> AnnexDefinition:
    """On a screen there is room: a figure like "85 (nam 86; nữ 84)" wants more than a column on paper."""
    columns = (
        replace(column, width=max(column.width, _ENTRY_WIDTH))
        if column.measure and not column.is_mark
        else column
        for column in definition.columns
    )
    return replace(definition, columns=tuple(columns))


def _sheet_name(definition: AnnexDefinition) -> str:
    """ "Biểu 02" for "Biểu số 02"."""
    name = _NOT_IN_SHEET_NAME.sub(" ", re.sub(r"\bsố\s+", "", definition.label, flags=re.IGNORECASE))
    return name.strip()[:31] or "Biểu"


def _write_title(sheet: Any, definition: AnnexDefinition, guide: str) -> None:
    title, attached = definition.title.upper(), f"({definition.attached_to})"
    _write_across(sheet, 1, definition, definition.label, Font(name=_FONT, size=14, bold=True))
    _write_across(sheet, 2, definition, title, Font(name=_FONT, size=13, bold=True))
    _write_across(sheet, 3, definition, attached, Font(name=_FONT, size=13, italic=True))
    _write_across(sheet, 4, definition, guide, Font(name=_FONT, size=11), left=True)
    for row, text in enumerate(definition.intro, start=FIRST_HEAD_ROW):
        _write_across(sheet, row, definition, text, Font(name=_FONT, size=12), left=True)


def _head_row(definition: AnnexDefinition) -> int:
    return FIRST_HEAD_ROW + len(definition.intro)


def _write_across(
    sheet: Any, row: int, definition: AnnexDefinition, text: str, font: Font, *, left: bool = False
) -> None:
    """A text over the width of the first page, the row as high as its lines need."""
    columns = [definition.columns[place] for place in parts_of(definition)[0]]
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
    cell = sheet.cell(row, 1)
    _set_text(cell, text)
    cell.font = font
    cell.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
    letter = font.size * (_CAPITAL if text.isupper() else _LETTER)
    per_line = int(sum(column.width for column in columns) / Decimal(str(letter)))
    sheet.row_dimensions[row].height = font.size * 1.4 * max(1, len(wrap(text, per_line)))


def _write_heading(sheet: Any, definition: AnnexDefinition) -> int:
    """Writes headings and column numbers; returns the first row below them."""
    top, levels = _head_row(definition), head_rows(definition)
    for depth, cells in enumerate(levels):
        for head in cells:
            cell = sheet.cell(top + depth, head.column + 1, head.text)
            _style(cell, Font(name=_FONT, size=9, bold=True))
            _merge(sheet, top + depth, head.column + 1, head.rows, head.columns)
        ending = [h for row, level in enumerate(levels) for h in level if row + h.rows == depth + 1]
        lines = max((count_lines(head.text, _width_of(definition, head)) for head in ending), default=1)
        sheet.row_dimensions[top + depth].height = max(_ROW_HEIGHT, 11.5 * lines + 6)
    row = top + len(levels)
    code = sheet.cell(row - 1, len(definition.columns) + 1, CODE_HEADING)
    code.font = Font(name=_FONT, size=9, bold=True)
    for place, number in enumerate(column_numbers(definition), start=1):
        _style(sheet.cell(row, place, int(number)), Font(name=_FONT, size=9, italic=True))
    return row + 1 if definition.number_row else row


def _width_of(definition: AnnexDefinition, head: HeadCell) -> Decimal:
    columns = definition.columns[head.column : head.column + head.columns]
    return sum((column.width for column in columns), Decimal(0))


def _merge(sheet: Any, row: int, column: int, rows: int, columns: int) -> None:
    if rows * columns == 1:
        return
    for line in sheet.iter_rows(row, row + rows - 1, column, column + columns - 1):
        for cell in line:
            cell.border = _GRID
    sheet.merge_cells(
        start_row=row, end_row=row + rows - 1, start_column=column, end_column=column + columns - 1
    )


def _write_line(sheet: Any, row: int, definition: AnnexDefinition, line: Line) -> None:
    font = Font(name=_FONT, size=_SIZE, bold=is_bold(definition, line))
    for place, (column, text) in enumerate(zip(definition.columns, line.texts, strict=True)):
        cell = sheet.cell(row, place + 1)
        rows, columns = line.span(place)
        if not rows:
            continue  # covered, and drawn with what covers it
        _set_text(cell, text, column)
        _style(cell, font, align_in(line, column), top=rows > _CENTRED)
        _merge(sheet, row, place + 1, rows, columns)
    if line.unit:
        _set_code(sheet.cell(row, len(definition.columns) + 1), line.unit.code)


def _style(cell: Any, font: Font, align: Align = Align.CENTER, *, top: bool = False) -> None:
    cell.font = font
    cell.border = _GRID
    across = "left" if align is not Align.CENTER else "center"
    cell.alignment = Alignment(across, "top" if top else "center", wrap_text=True)


def _set_heights(sheet: Any, first: int, definition: AnnexDefinition, lines: Sequence[Line]) -> None:
    """Rows as high as their texts need; those of a merged cell share what it wants more."""
    wanted = [
        _Wanted(place, *_need(definition, line, column))
        for place, line in enumerate(lines)
        for column in _filled(line)
    ]
    heights = [_ROW_HEIGHT] * len(lines)
    for cell in sorted(wanted, key=lambda cell: cell.rows):
        missing = cell.height - sum(heights[cell.line : cell.line + cell.rows])
        for line in range(cell.line, cell.line + cell.rows if missing > 0 else 0):
            heights[line] = min(heights[line] + missing / cell.rows, _HIGHEST)
    for row, height in enumerate(heights, start=first):
        if height > _ROW_HEIGHT:
            sheet.row_dimensions[row].height = round(height, 1)


class _Wanted(NamedTuple):
    """The height that a cell wants over so many rows."""

    line: int
    rows: int
    height: float


def _filled(line: Line) -> Iterator[int]:
    return (place for place, text in enumerate(line.texts) if text and line.span(place)[0])


def _need(definition: AnnexDefinition, line: Line, place: int) -> tuple[int, float]:
    rows, columns = line.span(place)
    width = sum((column.width for column in definition.columns[place : place + columns]), Decimal(0))
    count = sum(count_lines(part, width) for part in line.texts[place].split("\n"))
    return rows, _LINE_HEIGHT * count if count > 1 else _ROW_HEIGHT


def _set_text(cell: Any, text: str, column: Column | None = None) -> None:
    """Plain whole numbers as numbers, all else as text that stays text when somebody edits it.

    Results that are figures and nothing else are numbers with their decimals too, but shares are all text.
    """
    measure = column.measure if column else None
    if column and column.type is ColumnType.TEXT:
        cell.number_format = "@"  # else "3/4" typed there would become a day
    if _PLAIN_NUMBER.fullmatch(text) and not (measure and takes_text(measure)):
        cell.value = int(text)
    elif measure and not takes_text(measure) and _DECIMAL.fullmatch(text):
        cell.value = float(text.replace(",", "."))
    elif text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def _set_code(cell: Any, code: str) -> None:
    cell.value = code
    cell.data_type = "s"
    cell.number_format = "@"


def _set_paper(sheet: Any, definition: AnnexDefinition, last_head_row: int) -> None:
    for place, column in enumerate(definition.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _characters(column.width)
    sheet.column_dimensions[get_column_letter(len(definition.columns) + 1)].hidden = True
    name = next(place for place, c in enumerate(definition.columns, start=1) if c.type is ColumnType.NAME)
    sheet.freeze_panes = f"{get_column_letter(name + 1)}{last_head_row + 1}"  # the cell may be merged
    sheet.print_title_rows = f"{_head_row(definition)}:{last_head_row}"
    sheet.print_area = f"A1:{get_column_letter(len(definition.columns))}{sheet.max_row}"
    page = sheet.page_setup
    page.paperSize, page.orientation = 9, "landscape" if definition.landscape else "portrait"
    parts = parts_of(definition)
    if len(parts) == 1:
        page.fitToWidth, page.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
    else:  # as on our own paper: some columns to a page, the names on each
        sheet.print_title_cols = f"A:{get_column_letter(name)}"
        for part in parts[:-1]:
            sheet.col_breaks.append(Break(id=part[-1] + 1))
    _set_margins(sheet)


def _set_margins(sheet: Any) -> None:
    """As decree 30/2020: wide on the left for binding, page numbers on top but not on the first page."""
    for side, millimetres in {
        "left": 30,
        "right": 15,
        "top": 20,
        "bottom": 15,
        "header": 10,
        "footer": 8,
    }.items():
        setattr(sheet.page_margins, side, millimetres / _MM_PER_INCH)
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    sheet.oddHeader.center.font, sheet.oddHeader.center.size = f"{_FONT},Regular", 13


def _characters(millimetres: Decimal) -> float:
    """The width as spreadsheets count it: in digits of the standard face, 7 pixels each."""
    return round(float(millimetres) / _MM_PER_INCH * 96 / 7, 2)


def _describe(book: Any, definition: AnnexDefinition) -> None:
    properties = book.properties
    properties.title = f"{definition.label}. {definition.title}".removeprefix(". ")
    properties.subject = definition.attached_to
    properties.creator, properties.language = "NTM", "vi-VN"
