"""Điện Biên's Biểu 02 for tests: units, definition, readable rows, and sheets laid out from them."""

import csv
import io
import json
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from communes.domain.names import NameIndex, Unit
from plans.annexes.criteria_matrix import definition
from plans.domain.definition import AnnexDefinition, CriterionFacts, PlanFacts, Rounding

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data/bieu02_dien_bien.csv"
MARKS = [str(number) for number in range(1, 20)]
_TYPES = {"xa": "xã", "phuong": "phường", "thi_tran": "thị trấn", "huyen": "huyện", "thi_xa": "thị xã"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def name_index(province: str = "11") -> NameIndex:
    """The units of 2022; ids are the codes as numbers."""
    units = ROOT / "fixtures/units"
    aliases: dict[tuple[str, str], list[str]] = {}
    for row in _rows(units / "aliases.csv"):
        aliases.setdefault((row["level"], row["code"]), []).append(row["name"])
    found = [
        Unit(
            id=int(row["code"]),
            code=row["code"],
            name=row["name"],
            type=_TYPES.get(row["type"], "thành phố"),
            level=level,
            district_id=int(row["district_code"]) if level == "commune" else None,
            aliases=tuple(aliases.get((level, row["code"]), ())),
            in_programme=row.get("in_programme", "yes") == "yes",
        )
        for level, name in (("district", "districts.csv"), ("commune", "communes.csv"))
        for row in sorted(_rows(units / name), key=lambda row: int(row["order"]))
        if row["province_code"] == province and row["valid_from"] < "2022-06-29"
    ]
    return NameIndex(found)


@cache
def matrix() -> AnnexDefinition:
    reference = json.loads((ROOT / "fixtures/criteria/xa-ntm-2021-2025.json").read_text(encoding="utf-8"))
    criteria = tuple(
        CriterionFacts(str(criterion["number"]), criterion["name"], criterion["short_name"])
        for criterion in reference["criteria"]
    )
    return definition(
        PlanFacts(
            slug="dien-bien-2022-1986",
            number="1986/KH-UBND",
            date=date(2022, 6, 29),
            title="Thực hiện Chương trình Mục tiêu quốc gia xây dựng nông thôn mới đến năm 2025",
            issuer="UBND tỉnh Điện Biên",
            province="Điện Biên",
            first_year=2022,
            last_year=2025,
            baseline_year=2021,
            criteria=criteria,
            rounding=Rounding.HALF_UP,
            digits=2,
            annex_label="Biểu số 2",
            annex_title="Biểu chi tiết tiêu chí nông thôn mới đến năm 2025 trên địa bàn tỉnh Điện Biên",
        )
    )


def readable_rows() -> list[dict[str, str]]:
    """70 commune rows, 6 district rows and the total row, as printed."""
    return _rows(DATA)


def printed_headings() -> list[str]:
    return [column.title for column in matrix().columns]


def printed_workbook(
    rows: list[dict[str, str]], *, titles: bool = True, plan_number: str = "1986"
) -> Workbook:
    """The rows as an office lays the annex out: titles above, a two-row merged heading, signatures below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu 02"
    if titles:
        sheet.append(["Biểu số 2"])
        sheet.append(["BIỂU CHI TIẾT TIÊU CHÍ NÔNG THÔN MỚI ĐẾN NĂM 2025"])
        sheet.append([f"(Kèm theo Kế hoạch số {plan_number}/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh)"])
        sheet.append([])
    top = sheet.max_row + 1 if titles else 1
    headings = printed_headings()
    for column, heading in enumerate(headings, start=1):
        in_group = 3 <= column <= 21
        sheet.cell(top + in_group, column, heading)
        if not in_group:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    sheet.cell(top, 3, "Tiêu chí")
    sheet.merge_cells(start_row=top, end_row=top, start_column=3, end_column=21)
    sheet.append(list(range(1, 24)))
    for row in rows:
        sheet.append([_typed(row[key]) for key in ("stt", "name", *MARKS, "result", "average")])
        if row["kind"] != "commune":
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
    sheet.append([])
    sheet.append([None, "NGƯỜI LẬP BIỂU", *[None] * 15, "TM. ỦY BAN NHÂN DÂN"])
    return book


def _typed(text: str) -> str | int | None:
    """Whole numbers as numbers, the rest as the text that was printed."""
    return int(text) if text.isdecimal() else text or None


def to_bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
