"""Finds a table in a sheet by its heading, wherever it stands, and says which column is which."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ntm.text import fold

from .definition import AnnexDefinition, ColumnType
from .findings import Finding
from .places import Place
from .read import RawCell, RawSheet

SEARCH_ROWS = 80  # a heading stands in the first rows of its sheet
HEADING_DEPTH = 3  # rows: groups, names, and sometimes units of measure
CODE, DISTRICT = "code", "district"  # columns any annex of units may have beside its own

_EXTRA = {
    CODE: ("mã đơn vị", "mã xã", "mã đvhc", "mã", "mã huyện, xã"),
    DISTRICT: ("huyện", "tên huyện", "huyện, thị xã, thành phố", "thuộc huyện", "đơn vị huyện"),
}
_NOISE = re.compile(r"[^\w%/]+")
_NUMBERED = re.compile(
    r"^(?:(?:tieu chi|tc)\s*(?:so)?\s*)?0*\d{1,2}\s*(?:ve\s+)?(?=[a-z])|\s+(?:tc|tieu chi)\s*0*\d{1,2}$"
)
_NUMBER_ONLY = re.compile(r"^(?:tieu chi|tc)\s*(?:so)?\s*0*(\d{1,2})$")
_YEAR = re.compile(r"\s*\b(?:den\s+|het\s+)*nam\s+20\d\d\b")
_SEQUENCE = 5  # so many numbers in a row that rise by one are column numbers


@dataclass(frozen=True, slots=True)
class Heading:
    """``columns``: column key → column of the sheet. ``top``/``bottom``: the heading's rows."""

    columns: dict[str, int]
    top: int
    bottom: int
    findings: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> bool:
        return any(finding.blocks for finding in self.findings)


@lru_cache(4096)
def heading_key(text: str) -> str:
    """What is compared of a heading: letters and digits without marks, case, numbering and year."""
    key = _NOISE.sub(" ", fold(text)).strip()
    if number := _NUMBER_ONLY.match(key):
        return f"tc {number[1]}"
    return _YEAR.sub("", _NUMBERED.sub("", key)).strip() or key


