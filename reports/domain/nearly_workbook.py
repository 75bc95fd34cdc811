"""The communes that are nearly there as a workbook: the list, and criterion by criterion."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from openpyxl import Workbook

from criteria.domain.values import State
from ntm.list_sheets import Value, add_sheet, sheet_styles

from .nearly import CriterionCount, Lacking, NearCommune, Proposed

_LIST = {
    "Huyện": 22,
    "Xã": 22,
    "Đã đạt": 9,
    "Còn thiếu": 9,
    "Tiêu chí chưa đạt": 52,
    "Tiêu chí chưa kết luận": 40,
    "Còn thiếu theo đề xuất": 12,
    "Đề xuất khác kết luận": 30,
}
_CRITERIA = {
    "Tiêu chí": 44,
    "Số xã còn thiếu": 12,
    "Trong đó xã thiếu 1 đến 3 tiêu chí": 16,
    "Trong đó xã chỉ thiếu tiêu chí này": 16,
}


def write_nearly(
    rows: Sequence[NearCommune],
    proposals: Mapping[int, Proposed],
    counts: Sequence[CriterionCount],
    *,
    title: str,
    source: str,
    day: date,
) -> bytes:
    """``proposals``: commune id → how it stands by them, where that differs; ``source``: of which step."""
    book = Workbook(write_only=True)
    for style in sheet_styles():
        book.add_named_style(style)
    notes = (source, f"Lập ngày {day:%d/%m/%Y}. {len(rows)} xã.")
    listed = [tuple(_row(row, proposals.get(row.unit.id))) for row in rows]
    add_sheet(book, "Xã gần đạt", title, notes, _LIST, listed, [False] * len(listed))
    counted = [
        (f"{one.criterion.number}. {one.criterion.short_name}", one.lacking, one.near, one.alone)
        for one in counts
    ]
    add_sheet(book, "Theo tiêu chí", title, notes[:1], _CRITERIA, counted, [False] * len(counted))
    book.properties.title, book.properties.creator = title, "NTM"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(row: NearCommune, proposed: Proposed | None) -> Iterator[Value]:
    yield row.district.title if row.district else ""
    yield row.unit.title
    yield row.met
    yield row.count
    yield _named([one for one in row.lacking if one.state is not State.NO_DATA])
    yield _named([one for one in row.lacking if one.state is State.NO_DATA])
    yield proposed.count if proposed else None
    yield proposed.told if proposed else ""


def _named(lacking: Sequence[Lacking]) -> str:
    return "; ".join(f"{one.criterion.number}. {one.criterion.short_name}" for one in lacking)
