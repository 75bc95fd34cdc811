"""Workbook bytes → raw sheets: cells with address, text as shown, font and formula. No meaning yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from ntm.legacy import from_legacy
from ntm.numbers import round_to, vietnamese
from ntm.text import clean
from ntm.workbooks import WorkbookRefusedError, open_workbook

MAX_ROWS = 2000
MAX_COLUMNS = 120

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # literal text, colours and escapes in a number format
_DIGITS = re.compile(r"\.(0+)")


@dataclass(frozen=True, slots=True)
class RawCell:
    """``text`` as the sheet shows it; ``legacy`` when it was converted from an old Vietnamese encoding."""

    text: str
    row: int
    column: int
    number: Decimal | None = None
    formula: bool = False
    error: bool = False
    legacy: bool = False

    @property
    def address(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def letter(self) -> str:
        return str(get_column_letter(self.column))


@dataclass(frozen=True, slots=True)
class RawSheet:
    """``rows``: row → column → cell, blank cells left out. ``merged``: cell → the first of its range."""

    name: str
    rows: dict[int, dict[int, RawCell]]
    hidden: bool = False
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> RawCell | None:
        return self.rows.get(row, {}).get(column)

    def spread(self, row: int, column: int) -> RawCell | None:
        """The cell, or the first cell of the merged range it lies in."""
        return self.cell(*self.merged.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return cell.text if cell else ""


def read_workbook(data: bytes) -> tuple[RawSheet, ...]:
    """All sheets with cells, hidden ones too. Raises WorkbookRefusedError."""
    values, formulas = open_workbook(data)
    return tuple(_read_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets)


def _read_sheet(sheet: Any, formulas: Any) -> RawSheet:
    rows: dict[int, dict[int, RawCell]] = {}
    # openpyxl's own sparse store: walking the sheet by rows would make every blank cell up to the last one.
    for (row, column), cell in sorted(formulas._cells.items()):
        if cell.value is None:
            continue
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise WorkbookRefusedError(
                "file-too-large",
                f"Trang “{sheet.title}” có dữ liệu ở ô {cell.coordinate}, ngoài {MAX_ROWS} dòng và "
                f"{MAX_COLUMNS} cột đầu. Hãy xóa phần thừa rồi tải lên.",
            )
        raw = _read_cell(sheet.cell(row, column), formula=cell.data_type == "f")
        if raw:
            rows.setdefault(row, {})[column] = raw
    return RawSheet(sheet.title, rows, sheet.sheet_state != "visible", _merged(sheet.merged_cells.ranges))


def _merged(ranges: Iterable[Any]) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged range inside the bounds, with the range's first cell."""
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for area in ranges:
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                cells[row, column] = area.min_row, area.min_col
    return cells


def _read_cell(cell: Any, *, formula: bool) -> RawCell | None:
    place = {"row": cell.row, "column": cell.column, "formula": formula}
    if cell.value is None:
        return RawCell("", **place) if formula else None
    if cell.data_type == "e":
        return RawCell(str(cell.value), error=True, **place)
    if isinstance(cell.value, str):
        text = clean(cell.value)
        converted = from_legacy(text, cell.font.name or "")
        if not text and not formula:
            return None
        return RawCell(converted if converted is not None else text, legacy=converted is not None, **place)
    shown, number = _show(cell.value, cell.number_format)
    return RawCell(shown, number=number, **place)


def _show(value: Any, number_format: str) -> tuple[str, Decimal | None]:
    """The text a Vietnamese Excel shows for the value, and its number if it is one."""
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y"), None  # a datetime is a date too
    if not isinstance(value, int | float):
        return clean(str(value)), None
    # 15 significant digits are what Excel keeps; beyond them stands only the binary fraction's noise
    number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    pattern = _QUOTED.sub("", number_format.split(";")[0])
    shown = number * 100 if "%" in pattern else number
    digits = _DIGITS.search(pattern)
    if digits or "0" in pattern:
        shown = round_to(shown, len(digits[1]) if digits else 0)
    text = vietnamese(shown, len(digits[1]) if digits else None)
    if "," not in pattern:
        text = text.replace(".", "")
    return text + ("%" if "%" in pattern else ""), number