class Headings:
    """The known headings of one definition."""

    def __init__(self, definition: AnnexDefinition) -> None:
        self.definition = definition
        self.keys: dict[str, str] = {}
        for column in definition.columns:
            for alias in (column.title, *column.aliases):
                self.keys.setdefault(heading_key(alias), column.key)
        for key, aliases in _EXTRA.items():
            for alias in aliases:
                self.keys.setdefault(heading_key(alias), key)
        self.names = definition.keys(ColumnType.NAME)
        self.marks = definition.keys(ColumnType.MARK)

    def find(self, sheet: RawSheet) -> Heading | None:
        """The heading of the sheet, or None where the sheet does not hold this annex."""
        rows = [row for row in sorted(sheet.rows) if row <= SEARCH_ROWS]
        best = max(rows, key=lambda row: (self._score(sheet, row), -row), default=None)
        if best is None or self._score(sheet, best) < 1 + len(self.marks) // 2:
            return None
        return self._read(sheet, best)

    def repeats(self, sheet: RawSheet, row: int, heading: Heading) -> bool:
        """Whether the row is the heading again (pages pasted one below the other) or column numbers."""
        cells = sheet.rows.get(row, {})
        known = sum(self._key_of(cell.text) is not None for cell in cells.values())
        return known >= min(3, len(heading.columns)) or self._is_number_row(sheet, row)

    def _score(self, sheet: RawSheet, row: int) -> int:
        columns = {key for _, key, _ in self._columns(sheet, row) if key}
        found = sum(key in columns for key in self.marks)
        return found + 1 if columns & set(self.names) and not self._is_number_row(sheet, row) else 0

    def _columns(self, sheet: RawSheet, row: int) -> Iterable[tuple[int, str | None, str]]:
        """(column, key or None, text) of each column with a text in the heading that ends in the row."""
        above = range(max(row - HEADING_DEPTH + 1, 1), row + 1)
        used = {column for line in above for column in sheet.rows.get(line, {})} | {
            column for line, column in sheet.merged if line in above
        }
        for column in sorted(used):
            texts = [
                cell.text for line in reversed(above) if (cell := sheet.spread(line, column)) and cell.text
            ]
            texts = list(dict.fromkeys(texts))
            if texts:
                yield column, self._key_in(texts), texts[0]

    def _key_in(self, texts: list[str]) -> str | None:
        """The key of the lowest text that is known, else of the texts read from above as one."""
        for text in (*texts, " ".join(reversed(texts))):
            if key := self._key_of(text) or (text.isdecimal() and self._key_of(f"TC {text}")):
                return key
        return None

    def _key_of(self, text: str) -> str | None:
        return self.keys.get(heading_key(text))

    def _is_number_row(self, sheet: RawSheet, row: int) -> bool:
        texts = [cell.text.strip("()") for cell in sheet.rows.get(row, {}).values()]
        numbers = [int(text) for text in texts if text.isdecimal()]
        return _longest_run(numbers) >= _SEQUENCE and len(numbers) >= len(texts) - 2

    def _read(self, sheet: RawSheet, row: int) -> Heading:
        found = list(self._columns(sheet, row))
        counts = Counter(key for _, key, _ in found if key)
        columns: dict[str, int] = {}
        for column, key, _ in found:
            if key:
                columns.setdefault(key, column)
        problems = [
            *self._missing(sheet, row, columns),
            *self._doubled(sheet, row, found, counts),
            *self._unclear(sheet, row, found, columns),
        ]
        bottom = row
        while self._is_below_heading(sheet, bottom + 1, columns):
            bottom += 1
        return Heading(columns, row, bottom, tuple(problems))

    def _is_below_heading(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> bool:
        """Column numbers, or cells merged down from the heading."""
        if row in sheet.rows and self._is_number_row(sheet, row):
            return True
        name = columns[self.names[0]]
        return sheet.merged.get((row, name), (row, name))[0] < row

    def _missing(self, sheet: RawSheet, row: int, columns: dict[str, int]) -> Iterable[Finding]:
        for column in self.definition.columns:
            if column.required and column.key not in columns:
                message = f"Thiếu cột “{column.title}”. Hãy thêm cột này vào bảng hoặc dùng tệp mẫu."
                yield Place(sheet.name, "", row).error("missing-column", message)

    def _doubled(
        self, sheet: RawSheet, row: int, found: list[tuple[int, str | None, str]], counts: Counter[str]
    ) -> Iterable[Finding]:
        for column, key, text in found:
            if key and counts[key] > 1:
                message = f"Cột “{text}” có {counts[key]} lần trong bảng."
                yield _place(sheet, row, column).error("duplicate-column", message)

    def _unclear(
        self, sheet: RawSheet, row: int, found: list[tuple[int, str | None, str]], columns: dict[str, int]
    ) -> Iterable[Finding]:
        """Unknown headings: an error among the figures while a column is missing, else only noted."""
        missing = any(column.required and column.key not in columns for column in self.definition.columns)
        known = [columns[key] for key in self.marks if key in columns]
        for column, key, text in found:
            if key or not sheet.spread(row, column):
                continue
            if missing and known and min(known) - 1 <= column <= max(known) + 1:
                message = f"Không rõ cột “{text}” là tiêu chí nào. Hãy ghi tên cột như trong tệp mẫu."
                yield _place(sheet, row, column).error("unclear-column", message)
            else:
                message = f"Cột “{text}” không thuộc biểu nên không được đọc."
                yield _place(sheet, row, column).info("ignored-column", message)


def _place(sheet: RawSheet, row: int, column: int) -> Place:
    return Place.of(sheet.spread(row, column) or RawCell("", row, column), sheet.name)


def _longest_run(numbers: list[int]) -> int:
    """Of numbers that each rise by one: 3 for 5, 1, 2, 3."""
    longest = run = min(len(numbers), 1)
    for before, after in pairwise(numbers):
        run = run + 1 if after == before + 1 else 1
        longest = max(longest, run)
    return longest
