"""What stands behind one cell of the grid: how to write it, what it must reach, what was said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import FigureChange, User
from communes.models import Commune
from criteria.domain.grid import writing_hint
from criteria.domain.stages import STAGE_NAMES, SUBMISSION_STATE_NAMES, Stage
from criteria.domain.values import Kind, Measure, format_result, number_text
from criteria.domain.works import MAX_WORKS
from criteria.models import CriteriaSet, Criterion, Indicator, ReportingPeriod, Result, Threshold

from .gate import Gate, open_gate
from .results import Cell, load_cells
from .sheets import Sheet

PERIODS, CHANGES = 3, 10
EVERYWHERE = "chung"  # the scope of a threshold that holds in all regions
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
    """A threshold in words. One that is not ``is_sure`` is shown as such and decides nothing."""

    told: str
    is_sure: bool
    source: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of remaining work as it is typed."""

    text: str = ""
    quantity: str = ""
    unit: str = ""
    funded: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator of the criterion whose verdict the cell is: what was entered of it, what it must reach."""

    measure: Measure
    text: str
    demands: list[Demand]


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
    demands: list[Demand]
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
        if self.is_open or self.gate.closed:
            return self.gate.closed
        if not self.gate.is_yours(self.commune.pk, self._criterion):
            return f"Bạn xem được nhưng không nhập số liệu này ở bước {STAGE_NAMES[self.sheet.stage]}."
        state = SUBMISSION_STATE_NAMES[self.gate.state(self.commune.pk, self._criterion)]
        return f"Số liệu {state}: muốn sửa thì cần được trả lại."


def _shown(figure: Decimal | None) -> str:
    return "" if figure is None else number_text(figure)


def read_panel(sheet: Sheet, user: User, commune: Commune, measure: Measure, today: date) -> Panel:
    """Of a commune the user sees; ``district_id`` comes with it."""
    inside = sheet.indicators_of(measure.number) if measure.kind is Kind.CRITERION else []
    cells = load_cells(sheet, [commune.pk], [measure.key, *(one.key for one in inside)], works=True)
    row = sheet.rows[measure.key]
    wanted = [sheet.rows[one.key].pk for one in inside or [measure] if one.kind is not Kind.CRITERION]
    demands = _demands(sheet.period, wanted)
    periods = list(ReportingPeriod.objects.before(sheet.period)[:PERIODS])
    texts = _texts(commune, measure, [sheet.period, *periods])
    return Panel(
        sheet=sheet,
        commune=commune,
        measure=measure,
        indicator=row if isinstance(row, Indicator) else None,
        gate=open_gate(sheet, user, [(commune.pk, commune.district_id)], today),
        cell=cells.get((commune.pk, measure.key), NO_CELL),
        demands=demands.get(row.pk, []) if isinstance(row, Indicator) else [],
        parts=[
            Part(
                one,
                format_result(cells.get((commune.pk, one.key), NO_CELL).value, one),
                demands.get(sheet.rows[one.key].pk, []),
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


def _demands(period: ReportingPeriod, indicators: Sequence[int]) -> dict[int, list[Demand]]:
    """Indicator id → what it must reach in the province: its own rows before national ones, those of its
    region before those of all, those of the year before those of every year. Commune groups all come."""
    if not indicators:
        return {}
    found: dict[int, list[Threshold]] = {}
    rows = Threshold.objects.in_force(indicators, period.province_id, period.last_day)
    by_region = period.criteria_set.threshold_dimension == CriteriaSet.Dimension.REGION
    for row in rows.select_related("indicator").order_by("scope"):
        if not by_region or row.scope in (period.province.region, EVERYWHERE):
            found.setdefault(row.indicator_id, []).append(row)
    return {
        key: [_demand(row, names_group=not by_region) for row in _nearest(several)]
        for key, several in found.items()
    }


def _nearest(rows: Sequence[Threshold]) -> list[Threshold]:
    def rank(row: Threshold) -> tuple[bool, bool, bool]:
        return row.province_id is not None, row.scope != EVERYWHERE, row.year is not None

    best = max(map(rank, rows))
    return [row for row in rows if rank(row) == best]


def _demand(row: Threshold, *, names_group: bool = False) -> Demand:
    """ "≥ 70 %, năm 2023", "≥: do UBND cấp tỉnh quy định", with the conditions that must hold beside it."""
    told = [_level(row.get_comparison_display(), row.value_text, row.indicator.unit)]
    if row.set_by and told != [""]:
        told.append(f"do {row.set_by} quy định")
    elif row.set_by:
        told = [f"Do {row.set_by} quy định, chưa nhập"]
    if names_group and row.scope != EVERYWHERE:
        told[0] = f"{told[0]}, nhóm xã {row.scope}"
    if row.year:
        told.append(f"năm {row.year}")
    its = {part["key"]: part for part in row.indicator.parts}
    for part in row.parts:
        sign, its_part = _SIGNS.get(part.get("comparison"), ""), its.get(part["part"], {})
        level = _level(sign, part.get("threshold") or "", its_part.get("unit") or "")
        told.append(f"{its_part.get('name', part['part'])} {level or '(chưa có mức)'}")
    is_sure = row.provenance != Threshold.Provenance.UNVERIFIED
    return Demand("; ".join(filter(None, told)), is_sure, row.legal_reference)


_SIGNS = {comparison.value: comparison.label for comparison in Threshold.Comparison}


def _level(sign: str, level: str, unit: str) -> str:
    if sign == Threshold.Comparison.MET.label:
        return level or "đạt"
    room = "" if unit == "%" else " "
    return f"{sign} {level.replace('.', ',')}{room}{unit}".strip() if level else ""


def _changes(sheet: Sheet, commune: Commune, measure: Measure) -> list[Changed]:
    """The last changes of figure, note and remaining work; who may see the commune sees them."""
    rows = FigureChange.objects.filter(
        subject=sheet.subject, commune=commune, key__in=[f"{measure.key}{part}" for part in PARTS]
    )
    return [
        Changed(row, PARTS[row.key.removeprefix(measure.key)])
        for row in rows.select_related("changeset__user")[:CHANGES]
    ]
