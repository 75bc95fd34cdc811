"""Reads what the summaries need from the store and hands it to the domain."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.domain.names import NameIndex
from communes.models import Commune, District
from criteria.domain.totals import Band, Reading, Rules, Summary, summarize
from criteria.models import Band as BandRow
from plans.annexes.criteria_matrix import CODE, definition
from plans.domain.definition import AnnexDefinition, PlanFacts, Rounding
from plans.domain.table import AnnexTable
from plans.models import Annex, AnnexVersion, Plan
from plans.services.tables import load_table, name_index, plan_facts
from reports.domain.summary import Report, make_report, stated_sums
from reports.querysets import current_version, targets_of


@dataclass(frozen=True)
class PlanReport:
    """The targets of a plan, read once. ``version`` None: nobody has brought the matrix yet."""

    plan: Plan
    annex: Annex
    facts: PlanFacts
    definition: AnnexDefinition
    index: NameIndex
    version: AnnexVersion | None
    table: AnnexTable
    readings: tuple[Reading, ...]
    rules: Rules

    @cached_property
    def report(self) -> Report:
        return make_report(
            criteria=self.facts.criteria,
            rules=self.rules,
            readings=self.readings,
            districts=self.index.districts,
            stated=stated_sums(self.table),
            title=self.plan.province.title,
        )

    def summary_of(self, commune_ids: Collection[int]) -> Summary:
        """Of some communes only."""
        return summarize((one for one in self.readings if one.commune_id in commune_ids), self.rules)


def matrix_of(plan: Plan) -> Annex | None:
    """The plan's annex of communes × criteria; None where it has none."""
    return next((annex for annex in plan.annexes.all() if annex.code == CODE), None)


def read_plan(plan: Plan) -> PlanReport | None:
    """None where the plan has no matrix of communes × criteria."""
    annex = matrix_of(plan)
    if annex is None:
        return None
    annex.plan = plan  # already at hand with its province
    index, version = name_index(plan), current_version(annex)
    facts = plan_facts(plan, annex)
    matrix = definition(facts)
    return PlanReport(
        plan=plan,
        annex=annex,
        facts=facts,
        definition=matrix,
        index=index,
        version=version,
        table=load_table(version, index),
        readings=tuple(_readings(plan, index)),
        rules=_rules(plan, matrix.row_total.of),
    )


def _readings(plan: Plan, index: NameIndex) -> list[Reading]:
    wanted = read_targets(plan)
    return [Reading(unit.id, unit.district_id, wanted.get(unit.id)) for unit in index.communes_of(None)]


def read_targets(plan: Plan, communes: Collection[int] | None = None) -> dict[int, frozenset[str]]:
    """Commune id → the criteria it is to meet by the plan's last year; without a target it is left out."""
    wanted: dict[int, set[str]] = {}
    for commune_id, number, is_met in targets_of(plan, communes):
        mine = wanted.setdefault(commune_id, set())
        if is_met:
            mine.add(number)
    return {commune_id: frozenset(numbers) for commune_id, numbers in wanted.items()}


def _rules(plan: Plan, criteria: tuple[str, ...]) -> Rules:
    return Rules(
        criteria=tuple(criteria),
        bands=bands_of(plan.criteria_set_id, plan.province_id),
        digits=plan.digits,
        cut=plan.rounding == Rounding.CUT,
    )


def bands_of(criteria_set_id: int, province_id: int) -> tuple[Band, ...]:
    rows = BandRow.objects.for_province(criteria_set_id, province_id)
    return tuple(Band(row.label, row.lowest, row.highest) for row in rows)


def report_for(found: PlanReport, user: User) -> Report:
    """What the user reads: the own districts beside the province's totals; all for who has the province."""
    if sees_province(user, found.plan.province_id):
        return found.report
    return found.report.of_districts(visible_districts(found.plan, user))


def sees_province(user: User, province_id: int) -> bool:
    return any(area.covers(province_id) for area in user.areas)


def visible_communes(plan: Plan, user: User) -> frozenset[int]:
    """The communes of the plan's province, on its date, that the user may see."""
    return communes_seen(user, plan.province_id, plan.units_date)


def visible_districts(plan: Plan, user: User) -> frozenset[int | None]:
    """The districts whose page the user may open; with None where also that of the communes in none."""
    return districts_seen(user, plan.province_id, plan.units_date)


def communes_seen(user: User, province_id: int, day: date) -> frozenset[int]:
    """The communes the province had on the day, as far as the user may see them."""
    seen = Commune.objects.visible_to(user).on(day).filter(province=province_id)
    return frozenset(seen.values_list("pk", flat=True))


def districts_seen(user: User, province_id: int, day: date) -> frozenset[int | None]:
    """The districts of the day whose page the user may open; None: the page of the communes in none."""
    seen = District.objects.visible_to(user).on(day).filter(province=province_id)
    free = Commune.objects.visible_to(user).in_no_district(day).filter(province=province_id)
    districts: frozenset[int | None] = frozenset(seen.values_list("pk", flat=True))
    return districts | {None} if free.exists() else districts
