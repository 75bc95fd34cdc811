"""The register as a workbook: one line for each recognition, dates as dates, texts never as formulas."""

from collections.abc import Iterable

from tablib import Dataset

from criteria.models import Recognition
from ntm.spreadsheets import SafeXlsx

from .recognition_page import district_on

HEADERS = (
    *("STT", "Xã", "Huyện", "Mã xã", "Mức công nhận", "Năm", "Số quyết định", "Ngày quyết định"),
    *("Người ký", "Lĩnh vực nổi trội", "Bộ tiêu chí", "Tình trạng", "Số quyết định thu hồi, thay thế"),
    *("Ngày thu hồi, thay thế", "Lý do", "Ghi chú"),
)


def register_workbook(rows: Iterable[Recognition]) -> bytes:
    """``rows`` come with commune, statuses and set."""
    table = Dataset(headers=HEADERS)
    for number, row in enumerate(rows, start=1):
        table.append(_line(number, row))
    return bytes(SafeXlsx().export_data(table))


def _line(number: int, row: Recognition) -> tuple[object, ...]:
    district = district_on(row.commune, row.decided_on)
    return (
        *(number, row.commune.title, district.title if district else "", row.commune.code),
        *(row.get_level_display(), row.year, row.number, row.decided_on, row.signer),
        *("; ".join(row.domain_names), str(row.criteria_set or ""), row.get_state_display()),
        *(row.ended_number, row.ended_on or "", row.ended_reason, row.note),
    )
