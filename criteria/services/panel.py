"""What stands behind one cell of the grid: how to write it, what it must reach, what was said before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import FigureChange, User
from communes.models import Commune
from criteria.domain.grid import writing_hint
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.domain.values import Kind, Measure, format_result, number_text, read_parts
from criteria.domain.verdicts import Judged
from criteria.domain.wording import STATE_WORDS, demand_words, derived_text, parts_example, told_of
from criteria.domain.works import MAX_WORKS
from criteria.models import Criterion, Indicator, ReportingPeriod, Result

from .gate import Gate, open_gate
from .results import Cell, load_cells
from .sheets import Sheet
from .verdicts import Verdicts, judge_sheet

PERIODS, CHANGES = 3, 10
PARTS = {
    "": "",
    ":note": "ghi chú",
    ":works": "việc còn lại",
    ":reason": "lý do",
}  # of a cell, as the history keys them
NO_CELL = Cell()


@dataclass(frozen=True, slots=True)
class Before:
    """A period's figure of the cell: at the stage of the sheet, and the official one."""

    period: ReportingPeriod
    text: str
    official: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A level in words. One that is not ``is_sure`` is shown as such and decides nothing; ``is_own``: the
    province's own, which its coordination office confirmed."""

    told: str
    is_sure: bool
    is_own: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of remaining work as it is typed."""

    text: str = ""
    quantity: str = ""
    unit: str = ""
    funded: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator of the criterion whose verdict the cell is: what was entered, what it must reach."""

    measure: Measure
    text: str
    demand: Demand | None
    told: str


@dataclass(frozen=True, slots=True)
class PartField:
    """What is written of one part of the figure; ``key`` "" is the figure itself."""

    key: str
    name: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row of the history; ``part`` names what was changed where it is not the figure."""

    row: FigureChange
    part: str


@dataclass(frozen=True)
class Panel:
    sheet: Sheet
    commune: Commune
    measure: Measure
    indicator: Indicator | None
    gate: Gate
    cell: Cell
    judged: Judged
    demand: Demand | None
    parts: list[Part]
    stages: list[tuple[str, str]]
    periods: list[Before]
    changes: list[Changed]

    @property
    def text(self) -> str:
        return format_result(self.cell.value, self.measure)

    @property
    def kind_name(self) -> str:
        return "tiêu chí" if self.measure.kind is Kind.CRITERION else "chỉ tiêu"

    @property
    def hint(self) -> str:
        return writing_hint(self.measure, if_any=bool(self.indicator and self.indicator.if_any))

    @property
    def proposal(self) -> str:
        """The state proposed, in a word."""
        return STATE_WORDS[self.judged.proposal.state]

    @property
    def derived(self) -> str:
        """What taking the proposal over writes; "" where it cannot be or need not be."""
        return derived_text(self.cell.value, self.judged) if self.is_open else ""

    @property
    def asks_reason(self) -> bool:
        return bool(self.cell.reason) or (self.judged.differs and self.is_open)

    @property
    def example(self) -> str:
        return parts_example(self.measure)

    @property
    def fields(self) -> list[PartField]:
        """The figure and its parts, each to be written by itself; none where it has no parts."""
        if not self.measure.parts:
            return []
        main = replace(self.measure, parts=())
        stated = read_parts(self.cell.value, self.measure)
        name = "Kết quả chung" if main.kind.is_mark else "Số chung"
        first = PartField("", name, main.unit, format_result(replace(self.cell.value, parts=""), main))
        return [
            first,
            *(
                PartField(
                    part.key,
                    part.name,
                    part.unit,
                    format_result(stated[part.key], self.measure.of_part(part)) if part.key in stated else "",
                )
                for part in self.measure.parts
            ),
        ]

    @property
    def lines(self) -> list[WorkLine]:
        """The remaining work, and where it may be written an empty line more."""
        lines = [
            WorkLine(work.text, _shown(work.quantity), work.unit, _shown(work.funded))
            for work in self.cell.works
        ]
        return [*lines, WorkLine()] if self.is_open and len(lines) < MAX_WORKS else lines

    @cached_property
    def _criterion(self) -> Criterion:
        return self.sheet.criterion_of(self.measure.key)

    @cached_property
    def is_open(self) -> bool:
        return self.gate.is_open(self.commune.pk, self._criterion)

    @property
    def why_closed(self) -> str:
        """In words; "" where the user may write the cell."""
        return self.gate.why_closed(self.commune.pk, self._criterion)


def _shown(figure: Decimal | None) -> str:
    return "" if figure is None else number_text(figure)


def read_panel(sheet: Sheet, user: User, commune: Commune, measure: Measure, today: date) -> Panel:
    """Of a commune the user sees; ``district_id`` comes with it."""
    inside = sheet.indicators_of(measure.number) if measure.kind is Kind.CRITERION else []
    cells = load_cells(sheet, [commune.pk], works=True)
    verdicts = judge_sheet(sheet, [commune.pk], cells)
    row = sheet.rows[measure.key]
    periods = list(ReportingPeriod.objects.before(sheet.period)[:PERIODS])
    texts = _texts(commune, measure, [sheet.period, *periods])
    return Panel(
        sheet=sheet,
        commune=commune,
        measure=measure,
        indicator=row if isinstance(row, Indicator) else None,
        gate=open_gate(sheet, user, [(commune.pk, commune.district_id)], today),
        cell=cells.get((commune.pk, measure.key), NO_CELL),
        judged=verdicts.at(commune.pk, measure.key),
        demand=_demand(verdicts, commune, measure),
        parts=[
            Part(
                one,
                format_result(cells.get((commune.pk, one.key), NO_CELL).value, one),
                _demand(verdicts, commune, one),
                told_of(verdicts.at(commune.pk, one.key)),
            )
            for one in inside
        ],
        stages=[
            (name, texts.get((sheet.period.pk, stage), ""))
            for stage, name in STAGE_NAMES.items()
            if stage != sheet.stage
        ],
        periods=[
            Before(
                period,
                texts.get((period.pk, sheet.stage), ""),
                texts.get((period.pk, Stage(period.official_stage)), ""),
            )
            for period in periods
        ],
        changes=_changes(sheet, commune, measure),
    )


def _texts(
    commune: Commune, measure: Measure, periods: Iterable[ReportingPeriod]
) -> dict[tuple[int, Stage], str]:
    """(period id, stage) → what was stated there."""
    rows = Result.objects.of_cell(commune, measure.key).in_periods(periods).order_by()
    return {(row.period_id, Stage(row.stage)): format_result(row.entered, measure) for row in rows}


def _demand(verdicts: Verdicts, commune: Commune, measure: Measure) -> Demand | None:
    """What the indicator must reach in the commune; None where no level is set."""
    level = verdicts.levels[commune.pk].get(measure.key)
    if level is None:
        return None
    return Demand(demand_words(level, measure), level.confirmed, level.own, level.reference)


def _changes(sheet: Sheet, commune: Commune, measure: Measure) -> list[Changed]:
    """The last changes of figure, note and remaining work; who may see the commune sees them."""
    rows = FigureChange.objects.filter(
        subject=sheet.subject, commune=commune, key__in=[f"{measure.key}{part}" for part in PARTS]
    )
    return [
        Changed(row, PARTS[row.key.removeprefix(measure.key)])
        for row in rows.select_related("changeset__user")[:CHANGES]
    ]
