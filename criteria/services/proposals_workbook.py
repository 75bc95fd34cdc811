"""The list of decisions that differ from what is proposed, as a workbook to print or to send."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from openpyxl import Workbook

from accounts.models import FigureChange
from criteria.domain.values import Kind
from criteria.domain.wording import STATE_WORDS
from ntm.list_sheets import add_sheet, sheet_styles

from .proposals import Row
from .results import Address

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
    for style in sheet_styles():
        book.add_named_style(style)
    unexplained = sum(not row.judged.reason for row in rows)
    note = f"Lập ngày {day:%d/%m/%Y}. {len(rows)} kết luận khác đề xuất, {unexplained} chưa có lý do."
    listed = [
        (number, *_values(row, told.get(row.at), districts.get(row.commune.district_id or 0, "")))
        for number, row in enumerate(rows, start=1)
    ]
    add_sheet(book, "Khác đề xuất", title, (source, note), _COLUMNS, listed, [False] * len(listed))
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
