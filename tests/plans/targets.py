"""Điện Biên's Biểu 01 and 03 for tests: definitions, printed rows, and workbooks laid out from them."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from functools import cache

from openpyxl import Workbook

from plans.annexes import village_targets, yearly_targets
from plans.domain.definition import AnnexDefinition, CriterionFacts
from tests.plans.dien_bien import ROOT
from tests.plans.domain.small import plan_facts

YEARLY_KEYS = ("stt", "name", "baseline", "goal", "y2022", "y2023", "y2024", "y2025", "note")
VILLAGE_KEYS = ("stt", "name", *village_targets.KEYS)
YEARLY_HEADING = (
    [
        "TT",
        "MỤC TIÊU",
        "Thực hiện đến hết năm",
        "Mục tiêu đến hết năm",
        "Chia cho các năm",
        "",
        "",
        "",
        "Ghi chú",
    ],
    ["", "", "", "", "Năm 2022", "Năm 2023", "Năm 2024", "Năm 2025", ""],
)
VILLAGE_HEADING = (
    [
        *(
            "TT",
            "Tên huyện",
            "Tổng số thôn bản (không tính phường, thị trấn)",
            "Thực hiện đến hết năm 2021",
            "",
        ),
        *("Đăng ký chỉ tiêu của các huyện đến năm 2025", "", ""),
        *("Dự kiến chỉ tiêu giao cho các huyện đến năm 2025", "", ""),
    ],
    [
        *("", "", "", "Số thôn bản đạt chuẩn NTM", "Số thôn bản đạt chuẩn NTM kiểu mẫu", "Tổng cộng"),
        *("Thôn, bản đạt chuẩn NTM kiểu mẫu", "Thôn, bản đạt chuẩn NTM"),
        "Dự kiến tăng số bản đạt chuẩn NTM và NTM kiểu mẫu so với đăng ký của các huyện",
        *("Thôn, bản đạt chuẩn NTM kiểu mẫu", "Thôn, bản đạt chuẩn NTM"),
    ],
)

Rows = list[list[str]]


@cache
def yearly() -> AnnexDefinition:
    reference = json.loads((ROOT / "fixtures/criteria/xa-ntm-2021-2025.json").read_text(encoding="utf-8"))
    criteria = tuple(
        CriterionFacts(str(criterion["number"]), criterion["name"], criterion["short_name"])
        for criterion in reference["criteria"]
    )
    return yearly_targets.definition(plan_facts(criteria=criteria, annex_label="Biểu số 01"))


@cache
def villages() -> AnnexDefinition:
    return village_targets.definition(plan_facts(annex_label="Biểu số 03"))


def _printed(name: str) -> Rows:
    with (ROOT / "tests/data" / name).open(encoding="utf-8", newline="") as file:
        return [row[1:] for row in csv.reader(file)][1:]


def yearly_rows() -> Rows:
    """The 38 printed lines."""
    return _printed("bieu01_dien_bien.csv")


def village_rows() -> Rows:
    """Ten districts and the total."""
    return _printed("bieu03_dien_bien.csv")


def workbook(heading: Iterable[list[str]], *pages: Rows, sheets: bool = False, below: Rows = ()) -> Workbook:
    """Pages one below the other, or each on a sheet of its own, each with the heading."""
    book = Workbook()
    sheet = book.active
    for number, page in enumerate(pages):
        if sheets and number:
            sheet = book.create_sheet(f"Trang {number + 1}")
        if not number:
            sheet.append(["Biểu số"])
            sheet.append(["(Kèm theo Kế hoạch số 1986/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh)"])
        for row in (*heading, *page):
            sheet.append([typed(text) for text in row])
    for row in below:
        sheet.append(row)
    return book


def typed(text: str) -> str | int | None:
    """Whole numbers as numbers, the rest as the text that was printed."""
    return int(text) if text.isdecimal() else text or None


def to_bytes(book: Workbook, change: Callable[[Workbook], object] = lambda book: None) -> bytes:
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
