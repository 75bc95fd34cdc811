"""Plain lists as workbooks."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from plans.models import Upload

_COLUMNS = (
    ("Trang", "sheet", 16),
    ("Ô", "cell", 8),
    ("Mức", "severity", 12),
    ("Vấn đề", "message", 80),
    ("Ghi trong tệp", "stated", 16),
    ("Tính lại", "computed", 16),
    ("Mã", "code", 20),
)
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem", "info": "Ghi chú"}


def findings_workbook(upload: Upload) -> bytes:
    """What was found in a file, one row a finding; every cell is text, so nothing in it can be a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phát hiện"
    sheet.append([f"Phát hiện trong tệp {upload.name}"])
    sheet.append([heading for heading, _, _ in _COLUMNS])
    for number, finding in enumerate(upload.findings, start=3):
        shown = finding | {"severity": _SEVERITIES[finding["severity"]]}
        for column, (_, key, _) in enumerate(_COLUMNS, start=1):
            cell = sheet.cell(number, column)
            cell.set_explicit_value(str(shown.get(key) or ""), "s")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    for letter, (_, _, width) in zip("ABCDEFG", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.cell(1, 1).set_explicit_value(sheet.cell(1, 1).value, "s")
    sheet.freeze_panes = "A3"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
