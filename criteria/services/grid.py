"""What a page of the entry grid shows: its communes, its cells, and which of them the user may write now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from criteria.domain.grid import Grid, GridCell, GridRow
from criteria.domain.stages import OPEN_STATES, SUBMISSION_STATE_NAMES, Stage, SubmissionState
from criteria.domain.values import Measure, format_result
from criteria.models import ReportingPeriod, Submission

from .gate import Gate
from .results import Address, Cell, load_cells
from .sheets import Sheet
from .submissions import unit_of

CRITERIA, WHOLE = "tieu-chi", "tat-ca"  # tables beside those of one criterion, which go by its number


def columns_of(sheet: Sheet, table: str) -> tuple[Measure, ...]:
    """The columns of a table: the criteria, all indicators, or those of one criterion and then its verdict.

    Empty where the set has no such criterion.
    """
    if table == CRITERIA:
        return tuple(sheet.criteria)
    if table == WHOLE:
        return tuple(sheet.indicators)
    verdict = sheet.measures.get(sheet.key_of(table))
    return (*sheet.indicators_of(table), verdict) if verdict else ()


def last_sheet(sheet: Sheet) -> Sheet | None:
    """The same stage of the period before, which has the same columns."""
    before = ReportingPeriod.objects.before(sheet.period).first()
    return replace(sheet, period=before) if before else None


def read_grid(
    gate: Gate,
    columns: Sequence[Measure],
    communes: Iterable[int],
    stored: Mapping[Address, Cell],
    last: Sheet | None,
) -> Grid:
    """The ``stored`` cells of the communes and columns beside those of the last period; at most one query."""
    communes = list(communes)
    keys = [column.key for column in columns]
    before = load_cells(last, communes, keys) if last else {}
    criteria = [gate.sheet.criterion_of(key) for key in keys]
    rows = []
    for commune in communes:
        may = {criterion.pk: gate.is_open(commune, criterion) for criterion in set(criteria)}
        cells = (
            _cell(measure, stored.get((commune, measure.key)), before.get((commune, measure.key)), may[at.pk])
            for measure, at in zip(columns, criteria, strict=True)
        )
        rows.append(GridRow(commune, tuple(cells)))
    return Grid(tuple(columns), tuple(rows))


def _cell(measure: Measure, now: Cell | None, before: Cell | None, may: bool) -> GridCell:
    last = format_result(before.value, measure) if before else ""
    if now is None:
        return GridCell(last=last, open=may)
    return GridCell(
        text=format_result(now.value, measure),
        state=now.value.state,
        version=now.version,
        last=last,
        noted=bool(now.note or now.works),
        open=may,
    )


@dataclass(frozen=True)
class Standing:
    """How far some figures are on their way: the units they are sent with, each with its state."""

    units: tuple[Submission | None, ...]

    @cached_property
    def counts(self) -> dict[SubmissionState, int]:
        """In the order of the way."""
        states = [SubmissionState(unit.state) if unit else SubmissionState.DRAFT for unit in self.units]
        return {state: states.count(state) for state in SubmissionState if state in states}

    @property
    def is_locked(self) -> bool:
        return set(self.counts) == {SubmissionState.LOCKED}

    @property
    def is_open(self) -> bool:
        return any(state in OPEN_STATES for state in self.counts)

    @property
    def moved(self) -> list[Submission]:
        """What was sent, returned or locked; who did it and why stands there."""
        return [unit for unit in self.units if unit and unit.changeset]

    @property
    def words(self) -> str:
        """ "đã gửi", "3 đã gửi, 16 đang nhập"; nothing is said of drafts alone."""
        counts = self.counts
        if set(counts) <= {SubmissionState.DRAFT}:
            return ""
        if len(counts) == 1:
            return "".join(SUBMISSION_STATE_NAMES[state] for state in counts)
        return ", ".join(f"{number} {SUBMISSION_STATE_NAMES[state]}" for state, number in counts.items())


def standing_of(gate: Gate, communes: Iterable[int], columns: Iterable[Measure]) -> Standing:
    """Of the figures of these communes and columns."""
    sheet = gate.sheet
    criteria = {0}  # sent with the others of its unit
    if sheet.stage is Stage.DEPARTMENT:
        criteria = {sheet.criterion_of(column.key).pk for column in columns}
    units = {
        unit_of(sheet.stage, commune, gate.districts[commune], criterion)
        for commune in communes
        for criterion in sorted(criteria)
    }
    return Standing(tuple(gate.units.get(unit) for unit in sorted(units)))
