"""Sheets of Biểu 02 as plain lists of rows, to be laid out, damaged and read again."""

from collections.abc import Mapping

from openpyxl import Workbook

from communes.domain.names import NameIndex, Unit
from plans.domain.entries import Parsed, Scope
from plans.domain.findings import Finding
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import RowKind

from . import dien_bien

KEYS = ("stt", "name", *dien_bien.MARKS, "result", "average")
HEADS = dien_bien.printed_headings()
Grid = list[list]


def section(*romans: str, total: bool = False) -> Grid:
    """The printed rows of these districts: ``section("III")`` is Tủa Chùa's row and its 11 communes."""
    return [
        [_typed(row[key]) for key in KEYS]
        for row in dien_bien.readable_rows()
        if row["roman"] in romans or (total and row["kind"] == "total")
    ]


def _typed(text: str) -> str | int | None:
    return int(text) if text.isdecimal() else text or None


TUA_CHUA, MUONG_ANG = section("III"), section("IV")


def lay_out(grid: Grid, *, top: int = 1, left: int = 1, sheet: str = "Biểu 02") -> Workbook:
    book = Workbook()
    book.active.title = sheet
    add(book.active, grid, top=top, left=left)
    return book


def add(sheet, grid: Grid, *, top: int = 1, left: int = 1) -> None:
    for row, values in enumerate(grid, start=top):
        for column, value in enumerate(values, start=left):
            if value is not None:
                sheet.cell(row, column, value)


def renamed(name: str | None, *, stt: object = 1, section: str = "Huyện Tủa Chùa") -> Grid:
    """Mường Báng's row, nineteen times met, under another name."""
    return [HEADS, ["III", section], [stt, name, *[1] * 19, 19]]


def district(name: str, index: NameIndex | None = None) -> Unit:
    return next(unit for unit in (index or dien_bien.name_index()).districts if unit.name == name)


def commune(name: str) -> Unit:
    return next(unit for unit in dien_bien.name_index().communes if unit.name == name)


def officer_of(*names: str) -> Scope:
    """The scope of who works for these districts."""
    ids = frozenset(district(name).id for name in names)
    communes = (unit.id for unit in dien_bien.name_index().communes if unit.district_id in ids)
    return Scope(frozenset(communes), ids)


def read(
    source: Grid | Workbook | bytes, scope: Scope | None = None, answers: Mapping[str, str] | None = None
) -> Parsed | None:
    if isinstance(source, list):
        source = lay_out(source)
    data = source if isinstance(source, bytes) else dien_bien.to_bytes(source)
    return parse(read_workbook(data), dien_bien.matrix(), dien_bien.name_index(), scope or Scope(), answers)


def marks(parsed: Parsed | None) -> dict[str, str]:
    """Commune → its marks ("1", "0", "-"), of the rows that can be taken."""
    rows = parsed.rows if parsed else ()
    return {
        row.unit.name: "".join(row.value(key) or "-" for key in dien_bien.MARKS)
        for row in rows
        if row.kind is RowKind.UNIT
    }


def printed_marks(*romans: str) -> dict[str, str]:
    """The same, from the source."""
    return {
        row["official"]: "".join(row[key] or "-" for key in dien_bien.MARKS)
        for row in dien_bien.readable_rows()
        if row["kind"] == "commune" and (not romans or row["roman"] in romans)
    }


def standings(parsed: Parsed) -> dict[tuple[str, str], int]:
    """(kind, standing) → how many rows."""
    counted: dict[tuple[str, str], int] = {}
    for entry in parsed.entries:
        key = str(entry.row.kind), str(entry.standing)
        counted[key] = counted.get(key, 0) + 1
    return counted


def told(parsed: Parsed, *, but: tuple[str, ...] = ("name-differs",)) -> list[tuple[str, str]]:
    """(code, cell) of each finding, those of ``but`` left out."""
    return [(found.code, found.cell) for found in parsed.findings if found.code not in but]


def message(parsed: Parsed, code: str) -> str:
    """The message of the only finding of this code."""
    (found,) = (found for found in parsed.findings if found.code == code)
    return found.message


def asked(parsed: Parsed) -> list[Finding]:
    return [finding for finding in parsed.findings if finding.options]
