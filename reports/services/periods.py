"""Reads the results of a period at one stage, and hands them to the domain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from communes.domain.names import Unit
from communes.models import District
from criteria.domain.stages import Stage
from criteria.domain.totals import Reading, Rules
from criteria.domain.values import State
from criteria.models import Criterion, ReportingPeriod
from criteria.services.sheets import communes_of
from criteria.services.submissions import locked_communes
from plans.domain.definition import CriterionFacts, Rounding
from plans.models import Plan
from reports.domain.comparison import Comparison, Wanted, compare, compare_each
from reports.domain.summary import Line, Report, make_report
from reports.querysets import plan_covering, states_of

from .summary import bands_of, districts_seen, read_targets, sees_province

States = Mapping[str, State]  # criterion number → its state; left out where it has none


@dataclass(frozen=True)
class PeriodReport:
    """Results of a period, of all its communes or of some. ``plan`` None: none covers the period, and
    ``wanted`` is empty; a commune the plan says nothing of is not in ``wanted`` either."""

    period: ReportingPeriod
    stage: Stage
    plan: Plan | None
    wanted: Wanted
    criteria: tuple[CriterionFacts, ...]
    rules: Rules
    units: tuple[Unit, ...]
    districts: tuple[Unit, ...]
    states: Mapping[int, States]
    locked: frozenset[int]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Only what is met counts; of a commune without any state nothing is known."""
        return tuple(
            Reading(unit.id, unit.district_id, _met(self.states.get(unit.id))) for unit in self.units
        )

    @cached_property
    def report(self) -> Report:
        return make_report(
            criteria=self.criteria,
            rules=self.rules,
            readings=self.readings,
            districts=self.districts,
            title=self.period.province.title,
            locked=self.locked,
        )

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.readings, self.wanted, self.rules.criteria)

    @cached_property
    def by_criterion(self) -> dict[str, Comparison]:
        return compare_each(self.readings, self.wanted, self.rules.criteria)

    @property
    def by_district(self) -> dict[int | None, Comparison]:
        return {
            line.key: compare(self.readings_of(line), self.wanted, self.rules.criteria)
            for line in self.report.lines
        }

    def readings_of(self, line: Line) -> list[Reading]:
        return [reading for reading in self.readings if reading.district_id == line.key]

    @property
    def is_districtless(self) -> bool:
        """Since 1/7/2025 every commune stands by itself under the province."""
        return bool(self.units) and all(unit.district_id is None for unit in self.units)

    @property
    def target_year(self) -> int | None:
        """The last year of the plan, where it has a target for any of these communes."""
        return self.plan.last_year if self.plan and self.comparison.with_target else None


def _met(states: States | None) -> frozenset[str] | None:
    if not states:
        return None
    return frozenset(number for number, state in states.items() if state is State.MET)


def read_period(
    period: ReportingPeriod, stage: Stage, *, district: int | None = None, only: bool = False
) -> PeriodReport:
    """All communes of the period; with ``only`` those of the district (None: those that lie in none)."""
    units = tuple(unit for unit in units_of(period) if not only or unit.district_id == district)
    ids = frozenset(unit.id for unit in units)
    plan = plan_covering(period)
    criteria = criteria_of(period)
    return PeriodReport(
        period=period,
        stage=stage,
        plan=plan,
        wanted=read_targets(plan, ids if only else None) if plan else {},
        criteria=criteria,
        rules=rules_of(period, plan, criteria),
        units=units,
        districts=districts_of(period),
        states=states_by_commune(period, stage, ids if only else None),
        locked=locked_communes(period, stage, {unit.id: unit.district_id for unit in units}),
    )


def units_of(period: ReportingPeriod) -> tuple[Unit, ...]:
    """The communes of the programme on the period's last day, in official order."""
    return tuple(
        Unit(row.pk, row.code, row.name, row.get_type_display(), district_id=row.district_id)
        for row in communes_of(period)
    )


def districts_of(period: ReportingPeriod) -> tuple[Unit, ...]:
    """Those of the province on the period's last day."""
    rows = District.objects.on(period.last_day).filter(province=period.province_id)
    return tuple(Unit(row.pk, row.code, row.name, row.get_type_display(), level="district") for row in rows)


def criteria_of(period: ReportingPeriod) -> tuple[CriterionFacts, ...]:
    rows = Criterion.objects.of_set(period.criteria_set_id)
    return tuple(CriterionFacts(row.number, row.name, row.short_name) for row in rows)


def rules_of(period: ReportingPeriod, plan: Plan | None, criteria: Collection[CriterionFacts]) -> Rules:
    """Rounded as the plan says; where none covers the period half up to two decimals."""
    numbers = tuple(one.number for one in criteria)
    bands = bands_of(period.criteria_set_id, period.province_id)
    if plan is None:
        return Rules(numbers, bands)
    return Rules(numbers, bands, plan.digits, plan.rounding == Rounding.CUT)


def states_by_commune(
    period: ReportingPeriod, stage: Stage, communes: Collection[int] | None
) -> dict[int, dict[str, State]]:
    """Commune id → criterion number → state; of these communes, or of all. What has none is left out."""
    states: dict[int, dict[str, State]] = {}
    for commune_id, number, state in states_of(period, stage, communes):
        states.setdefault(commune_id, {})[number] = State(state)
    return states


def period_districts_seen(period: ReportingPeriod, user: User) -> frozenset[int | None]:
    return districts_seen(user, period.province_id, period.last_day)


def period_report_for(found: PeriodReport, user: User) -> Report:
    """What the user reads: the own districts beside the province's totals; all for who has the province."""
    if sees_province(user, found.period.province_id):
        return found.report
    return found.report.of_districts(period_districts_seen(found.period, user))
