"""Reads which communes of a period are near to the whole set, as far as the user sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from communes.domain.names import Unit
from criteria.domain.progress import NEAR
from criteria.domain.stages import Stage
from criteria.domain.values import State
from criteria.domain.verdicts import Judged
from criteria.models import ReportingPeriod
from criteria.services.sheets import Sheet, open_sheet
from criteria.services.verdicts import judge_sheet
from plans.domain.definition import CriterionFacts
from reports.domain.nearly import (
    NONE,
    CriterionCount,
    Narrowed,
    NearCommune,
    Proposed,
    count_criteria,
    near_communes,
    stand_by_proposals,
)

from .periods import criteria_of, districts_of, states_by_commune, units_of
from .summary import communes_seen


@dataclass(frozen=True)
class Nearly:
    """``units``: all the communes of the period the user sees, with their districts; ``rows`` those of which
    something is held, nearest first."""

    period: ReportingPeriod
    stage: Stage
    criteria: tuple[CriterionFacts, ...]
    units: tuple[tuple[Unit, Unit | None], ...]
    rows: tuple[NearCommune, ...]

    @property
    def total(self) -> int:
        return len(self.criteria)

    @cached_property
    def districts(self) -> tuple[Unit | None, ...]:
        """Of the communes seen, in order; None: some lie in no district."""
        return tuple({district and district.id: district for _, district in self.units}.values())


def read_nearly(period: ReportingPeriod, stage: Stage, user: User) -> Nearly:
    """By what is held at the step; five queries."""
    seen = communes_seen(user, period.province_id, period.last_day)
    named = {unit.id: unit for unit in districts_of(period)}
    placed = [
        (unit, named.get(unit.district_id) if unit.district_id else None)
        for unit in units_of(period)
        if unit.id in seen
    ]
    units = tuple(sorted(placed, key=lambda one: one[1] is None))  # wherever the database puts these
    criteria = criteria_of(period)
    states = states_by_commune(period, stage, None)
    return Nearly(period, stage, criteria, units, near_communes(units, states, criteria))


@dataclass(frozen=True)
class NearTiles:
    """Of the communes in the chosen district, or of all: how many lack none, one, two, three; how many more,
    and of how many nothing is held."""

    communes: int
    complete: int
    near: tuple[tuple[int, int], ...]
    further: int
    unknown: int


def tiles_of(found: Nearly, asked: Narrowed) -> NearTiles:
    rows = asked.of_district(found.rows)
    communes = sum(asked.district in ("", district.code if district else NONE) for _, district in found.units)
    counts = [row.count for row in rows]
    return NearTiles(
        communes,
        counts.count(0),
        tuple((count, counts.count(count)) for count in range(1, NEAR + 1)),
        sum(count > NEAR for count in counts),
        communes - len(rows),
    )


def counts_of(found: Nearly, asked: Narrowed) -> tuple[CriterionCount, ...]:
    """Criterion by criterion over the chosen district; without those that nobody lacks."""
    counts = count_criteria(asked.of_district(found.rows), found.criteria)
    return tuple(one for one in counts if one.lacking)


def proposals_of(found: Nearly, rows: Sequence[NearCommune]) -> dict[int, Proposed]:
    """Commune id → how it would stand by the proposals, where that is not how it is held."""
    if not rows:
        return {}
    sheet = open_sheet(found.period, found.stage)
    judged = judge_sheet(sheet, [row.unit.id for row in rows]).by_commune
    stands = {row.unit.id: stand_by_proposals(row, _proposed(judged[row.unit.id], sheet)) for row in rows}
    return {pk: stand for pk, stand in stands.items() if stand.differs}


def _proposed(judged: Mapping[str, Judged], sheet: Sheet) -> dict[str, State]:
    found = {one.number: judged[one.key].proposal.state for one in sheet.criteria}
    return {number: state for number, state in found.items() if state is not State.NO_DATA}
