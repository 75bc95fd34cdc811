"""Sums of annexes whose columns are figures: over the units, and along a row."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from communes.domain.names import NameIndex, Unit
from ntm.numbers import digits_of

from .definition import AnnexDefinition, Expected, Level, Rule
from .sums import figure_of, has_data
from .table import AnnexTable, Row, RowKey, RowKind


def column_totals(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
    """The columns of ``column_total``: each district's row sums its communes, the total row all units."""
    rows = [row for row in table.of_kind(RowKind.UNIT) if has_data(definition, row)]
    yield from _sums(
        definition,
        rows,
        index.districts if _is_of_districts(definition) else index.communes_of(None),
        (RowKind.TOTAL, None),
    )
    for district in () if _is_of_districts(definition) else index.districts:
        inside = [row for row in rows if row.unit and row.unit.district_id == district.id]
        for kind in (RowKind.DISTRICT, RowKind.SUBTOTAL):
            yield from _sums(definition, inside, index.communes_of(district.id), (kind, district.id))


def _is_of_districts(definition: AnnexDefinition) -> bool:
    return definition.level is Level.DISTRICT


def _sums(
    definition: AnnexDefinition, rows: Sequence[Row], units: Sequence[Unit], key: RowKey
) -> Iterator[Expected]:
    if not rows or definition.column_total is None:
        return
    what = "huyện" if _is_of_districts(definition) else "xã"
    code = "total" if key[0] is RowKind.TOTAL else "subtotal"
    for column in definition.column_total.of:
        figures = [figure for row in rows if (figure := figure_of(row, column)) is not None]
        if figures:
            total, digits = sum(figures, Decimal(0)), _digits(rows, column)
            coverage = (len(rows), len(units)) if len(rows) < len(units) else None
            yield Expected(key, column, total, code, f"cộng {len(rows)} {what} được", digits, coverage)


def _digits(rows: Iterable[Row], column: str) -> int:
    """As many decimals as the figures that are summed have."""
    return max(digits_of(row.cell(column).text) for row in rows)


def row_sum(target: str, of: Sequence[str]) -> Rule:
    """On every row ``target`` states the sum of the columns ``of``, where none of them is blank."""

    def rule(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
        for row in table.rows:
            figures = [figure for key in of if (figure := figure_of(row, key)) is not None]
            if len(figures) == len(of):
                names = " + ".join(f"“{definition.column(key).heading}”" for key in of)
                digits = max(digits_of(row.cell(key).text) for key in of)
                yield Expected(row.key, target, sum(figures, Decimal(0)), "row-sum", f"{names} được", digits)

    return rule
