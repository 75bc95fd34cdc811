"""What an annex's rules say of its table: where a cell states something else, and the table as computed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import digits_of, round_to, vietnamese

from .definition import AnnexDefinition, ColumnType, Expected
from .findings import Finding
from .places import Place
from .sums import in_style_of
from .table import AnnexTable, Cell, Row, RowKind

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


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
    cell, stated = row.cell(expected.column), figure_of(row, expected.column)
    if stated is None or stated in (expected.value, round_to(expected.value, expected.digits)):
        return None
    column, place = definition.column(expected.column), Place.in_row(row, expected.column)
    computed = in_style_of(cell.text, expected.value, whole=column.type is ColumnType.COUNT)
    said = f"{whose(definition, row)}, cột “{column.heading}”: ghi {cell.text}, {expected.why}"
    if _is_rounded(cell, stated, expected):
        computed = vietnamese(expected.value, expected.digits)
        return place.warning("rounding", f"{said} {computed}; chỉ khác do làm tròn.", computed)
    return place.error(expected.code, f"{said} {computed}.", blocks=False, computed=computed)


def _is_rounded(cell: Cell, stated: Decimal, expected: Expected) -> bool:
    """Whether the cell says the same with fewer digits."""
    digits = digits_of(cell.text)
    return stated in (round_to(expected.value, digits), round_to(expected.value, digits, cut=True))


def figure_of(row: Row, key: str) -> Decimal | None:
    """The figure a cell states; None where it is blank or says something else ("≥ 65")."""
    value = row.value(key)
    return Decimal(value) if _FIGURE.fullmatch(value) else None


def whose(definition: AnnexDefinition, row: Row) -> str:
    """The row in a message: a fixed line by its number and title as printed."""
    if row.kind is not RowKind.LINE:
        return row.title
    name = row.cell(definition.name_key).text.lstrip("-–+*• ")
    return f"Dòng “{f'{row.value(definition.ordinal_key)} {name}'.strip()}”"


def computed_table(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> AnnexTable:
    """The table with every expected figure in the place of what is stated, a missing total row added."""
    made: dict[object, dict[str, Cell]] = {}
    rows = table.by_key()
    for expected in expected_cells(definition, table, index):
        row = rows.get(expected.row)
        known = row.cell(expected.column) if row else Cell()
        stated = figure_of(row, expected.column) if row else None
        if stated is not None and _is_rounded(known, stated, expected):
            continue
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
