"""The sums a matrix should state, from its marks alone, and over how many communes they were made."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import digits_of, round_to, vietnamese

from .definition import AnnexDefinition, Rounding
from .table import AnnexTable, Cell, Row, RowKey, RowKind
from .values import MET

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Sums:
    """``values``: column key → sum. ``with_data`` of ``communes`` units have figures: what divides."""

    communes: int
    with_data: int
    values: Mapping[str, Decimal]

    @property
    def is_complete(self) -> bool:
        return self.with_data == self.communes

    def average(self, key: str) -> Decimal | None:
        """Unrounded; None where no unit has data."""
        return self.values[key] / self.with_data if self.with_data else None


def has_data(definition: AnnexDefinition, row: Row) -> bool:
    """Whether anything is known of the unit: one mark, or a stated result. Blank is no data, never nought."""
    return any(row.value(key) for key in definition.data_keys)


def figure_of(row: Row, key: str) -> Decimal | None:
    return figure_in(row.cell(key))


def figure_in(cell: Cell) -> Decimal | None:
    """The figure a cell states; None where it is blank or says something else ("≥ 65")."""
    return Decimal(cell.value) if _FIGURE.fullmatch(cell.value) else None


def met_count(definition: AnnexDefinition, row: Row) -> int:
    return sum(row.value(key) == MET for key in _marks(definition))


def _marks(definition: AnnexDefinition) -> tuple[str, ...]:
    return definition.row_total.of if definition.row_total else ()


def add_up(definition: AnnexDefinition, rows: Iterable[Row], communes: int) -> Sums:
    """The column sums over unit rows; the result column adds what the marks say, not what rows state."""
    known = [row for row in rows if has_data(definition, row)]
    values = {key: Decimal(sum(row.value(key) == MET for row in known)) for key in _marks(definition)}
    if definition.row_total:
        values[definition.row_total.target] = sum(values.values(), Decimal(0))
    return Sums(communes, len(known), values)


def section_sums(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> dict[RowKey, Sums]:
    """The sums of every district that has rows or should have, and of the whole table, by row key."""
    by_district: dict[int | None, list[Row]] = {}
    for row in table.of_kind(RowKind.UNIT):
        by_district.setdefault(row.unit.district_id if row.unit else None, []).append(row)
    sums: dict[RowKey, Sums] = {}
    for district in index.districts:
        rows = by_district.get(district.id, [])
        made = add_up(definition, rows, len(index.communes_of(district.id)))
        sums[RowKind.DISTRICT, district.id] = sums[RowKind.SUBTOTAL, district.id] = made
    everywhere = [row for rows in by_district.values() for row in rows]
    sums[RowKind.TOTAL, None] = add_up(definition, everywhere, len(index.communes_of(None)))
    return sums


def rounded(definition: AnnexDefinition, value: Decimal, digits: int | None = None) -> Decimal:
    cut = definition.rounding is Rounding.CUT
    return round_to(value, definition.digits if digits is None else digits, cut=cut)


def in_style_of(stated: str, value: Decimal, *, whole: bool = False) -> str:
    """The figure written as ``stated`` is: with its decimals, and grouped only where it is.

    ``whole``: the column has no fractions, so that a mark before three figures groups thousands.
    """
    digits = 0 if whole else digits_of(stated)
    text = vietnamese(value, digits) if digits else vietnamese(value)
    return text if not stated or "." in stated or (whole and "," in stated) else text.replace(".", "")


def computed_cells(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex
) -> dict[RowKey, dict[str, str]]:
    """Every sum of the table as it would be printed if it were computed: row key → column key → text.

    Units without data are left out; so are sections without any.
    """
    cells = row_totals(definition, table)
    for key, sums in section_sums(definition, table, index).items():
        if definition.column_total and sums.with_data:
            cells[key] = {column: vietnamese(sums.values[column]) for column in definition.column_total.of}
        average = sums.average(definition.average.of) if definition.average else None
        if definition.average and average is not None:
            shown = vietnamese(rounded(definition, average), definition.digits)
            cells.setdefault(key, {})[definition.average.target] = shown
    return cells


def row_totals(definition: AnnexDefinition, table: AnnexTable) -> dict[RowKey, dict[str, str]]:
    """How many criteria each unit with data meets, in the column that states it."""
    if definition.row_total is None:
        return {}
    return {
        row.key: {definition.row_total.target: str(met_count(definition, row))}
        for row in table.of_kind(RowKind.UNIT)
        if has_data(definition, row)
    }
