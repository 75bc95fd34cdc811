"""The results of some communes, row by row, each beside what the plan wants of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communes.domain.names import Unit
from criteria.domain.totals import Band, Reading, Rules
from criteria.domain.values import State

from .comparison import Comparison, Wanted, compare, still_to_go

_CLASSES = {
    State.MET: "met",
    State.BASICALLY_MET: "basic",
    State.NOT_MET: "unmet",
    State.NOT_APPLICABLE: "apart",
    State.NO_DATA: "no-data",
}
_TEXTS = {State.MET: "1", State.BASICALLY_MET: "CB", State.NOT_MET: "0", State.NOT_APPLICABLE: "KA"}


@dataclass(frozen=True, slots=True)
class StateMark:
    """One commune and criterion. ``to_go``: the plan wants it met, and it is not."""

    state: State
    to_go: bool

    @property
    def klass(self) -> str:
        """The style of its cell in a matrix."""
        return f"{_CLASSES[self.state]} aim" if self.to_go else _CLASSES[self.state]

    @property
    def text(self) -> str:
        """As one writes it in the grid."""
        return _TEXTS.get(self.state, "")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """``band`` None where there is none to tell; ``to_go`` the numbers of the criteria still to be met."""

    position: int
    unit: Unit
    marks: tuple[StateMark, ...]
    has_data: bool
    comparison: Comparison
    to_go: tuple[str, ...]
    band: Band | None
    locked: bool


def result_rows(
    units: Iterable[Unit],
    states: Mapping[int, Mapping[str, State]],
    readings: Iterable[Reading],
    wanted: Wanted,
    rules: Rules,
    locked: Collection[int],
) -> tuple[ResultRow, ...]:
    """One row for each of the units, in their order; ``states``: commune id → criterion number → state."""
    known = {reading.commune_id: reading for reading in readings}
    return tuple(
        _row(position, unit, states.get(unit.id, {}), known[unit.id], wanted, rules, unit.id in locked)
        for position, unit in enumerate(units, start=1)
    )


def _row(
    position: int,
    unit: Unit,
    states: Mapping[str, State],
    reading: Reading,
    wanted: Wanted,
    rules: Rules,
    locked: bool,
) -> ResultRow:
    to_go = still_to_go(reading, wanted, rules.criteria)
    comparison = compare((reading,), wanted, rules.criteria)
    return ResultRow(
        position=position,
        unit=unit,
        marks=_marks(states, to_go, rules.criteria),
        has_data=reading.met is not None,
        comparison=comparison,
        to_go=to_go,
        band=_band(comparison.met, rules.bands),
        locked=locked,
    )


def _marks(
    states: Mapping[str, State], to_go: Collection[str], criteria: Iterable[str]
) -> tuple[StateMark, ...]:
    return tuple(StateMark(states.get(number, State.NO_DATA), number in to_go) for number in criteria)


def _band(met: int | None, bands: Sequence[Band]) -> Band | None:
    if met is None:
        return None
    return next((band for band in bands if band.lowest <= met <= band.highest), None)
