"""Lists as sheets of a workbook to read and to print: title, notes, ruled rows, heads on every page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from .spreadsheets import safe_cell

Value = str | int | Decimal | None
FACE = "Times New Roman"
_PLACES = 4  # decimals a figure may show
_LINE, _LETTERS = 15, 1.2  # height of a line; letters to a unit of width, in that face
_MARGIN = 0.5  # inch
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def add_sheet(
    book: Any,
    name: str,
    title: str,
    notes: Sequence[str],
    columns: dict[str, int],
    rows: Sequence[Sequence[Value]],
    bold: Sequence[bool],
) -> None:
    """One sheet to read and print: title, notes, the heads with their widths, rows; ``bold`` for each row."""
    sheet = book.create_sheet(name)
    head = len(notes) + 2
    sheet.freeze_panes = f"A{head + 1}"
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _set_paper(sheet, head)  # before the first row: what stands above the rows is written with it
    sheet.append([_cell(sheet, title, "head")])
    for note in notes:
        sheet.append([_cell(sheet, note, "note")])
    sheet.append([_cell(sheet, heading, "heading") for heading in columns])
    for number, (row, is_bold) in enumerate(zip(rows, bold, strict=True), start=head + 1):
        lines = max(map(_lines, row, columns.values()))
        if lines > 1:
            sheet.row_dimensions[number].height = _LINE * lines
        sheet.append([_cell(sheet, value, _style_of(value, is_bold)) for value in row])
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{head + len(rows)}"


def _lines(value: Value, width: int) -> int:
    return ceil(len(value) / (width * _LETTERS)) if isinstance(value, str) else 1


def _style_of(value: Value, is_bold: bool) -> str:
    kind = "text" if isinstance(value, str) else "0"
    if isinstance(value, Decimal):
        kind = str(max(0, -int(value.normalize().as_tuple().exponent)))
    return f"{kind} sum" if is_bold else kind


def sheet_styles() -> Iterator[NamedStyle]:
    """What ``add_sheet`` writes with. Named once, for styling each cell takes four times the time."""
    yield NamedStyle("head", font=Font(name=FACE, size=13, bold=True))
    yield NamedStyle("note", font=Font(name=FACE, size=11, italic=True))
    yield _ruled("heading", "@", is_bold=True, wraps=True)
    for name, is_bold in (("", False), (" sum", True)):
        yield _ruled(f"text{name}", "@", is_bold=is_bold, wraps=True)
        for places in range(_PLACES + 1):
            digits = "." + "0" * places if places else ""
            yield _ruled(f"{places}{name}", f"#,##0{digits}", is_bold=is_bold, wraps=False)


def _ruled(name: str, digits: str, *, is_bold: bool, wraps: bool) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(name=FACE, size=11, bold=is_bold),
        border=_GRID,
        alignment=Alignment(vertical="top", wrap_text=wraps),
        number_format=digits,
    )


def _cell(sheet: Any, value: Value, style: str) -> Any:
    cell = safe_cell(sheet, value)
    quoted = cell.quotePrefix
    cell.style = style
    if quoted:
        cell.quotePrefix = True
    return cell


def _set_paper(sheet: Any, head: int) -> None:
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"
