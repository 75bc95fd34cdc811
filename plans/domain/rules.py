"""What an annex's rules say of its table: where a cell states something else, and the table as computed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import digits_of, plain, round_to, vietnamese

from .definition import AnnexDefinition, ColumnType, Expected, Level
from .findings import Finding
from .number_rules import column_totals
from .places import Place
from .sums import figure_in, in_style_of
from .sums import figure_of as figure_of
from .table import AnnexTable, Cell, Row, RowKind


def check_rules(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """Each stated figure that is not the expected one, and what the annex's own checks find."""
    rows = table.by_key()
    told = set()  # rows of which it is said that they sum too little
    for expected in expected_cells(definition, table, index):
        row = rows.get(expected.row)
        if row and expected.row not in told and (finding := _compare(definition, row, expected)):
            yield finding
            if expected.coverage:
                told.add(expected.row)
    for check in definition.checks:
        yield from check(definition, table, index)


def expected_cells(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterable[Expected]:
    is_of_figures = definition.column_total and not definition.sums_by_district
    rules = (*definition.rules, column_totals) if is_of_figures else definition.rules
    return (expected for rule in rules for expected in rule(definition, table, index))


def _compare(definition: AnnexDefinition, row: Row, expected: Expected) -> Finding | None:
    """Nothing is said of a cell that states nothing, or what is no figure."""
    cell, stated = row.cell(expected.column), figure_of(row, expected.column)
    if stated is None or stated in (expected.value, round_to(expected.value, expected.digits)):
        return None
    if expected.coverage:
        return _incomplete(definition, row, expected)
    column, place = definition.column(expected.column), Place.in_row(row, expected.column)
    computed = in_style_of(cell.text, expected.value, whole=column.type is ColumnType.COUNT)
    said = f"{whose(definition, row)}, cột “{column.heading}”: ghi {cell.text}, {expected.why}"
    if _is_rounded(cell, stated, expected):
        computed = vietnamese(expected.value, expected.digits)
        return place.warning("rounding", f"{said} {computed}; chỉ khác do làm tròn.", computed)
    return place.error(expected.code, f"{said} {computed}.", blocks=False, computed=computed)


def _incomplete(definition: AnnexDefinition, row: Row, expected: Expected) -> Finding:
    """A sum over some of the units is no measure of what is stated over all."""
    place, heading = Place.in_row(row, expected.column), definition.column(expected.column).heading
    message = (
        f"{whose(definition, row)}, cột “{heading}”: mới có số liệu {_covered(definition, expected)} "
        "nên chưa so được số đã ghi."
    )
    return place.info("incomplete", message, in_style_of(place.text, expected.value))


def _covered(definition: AnnexDefinition, expected: Expected) -> str:
    known, units = expected.coverage or (0, 0)
    return f"{known}/{units} {'huyện' if definition.level is Level.DISTRICT else 'xã'}"


def _is_rounded(cell: Cell, stated: Decimal | None, expected: Expected) -> bool:
    """Whether the cell says the same, if with fewer digits."""
    digits = digits_of(cell.text)
    return stated in (round_to(expected.value, digits), round_to(expected.value, digits, cut=True))


def whose(definition: AnnexDefinition, row: Row) -> str:
    """The row in a message: a fixed line by its number and title as printed."""
    if row.kind is not RowKind.LINE:
        return row.title
    name = row.cell(definition.name_key).text.lstrip("-–+*• ")
    return f"Dòng “{f'{row.value(definition.ordinal_key)} {name}'.strip()}”"


def computed_table(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> AnnexTable:
    """The table with every expected figure in the place of what is stated, a missing total row added.

    A figure that is only printed with fewer digits stays. A sum of sums goes by the computed ones. A sum over
    some of the units says so.
    """
    for _ in range(_LEVELS):
        expected = list(expected_cells(definition, table, index))
        after = _with_expected(definition, table, expected)
        if after == table:
            break
        table = after
    remarks = {
        found.row: " " + f"({_covered(definition, found)} có số liệu)".replace(" ", "\u00a0")
        for found in expected
        if found.coverage  # blanks in it do not break the line
    }
    return AnnexTable(tuple(_remarked(definition, row, remarks.get(row.key, "")) for row in table.rows))


_LEVELS = 9  # no sum holds sums that hold sums deeper than that


def _with_expected(
    definition: AnnexDefinition, table: AnnexTable, expected: Iterable[Expected]
) -> AnnexTable:
    rows = table.by_key()
    made: dict[object, dict[str, Cell]] = {}
    for one in expected:
        known = rows.get(one.row, _NOTHING).cell(one.column)
        made.setdefault(one.row, {})[one.column] = _computed(known, one)
    if _TOTAL in made and _TOTAL not in rows:
        label = Cell(definition.total_label, definition.total_label)
        table = AnnexTable((*table.rows, Row(RowKind.TOTAL, None, {definition.name_key: label})))
    return AnnexTable(tuple(replace(row, cells={**row.cells, **made.get(row.key, {})}) for row in table.rows))


_TOTAL = RowKind.TOTAL, None
_NOTHING = Row(RowKind.TOTAL, None, {})


def _computed(known: Cell, expected: Expected) -> Cell:
    stated = figure_in(known)
    text = vietnamese(expected.value, expected.digits)
    made = replace(known, text=text, value=plain(expected.value))
    return known if _is_rounded(known, stated, expected) else made


def _remarked(definition: AnnexDefinition, row: Row, remark: str) -> Row:
    name = row.cell(definition.name_key)
    said = replace(name, text=name.text + remark)
    return replace(row, cells={**row.cells, definition.name_key: said}) if remark else row
