"""Sheets of the small world's annex with sums as an office states them, brought the way an officer does; and
results, entered the way of the grid."""

from datetime import date

from accounts.models import User
from accounts.services import system_user
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from plans.models import Annex, Upload
from plans.services.tables import definition_of
from plans.services.uploads import confirm_upload, receive_upload
from reports.services.demo import sheet_of

MARKS = [str(number) for number in range(1, 20)]
ALL = "1" * 19
DAY = date(2022, 6, 20)  # the period of make_period is open
NINE = "1" * 9 + "0" * 5 + " " * 5


def sheet_row(kind: str, name: str, marks: str = "", result: str = "", average: str = "") -> dict[str, str]:
    """``kind`` as in the demo's CSV; ``marks`` one letter for each criterion, a blank for a blank."""
    figures = dict(zip(MARKS, (mark.strip() for mark in marks.ljust(19)), strict=True))
    return {"kind": kind, "stt": "", "name": name, "result": result, "average": average} | figures


def bring(annex: Annex, rows: list[dict[str, str]], user: User | None = None) -> Upload:
    """The rows as a workbook, received and confirmed."""
    user = user or system_user()
    data = sheet_of(definition_of(annex), rows)
    upload, found = receive_upload(annex=annex, user=user, name="Biểu 02.xlsx", data=data)
    confirm_upload(upload=upload, user=user, digest=found.digest)
    return upload


def two_districts() -> list[dict[str, str]]:
    """The north complete, its stated total and average wrong; of the south one commune of two."""
    return [
        sheet_row("district", "Huyện Mường Đông", result="30", average="14,0"),
        sheet_row("commune", "Ẳng Cang", ALL, "19"),
        sheet_row("commune", "Nà Tấu", NINE, "10"),
        sheet_row("district", "Huyện Tủa Xanh", result="21", average="10,5"),
        sheet_row("commune", "Đứa Mòn", "11", "2"),
        sheet_row("total", "Tổng số xã/tiêu chí", result="51", average="12,75"),
    ]


def enter(period, commune, user, stage="district", works=None, **texts):
    """``enter(period, commune, user, c1="1", i2_1="45/60 Đ")``."""
    sheet = open_sheet(period, stage)
    edits = [
        Edit(commune.pk, key.replace("_", "."), 0, text=text, works=(works or {}).get(key))
        for key, text in texts.items()
    ]
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=DAY)
    assert {outcome.status for outcome in outcomes} == {"saved"}
