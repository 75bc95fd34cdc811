"""Single cells that somebody states for rows of an annex → the rows as they would be then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from communes.domain.names import NameIndex, Unit

from .amounts import read_amount
from .definition import AnnexDefinition, Column, ColumnType, Shape
from .read import RawCell
from .shapes.free_labels import find_unit
from .shapes.lines import read_target
from .table import AnnexTable, Cell, Row, RowKind
from .values import Unreadable, read_value

_WORDS = (ColumnType.NAME, ColumnType.TEXT, ColumnType.ORDINAL)


@dataclass(frozen=True, slots=True)
class Statement:
    """``texts`` by column key, for the row of the unit or, where there is none, of the line.

    ``place`` names it where it cannot be taken: the number of a row in somebody's list.
    """

    place: int
    texts: Mapping[str, str]
    unit: tuple[str, int] | None = None  # level and id
    line: str = ""


class UnstatableError(Exception):
    """``problems``: place → why the statement cannot be taken, in Vietnamese."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def stated_rows(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, statements: Iterable[Statement]
) -> tuple[Row, ...]:
    """The rows the statements are about, with what they say. Raises UnstatableError.

    Cells that say what they said before stay as they were printed.
    """
    problems: dict[int, str] = {}
    rows = {row.key: row for row in table.rows}
    touched: dict[object, None] = {}
    for statement in statements:
        try:
            row = _row_of(definition, rows.values(), index, statement)
            for key, text in statement.texts.items():
                row = _with_text(definition, row, key, text)
            rows[row.key] = _named(definition, row, index)
            touched[row.key] = None
        except Unreadable as problem:
            problems[statement.place] = problem.message
    if problems:
        raise UnstatableError(problems)
    return tuple(row for key, row in rows.items() if key in touched)


def _row_of(definition: AnnexDefinition, rows: Iterable[Row], index: NameIndex, statement: Statement) -> Row:
    """The stored row, else a new one; Unreadable where the annex can have none."""
    rows = list(rows)
    if statement.unit:
        known = (row for row in rows if row.kind is RowKind.UNIT and _is_of(row, statement.unit))
        return next(known, None) or _unit_row(definition, index, statement.unit)
    known = (row for row in rows if row.line == statement.line and row.kind is not RowKind.SUBHEAD)
    return next(known, None) or _new_line(definition, rows, statement.line)


def _is_of(row: Row, unit: tuple[str, int]) -> bool:
    return row.unit is not None and (row.unit.level, row.unit.id) == unit


def _unit_row(definition: AnnexDefinition, index: NameIndex, wanted: tuple[str, int]) -> Row:
    units = definition.units_of(index)
    unit = next((unit for unit in units if (unit.level, unit.id) == wanted), None)
    if unit is None:
        raise Unreadable("unknown-unit", f"Đơn vị này không có dòng trong {definition.label}.")
    place = _place_in(units, unit)
    return Row(RowKind.UNIT, unit, _labels(definition, str(place), unit.title))


def _place_in(units: Sequence[Unit], unit: Unit) -> int:
    return 1 + [other.id for other in units if other.district_id == unit.district_id].index(unit.id)


def _labels(definition: AnnexDefinition, ordinal: str, name: str) -> dict[str, Cell]:
    said = {definition.ordinal_key: ordinal, definition.name_key: name}
    return {key: Cell(text, text) for key, text in said.items() if key}


def _new_line(definition: AnnexDefinition, rows: Iterable[Row], line: str) -> Row:
    if definition.shape is Shape.LINES:
        fixed = next((fixed for fixed in definition.lines if fixed.key == line), None)
        if fixed is None or fixed.is_heading:
            raise Unreadable("unknown-line", f"{definition.label} không có dòng “{line}”.")
        return Row(RowKind.LINE, None, _labels(definition, fixed.ordinal, fixed.title), line=line)
    sections = [row.line for row in rows if row.kind is RowKind.SECTION]
    inside = [section for section in sections if line.startswith(f"{section}.")]
    if definition.shape is not Shape.ROWS or not line or (sections and not inside):
        known = f" Các mục: {', '.join(sections)}." if sections else ""
        raise Unreadable("unknown-line", f"Dòng “{line}” không thuộc mục nào của {definition.label}.{known}")
    ordinal = line.removeprefix(f"{max(inside, key=len)}.") if inside else line
    return Row(RowKind.ITEM, None, _labels(definition, ordinal, ""), line=line)


def _with_text(definition: AnnexDefinition, row: Row, key: str, text: str) -> Row:
    """The row with one cell changed, which then is this row's alone; Unreadable where the column cannot say
    this."""
    column, known = definition.column(key), row.cell(key)
    value = _value_of(definition, row, column, text)
    is_same = text == known.text or (column.type not in _WORDS and value == known.value)
    if is_same:
        return row
    cell = replace(known, text=text, value=value, address="", rows=1)
    return replace(row, cells={**row.cells, key: cell if text else Cell()})


def _value_of(definition: AnnexDefinition, row: Row, column: Column, text: str) -> str:
    if column.type in _WORDS:
        return text
    cell = RawCell(text, 0, 1)
    if definition.shape is Shape.LINES:
        fixed = next((fixed for fixed in definition.lines if fixed.key == row.line), None)
        return read_target(cell, fixed)
    if definition.shape is Shape.ROWS:
        return read_amount(cell, column)
    return read_value(cell, column, mark=column.type is ColumnType.MARK)


def _named(definition: AnnexDefinition, row: Row, index: NameIndex) -> Row:
    """A free row speaks of the commune that its words name."""
    if row.kind is not RowKind.ITEM:
        return row
    return replace(row, unit=find_unit(index, row.cell(definition.name_key).text))
