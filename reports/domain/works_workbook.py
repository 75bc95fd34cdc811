"""Remaining works as a workbook: sums by work, district, commune and criterion, and the items behind them."""

import io
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook

from communes.domain.names import Unit
from ntm.list_sheets import Value, add_sheet, sheet_styles

from .works import Group, Grouping, Topic, Total, WorkItem, grouped

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
