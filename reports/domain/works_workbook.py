"""Remaining works as a workbook: sums by work, district, commune and criterion, and the items behind them."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from communes.domain.names import Unit
from criteria.domain.values import PLACES
from ntm.spreadsheets import safe_cell

from .works import Group, Grouping, Topic, Total, WorkItem, grouped

Value = str | int | Decimal | None
FACE = "Times New Roman"
_LINE, _LETTERS = 15, 1.2  # height of a line; letters to a unit of width, in that face
_MARGIN = 0.5  # inch
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SUM_COLUMNS = {
    "Việc": 52,
    "Khối lượng": 14,
    "Đơn vị": 14,
    "Đã bố trí vốn": 14,
    "Số xã": 9,
    "Số việc": 9,
}
_GROUP_HEADS = {
    Grouping.WORK: {},
    Grouping.DISTRICT: {"Huyện": 22},
    Grouping.COMMUNE: {"Huyện": 22, "Xã": 22},
    Grouping.CRITERION: {"Tiêu chí": 34},
}
_SHEETS = {
    Grouping.WORK: "Theo việc",
    Grouping.DISTRICT: "Theo huyện",
    Grouping.COMMUNE: "Theo xã",
    Grouping.CRITERION: "Theo tiêu chí",
}
_ITEM_COLUMNS = {
    "Huyện": 20,
    "Xã": 20,
    "Biểu": 12,
    "Tiêu chí": 24,
    "Số đã ghi": 9,
    "Nội dung đã ghi": 70,
    "Việc": 40,
    "Khối lượng": 12,
    "Đơn vị": 12,
    "Đã bố trí vốn": 12,
}


def write_works(
    items: Sequence[WorkItem], *, title: str, source: str, day: date, several: bool = False
) -> bytes:
    """``source`` says where the works are from; ``several``: they go by more than one criteria set."""
    book = Workbook(write_only=True)
    for style in sheet_styles():
        book.add_named_style(style)
    whole = Group(None, tuple(items))
    notes = (source, f"Lập ngày {day:%d/%m/%Y}. {_counted(whole)}")
    for by, name in _SHEETS.items():
        lines = [(group, total) for group in grouped(items, by) for total in group.totals]
        rows = [(*_heads(group, by, several=several), *_sum_values(total)) for group, total in lines]
        bold = [total.is_sum for _, total in lines]
        add_sheet(book, name, title, notes, _GROUP_HEADS[by] | _SUM_COLUMNS, rows, bold)
    rows = [row for item in items for row in _item_rows(item, several=several)]
    add_sheet(book, "Danh sách việc", title, notes, _ITEM_COLUMNS, rows, [False] * len(rows))
    book.properties.title, book.properties.creator = title, "NTM"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _counted(whole: Group) -> str:
    return (
        f"{len(whole.items)} việc của {whole.communes} xã; {whole.uncounted} việc chưa đọc được khối lượng, "
        "không nằm trong các số cộng."
    )


def _heads(group: Group, by: Grouping, *, several: bool) -> tuple[str, ...]:
    key = group.key
    if by is Grouping.WORK:
        return ()
    if by is Grouping.CRITERION:
        return (key.title(several=several) if isinstance(key, Topic) else "Không rõ tiêu chí",)
    district = group.items[0].district
    name = district.title if district else "Xã không thuộc huyện"
    return (name, key.title) if by is Grouping.COMMUNE and isinstance(key, Unit) else (name,)


def _sum_values(total: Total) -> tuple[Value, ...]:
    return (total.title, total.quantity, total.unit, total.funded, total.communes, total.works)


def _item_rows(item: WorkItem, *, several: bool) -> Iterator[tuple[Value, ...]]:
    """A row for each amount; one without figures where nothing could be read."""
    heads = (
        item.district.title if item.district else "",
        item.commune.title,
        item.source,
        item.topic.title(several=several) if item.topic else "",
        item.number,
        item.text,
    )
    for amount in item.amounts:
        yield (*heads, amount.what, amount.quantity, amount.unit, amount.funded)
    if not item.amounts:
        yield (*heads, "", None, "", None)


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
        for places in range(PLACES + 1):
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
