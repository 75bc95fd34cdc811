"""Workbook bytes → raw sheets: cells with address, text as shown, font and formula. No meaning yet."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from ntm.legacy import from_legacy
from ntm.numbers import round_to, vietnamese
from ntm.text import clean
from ntm.workbooks import WorkbookRefusedError, open_workbook, unreadable

MAX_ROWS = 2000
MAX_COLUMNS = 120
_REMEMBERED = 150_000  # bytes: twice a full workbook of 200 communes; a larger one is not kept in memory

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # text, colours, escapes and fillers in a format
_PLACES = re.compile(r"\.([0#?]+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes what XML cannot hold
_LONGEST = 5000  # letters of a text that are read
_GENERAL_DIGITS = 10  # so many digits of a fraction fit in a cell without a format


@dataclass(frozen=True, slots=True)
class RawCell:
    """``text`` as the sheet shows it, in one line, and ``number`` as it is shown: rounded, per cent as
    hundredths. ``lines``: the text by its own lines, where it has several.

    ``legacy``: the text was converted from an old Vietnamese encoding; ``shortened``: the sheet shows the
    number with fewer digits than it has.
    """

    text: str
    row: int
    column: int
    number: Decimal | None = None
    formula: bool = False
    error: bool = False
    legacy: bool = False
    is_date: bool = False
    shortened: bool = False
    lines: tuple[str, ...] = ()

    @property
    def full_text(self) -> str:
        """The text with its line breaks."""
        return "\n".join(self.lines) or self.text

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
    hidden_rows: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> RawCell | None:
        return self.rows.get(row, {}).get(column)

    def spread(self, row: int, column: int) -> RawCell | None:
        """The cell, or the first cell of the merged range it lies in."""
        return self.cell(*self.merged.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return cell.text if cell else ""


def read_workbook(data: bytes) -> tuple[RawSheet, ...]:
    """All sheets with cells, hidden ones too. Raises WorkbookRefusedError.

    A file is read for its preview and, moments later, when it is stored: the last one is remembered.
    """
    return _remembered(data) if len(data) <= _REMEMBERED else _read_book(data)


@lru_cache(1)
def _remembered(data: bytes) -> tuple[RawSheet, ...]:
    return _read_book(data)


def _read_book(data: bytes) -> tuple[RawSheet, ...]:
    values, formulas = open_workbook(data)
    return tuple(_read_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets)


def _read_sheet(sheet: Any, formulas: Any) -> RawSheet:
    rows: dict[int, dict[int, RawCell]] = {}
    for row, column, cell in _cells(formulas):
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise WorkbookRefusedError(
                "file-too-large",
                f"Trang “{sheet.title}” có dữ liệu ở ô {cell.coordinate}, ngoài {MAX_ROWS} dòng và "
                f"{MAX_COLUMNS} cột đầu. Hãy xóa phần thừa rồi tải lên.",
            )
        raw = _read_cell(sheet.cell(row, column), formula=cell.data_type == "f")
        if raw:
            rows.setdefault(row, {})[column] = raw
    hidden = frozenset(row for row in rows if sheet.row_dimensions[row].hidden)
    merged = _merged(sheet.merged_cells.ranges)
    return RawSheet(sheet.title, rows, sheet.sheet_state != "visible", merged, hidden)


def _cells(sheet: Any) -> Iterator[tuple[int, int, Any]]:
    """The cells with a content, by rows.

    From openpyxl's own sparse store: walking the sheet would make every blank cell up to the last one.
    """
    for (row, column), cell in sorted(sheet._cells.items()):
        if row < 1 or column < 1:
            raise unreadable()
        if cell.value is not None:
            yield row, column, cell


def _merged(ranges: Iterable[Any]) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged range inside the bounds, with the range's first cell."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in ranges
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1)
    }


def _read_cell(cell: Any, *, formula: bool) -> RawCell | None:
    place = {"row": cell.row, "column": cell.column, "formula": formula}
    if cell.value is None:
        return RawCell("", **place) if formula else None
    if cell.data_type == "e":
        return RawCell(str(cell.value), error=True, **place)
    if isinstance(cell.value, str):
        return _read_text(_ESCAPED.sub(_unescape, cell.value[:_LONGEST]), cell.font.name or "", place)
    shown, number, exact = _show(cell.value, cell.number_format or "")
    is_date = isinstance(cell.value, date | time)
    return RawCell(shown, number=number, is_date=is_date, shortened=number != exact, **place)


def _read_text(typed: str, font: str, place: dict[str, Any]) -> RawCell | None:
    lines = [line for part in typed.splitlines() if (line := clean(part))]
    if not lines and not place["formula"]:
        return None
    shown = [from_legacy(line, font) for line in lines]
    legacy = any(line is not None for line in shown)
    lines = [old if new is None else new for old, new in zip(lines, shown, strict=True)]
    return RawCell(" ".join(lines), legacy=legacy, lines=tuple(lines) if len(lines) > 1 else (), **place)


def _unescape(code: re.Match[str]) -> str:
    """The character meant; a blank for what no text may hold."""
    character = chr(int(code[1], 16))
    return character if character.isprintable() or character == "\n" else " "


def _show(value: Any, number_format: str) -> tuple[str, Decimal | None, Decimal | None]:
    """The text a Vietnamese Excel shows for the value; if it is one, the number that text says, and the
    number with all its digits."""
    if isinstance(value, bool):
        return str(value).upper(), None, None
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y"), None, None  # a datetime is a date too
    if not isinstance(value, int | float) or not math.isfinite(value):
        return clean(str(value)), None, None
    # 15 significant digits are what Excel keeps; beyond them stands only the binary fraction's noise
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    pattern = _QUOTED.sub("", number_format.split(";")[0])
    if "%" in pattern:
        exact *= 100
    least, most = _digits(pattern, exact)
    number = round_to(exact, most)
    text = vietnamese(number, max(least, _used_digits(number)))
    if "," not in pattern:
        text = text.replace(".", "")
    return text + ("%" if "%" in pattern else ""), number, exact


def _digits(pattern: str, number: Decimal) -> tuple[int, int]:
    """The least and the most decimals the format shows."""
    if places := _PLACES.search(pattern):
        return places[1].count("0"), len(places[1])
    if "0" in pattern or "#" in pattern:
        return 0, 0
    return 0, max(_GENERAL_DIGITS - number.adjusted() - 1, 0) if number.adjusted() >= 0 else _GENERAL_DIGITS


def _used_digits(number: Decimal) -> int:
    """Decimals up to the last that is not nought."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
