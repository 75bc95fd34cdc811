"""What the district's and the commune's page of results show, as far as the user may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from communes.models import Commune, CommuneStatus, District
from criteria.domain.shortfall import Shortfall
from criteria.domain.stages import Stage
from criteria.domain.values import ResultValue, State
from criteria.domain.work_sums import UnitSum, sum_works
from criteria.domain.works import Work
from criteria.models import ReportingPeriod
from criteria.services.results import Cell
from criteria.services.sheets import Sheet, closed_reason, entry_rights, open_sheet
from criteria.services.shortfall import NextTier, read_next_tier, shortfall_of
from criteria.services.submissions import locked_communes
from criteria.services.verdicts import judge_sheet
from plans.models import Plan
from reports.domain.comparison import Comparison
from reports.domain.rows import ResultRow, result_rows
from reports.domain.standing import Cells, Entered, Standing, make_standing, met_count
from reports.domain.summary import Line
from reports.querysets import cells_of, plan_covering, works_of

from .pages import status_on
from .periods import PeriodReport, read_period
from .summary import communes_seen, read_targets

LAST_PERIODS = 4


@dataclass(frozen=True)
class ResultsDistrict:
    """``hidden``: communes of the district the user may not see; they are in the sums, not in the list."""

    found: PeriodReport
    line: Line
    rows: tuple[ResultRow, ...]
    hidden: int

    @property
    def sums(self) -> list[Comparison]:
        """Criterion by criterion over the whole district."""
        return list(self.found.by_criterion.values())

    @property
    def untargeted(self) -> list[ResultRow]:
        """Communes of which the plan says nothing: they came later, or the plan has no row of them."""
        return [row for row in self.rows if row.comparison.target is None]


def read_results_district(
    period: ReportingPeriod, stage: Stage, district: District | None, user: User
) -> ResultsDistrict | None:
    """The communes of the district, or with None those of no district; None where there is none to show."""
    found = read_period(period, stage, district=district.pk if district else None, only=True)
    return communes_page(found, user)


def communes_page(found: PeriodReport, user: User) -> ResultsDistrict | None:
    """All communes that were read, as far as the user sees them; they lie in one district, or all in none."""
    seen = communes_seen(user, found.period.province_id, found.period.last_day)
    units = [unit for unit in found.units if unit.id in seen]
    if not units:
        return None
    rows = result_rows(units, found.states, found.readings, found.wanted, found.rules, found.locked)
    return ResultsDistrict(found, found.report.lines[0], rows, len(found.units) - len(units))


@dataclass(frozen=True)
class ResultsCommune:
    """``before``: the last periods, latest first; ``counts``: step → criteria met, None without data;
    ``stated``: step → of how many criteria and indicators something is stated.

    ``plan`` None: none covers the period. ``sums`` and ``uncounted`` add up the works that remain.
    ``shortfall`` None: nothing was ever stated at the step; ``next_tier`` None: there is no higher one.
    """

    commune: Commune
    status: CommuneStatus | None
    period: ReportingPeriod
    sheet: Sheet
    plan: Plan | None
    standing: Standing
    before: Sequence[ReportingPeriod]
    counts: dict[Stage, int | None]
    stated: dict[Stage, int]
    before_counts: Sequence[int | None]
    locked: bool
    sums: tuple[UnitSum, ...] = ()
    uncounted: int = 0
    predecessors: Sequence[Commune] = ()
    successors: Sequence[Commune] = ()
    shortfall: Shortfall | None = None
    next_tier: NextTier | None = None

    @property
    def periods(self) -> list[ReportingPeriod]:
        """This one and the last ones."""
        return [self.period, *self.before]

    @property
    def district(self) -> District | None:
        return self.status.district if self.status else None

    @property
    def in_programme(self) -> bool:
        return bool(self.status and self.status.in_programme)

    @property
    def marks(self) -> frozenset[str]:
        """The keys that hold a mark, not a figure."""
        return frozenset(key for key, measure in self.sheet.measures.items() if measure.kind.is_mark)

    @property
    def change(self) -> int | None:
        """Criteria met more than in the last period; None where either is not known."""
        if self.last_count is None or not self.standing.has_data:
            return None
        return self.standing.met - self.last_count

    @property
    def last_count(self) -> int | None:
        return self.before_counts[0] if self.before_counts else None


def read_results_commune(period: ReportingPeriod, stage: Stage, commune: Commune) -> ResultsCommune:
    """All there is to say of the commune: this period at every step, the last ones at their official step."""
    sheet, status = open_sheet(period, stage), status_on(commune, period.last_day)
    before = list(ReportingPeriod.objects.before(period)[:LAST_PERIODS])
    cells = _cells(commune, period, before)
    stages = {step: cells.get((period.pk, step), {}) for step in Stage}
    earlier = [cells.get((one.pk, Stage(one.official_stage)), {}) for one in before]
    plan = plan_covering(period)
    works = _works(commune, period, stage)
    stored = {
        (commune.pk, key): Cell(cell.value, cell.note, works.get(key, ()), reason=cell.reason)
        for key, cell in stages[stage].items()
    }
    verdicts = judge_sheet(sheet, [commune.pk], stored)
    standing = make_standing(
        measures=sheet.measures.values(),
        stages=stages,
        stage=stage,
        before=earlier,
        works=works,
        target=read_targets(plan, [commune.pk]).get(commune.pk) if plan else None,
        judged=verdicts.by_commune[commune.pk],
        levels=verdicts.levels[commune.pk],
    )
    sums, uncounted = sum_works(task.work for task in standing.tasks)
    return ResultsCommune(
        commune=commune,
        status=status,
        period=period,
        sheet=sheet,
        plan=plan,
        standing=standing,
        before=before,
        counts={step: met_count(mine) for step, mine in stages.items()},
        stated={step: sum(cell.value.has_data for cell in mine.values()) for step, mine in stages.items()},
        before_counts=[met_count(mine) for mine in earlier],
        locked=_is_locked(period, stage, commune, status),
        sums=sums,
        uncounted=uncounted,
        predecessors=commune.predecessors.all(),
        successors=commune.successors.all(),
        shortfall=shortfall_of(verdicts, commune.pk, stored) if stored else None,
        next_tier=read_next_tier(period, commune.pk),
    )


def _cells(
    commune: Commune, period: ReportingPeriod, before: Iterable[ReportingPeriod]
) -> dict[tuple[int, Stage], Cells]:
    cells: dict[tuple[int, Stage], dict[str, Entered]] = {}
    for period_id, stage, key, note, reason, state, *figures in cells_of(commune, period, before):
        value = ResultValue(State(state), *figures)
        cells.setdefault((period_id, Stage(stage)), {})[key] = Entered(value, note, reason)
    return dict(cells)


def _works(commune: Commune, period: ReportingPeriod, stage: Stage) -> dict[str, tuple[Work, ...]]:
    works: dict[str, tuple[Work, ...]] = {}
    for key, *work in works_of(commune, period, stage):
        works[key] = (*works.get(key, ()), Work(*work))
    return works


def _is_locked(period: ReportingPeriod, stage: Stage, commune: Commune, status: CommuneStatus | None) -> bool:
    district = status.district_id if status else None
    return commune.pk in locked_communes(period, stage, {commune.pk: district})


def entry_stage(
    user: User, period: ReportingPeriod, stage: Stage, communes: Iterable[int], today: date, *, locked: bool
) -> Stage | None:
    """At which step the user may enter results of one of the communes today: this one rather than another.

    ``locked``: all of them are, at this step, so that there is nothing to enter.
    """
    mine = [one for one in (stage, *Stage) if any(one in area.stages for area in user.areas)]
    if not mine or (locked and mine[0] == stage) or closed_reason(period, user, today):
        return None
    rights = entry_rights(user, period, mine[0], communes)
    return mine[0] if any(rights.departments.values()) else None
