"""What an annex's rules say of its table: where a cell states something else, and the table as computed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import vietnamese

from .definition import AnnexDefinition, ColumnType, Expected
from .findings import Finding
from .places import Place
from .sums import in_style_of
from .table import AnnexTable, Cell, Row, RowKind


def check_rules(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """Each stated figure that is not the expected one, and what the annex's own checks find."""
    rows = table.by_key()
    for expected in expected_cells(definition, table, index):
        row = rows.get(expected.row)
        if row and (finding := _compare(definition, row, expected)):
            yield finding
    for check in definition.checks:
        yield from check(definition, table, index)


def expected_cells(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterable[Expected]:
    return (expected for rule in definition.rules for expected in rule(definition, table, index))


def _compare(definition: AnnexDefinition, row: Row, expected: Expected) -> Finding | None:
    """Nothing is said of a cell that states nothing, or what is no figure."""
    cell = row.cell(expected.column)
    if not _is_figure(cell.value) or Decimal(cell.value) == expected.value:
        return None
    column = definition.column(expected.column)
    computed = in_style_of(cell.text, expected.value, whole=column.type is ColumnType.COUNT)
    message = f"{row.title}, cột “{column.heading}”: ghi {cell.text}, {expected.why} {computed}."
    return Place.in_row(row, expected.column).error(expected.code, message, blocks=False, computed=computed)


def _is_figure(value: str) -> bool:
    return value.replace(".", "", 1).isdecimal()


def computed_table(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> AnnexTable:
    """The table with every expected figure in the place of what is stated, a missing total row added."""
    made: dict[object, dict[str, Cell]] = {}
    rows = table.by_key()
    for expected in expected_cells(definition, table, index):
        known = rows[expected.row].cell(expected.column) if expected.row in rows else Cell()
        text = vietnamese(expected.value, expected.digits)
        made.setdefault(expected.row, {})[expected.column] = replace(
            known, text=text, value=str(expected.value)
        )
    changed = [replace(row, cells={**row.cells, **made.get(row.key, {})}) for row in table.rows]
    total = RowKind.TOTAL, None
    if total in made and total not in rows:
        label = {definition.name_key: Cell(definition.total_label, definition.total_label)}
        changed.append(Row(RowKind.TOTAL, None, {**label, **made[total]}))
    return AnnexTable(tuple(changed))
