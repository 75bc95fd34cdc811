"""Annexes of free rows laid out as printed, from the fixtures of the demonstration."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from openpyxl import Workbook

from communes.domain.names import NameIndex, Unit
from plans.annexes.registry import PLAN_ANNEXES
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import WHOLE, Parsed
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable, Row

from .domain.small import plan_facts

PLAN = "son-la-2023-176"
FACTS = {"slug": PLAN, "number": "176/KH-UBND", "first_year": 2023, "last_year": 2023, "province": "Sơn La"}
TASK_HEADS = (
    [
        "TT",
        "Nội dung thực hiện",
        "Cơ quan thực hiện",
        None,
        "Cấp thẩm quyền ban hành",
        "Thời gian hoàn thành",
    ],
    [None, None, "Cơ quan chủ trì tham mưu", "Cơ quan phối hợp thực hiện", None, None],
    [1, 2, 3, 4, 5, 6],
)
DISTRICTS = ("Sông Mã", "Mường La", "Yên Châu", "Thuận Châu", "Mộc Châu", "Quỳnh Nhai")
COMMUNES = (
    ("Mường Sai", 1),
    ("Ngọc Chiến", 2),
    ("Sập Vạt", 3),
    ("Chiềng Pha", 4),
    ("Nà Mường", 5),
    ("Chiềng Bằng", 6),
    ("Chiềng Khoang", 6),
    ("Hua La", 7),
)
INDEX = NameIndex(
    [
        *(Unit(place, f"1{place}", name, "huyện", "district") for place, name in enumerate(DISTRICTS, 1)),
        Unit(7, "17", "Sơn La", "thành phố", "district"),
        *(
            Unit(10 + place, f"0{3000 + place}", name, "xã", district_id=district)
            for place, (name, district) in enumerate(COMMUNES)
        ),
    ]
)


def annex(code: str) -> AnnexDefinition:
    known = PLAN_ANNEXES[code]
    return known.define(plan_facts(**FACTS, annex_label=known.label, annex_title=known.title))


def printed(code: str) -> list[dict[str, Any]]:
    """The rows as printed: kind, cells by column key, and which of them are merged over how many."""
    path = Path(settings.FIXTURES_DIR, "demo", f"{code}.{PLAN}.json")
    return json.loads(path.read_text(encoding="utf-8"))["rows"]


def lay_out(
    heads: Sequence[Sequence[Any]], pages: Iterable[Sequence[Sequence[Any]]], merged: Iterable[str] = ()
) -> bytes:
    """A workbook in which each page has the heading; ``merged`` are ranges like "C5:C9"."""
    book = Workbook()
    sheet = book.active
    for page in pages:
        for line in (*heads, *page):
            sheet.append(list(line))
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(definition: AnnexDefinition, data: bytes) -> Parsed:
    found = parse(read_workbook(data), definition, INDEX, WHOLE)
    assert found is not None
    return found


def texts(rows: Iterable[Row]) -> list[tuple[str, str, Mapping[str, str]]]:
    """Kind, line and the texts that are there."""
    return [
        (str(row.kind), row.line, {key: cell.text for key, cell in row.cells.items() if cell.text})
        for row in rows
    ]


def spans(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[int, int]]:
    """Of the merged cells: (line, column) → rows and columns."""
    return {
        (row.line, key): (cell.rows, cell.columns)
        for row in rows
        for key, cell in row.cells.items()
        if (cell.rows, cell.columns) != (1, 1)
    }


def table_of(code: str) -> AnnexTable:
    """The printed table as the reader gives it."""
    return AnnexTable(read(annex(code), as_printed(code)).rows)


def as_printed(code: str) -> bytes:
    """The whole annex with its merged cells, on one page."""
    definition, rows = annex(code), printed(code)
    book = Workbook()
    sheet = book.active
    sheet.append([definition.label])
    sheet.append([column.heading for column in definition.columns])
    keys = [column.key for column in definition.columns]
    for row in rows:
        sheet.append([row["cells"].get(key) for key in keys])
    for number, row in enumerate(rows, start=3):
        for key, (tall, wide) in row.get("spans", {}).items():
            place = keys.index(key) + 1
            sheet.merge_cells(
                start_row=number, start_column=place, end_row=number + tall - 1, end_column=place + wide - 1
            )
    return saved(book)
