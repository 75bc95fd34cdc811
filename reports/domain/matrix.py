"""The marks of some communes, row by row, with the result each states beside the one its marks give."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from communes.domain.names import Unit
from criteria.domain.totals import Band, Reading, Rules
from plans.domain.sums import in_style_of
from plans.domain.table import AnnexTable, Row, RowKind
from plans.domain.values import MET

from .summary import RESULT, Figure, Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """``state``: met, not_met or no_data. ``text`` as printed ("x", "0" or nothing), ``value`` in short."""

    number: str
    state: str
    text: str = ""
    value: str = ""
    address: str = ""

    @property
    def klass(self) -> str:
        """The style of its cell in a matrix: a blank is not met, and looks blank."""
        if self.state == "no_data":
            return "no-data"
        return {"1": "met", "0": "unmet"}.get(self.value, "")


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """``result``: the stated count beside the computed one; ``band`` None where there is none to tell."""

    position: int
    unit: Unit
    has_data: bool
    marks: tuple[Mark, ...]
    met: int
    result: Figure
    band: Band | None


def commune_lines(
    units: Iterable[Unit], table: AnnexTable, readings: Iterable[Reading], rules: Rules
) -> tuple[CommuneLine, ...]:
    """One line for each of the units in their order; ``readings`` say who has data and what it meets."""
    rows = {row.unit.id: row for row in table.of_kind(RowKind.UNIT) if row.unit}
    known = {reading.commune_id: reading for reading in readings}
    return tuple(
        _line(position, unit, rows.get(unit.id), known.get(unit.id), rules)
        for position, unit in enumerate(units, start=1)
    )


def _line(position: int, unit: Unit, row: Row | None, reading: Reading | None, rules: Rules) -> CommuneLine:
    if row is None or reading is None or reading.met is None:
        blank = tuple(Mark(number, "no_data") for number in rules.criteria)
        return CommuneLine(position, unit, False, blank, 0, Figure(), None)
    met = len(reading.met)
    marks = tuple(_mark(row, number) for number in rules.criteria)
    band = next((band for band in rules.bands if band.lowest <= met <= band.highest), None)
    return CommuneLine(position, unit, True, marks, met, _result(row, met), band)


def _mark(row: Row, number: str) -> Mark:
    cell = row.cell(number)
    return Mark(number, "met" if cell.value == MET else "not_met", cell.text, cell.value, cell.address)


def _result(row: Row, met: int) -> Figure:
    cell = row.cell(RESULT)
    computed = in_style_of(cell.text, Decimal(met))
    if not cell.value:
        return Figure("", computed)
    return Figure(cell.text, computed, Verdict.SAME if cell.value == str(met) else Verdict.DIFFERS)
