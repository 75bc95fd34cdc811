"""Plain lists as workbooks."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from ntm.spreadsheets import safe_cell
from plans.models import Upload

_COLUMNS = (
    ("Trang", "sheet", 16),
    ("Ô", "cell", 8),
    ("Mức", "severity", 20),
    ("Vấn đề", "message", 80),
    ("Ghi trong tệp", "stated", 16),
    ("Tính lại", "computed", 16),
    ("Mã", "code", 20),
)
_SEVERITIES = {"error": "Lỗi, vẫn lưu được", "warning": "Cần xem", "info": "Ghi chú"}


def _severity(finding: dict[str, Any]) -> str:
    if finding["blocks"]:
        return "Hỏi, cần trả lời" if finding["options"] else "Lỗi, dòng bị giữ lại"
    return _SEVERITIES[finding["severity"]]


def findings_workbook(upload: Upload) -> bytes:
    """What was found in a file, one row a finding, under the file's name."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Phát hiện")
    sheet.freeze_panes = "A3"
    for letter, (_, _, width) in zip("ABCDEFG", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width
    headings = [safe_cell(sheet, heading) for heading, _, _ in _COLUMNS]
    title = safe_cell(sheet, f"Phát hiện trong tệp {upload.name}")
    for cell in (title, *headings):
        cell.font = Font(bold=True)
    sheet.append([title])
    sheet.append(headings)
    for finding in upload.findings:
        shown = finding | {"severity": _severity(finding)}
        cells = [safe_cell(sheet, shown[key]) for _, key, _ in _COLUMNS]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
