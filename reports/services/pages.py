"""What the district's and the commune's page show, as far as the user may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.models import Commune, CommuneStatus, District
from ntm.numbers import vietnamese
from plans.domain.definition import CriterionFacts
from plans.models import AnnexVersion, Plan
from reports.domain.matrix import CommuneLine, Mark, commune_lines
from reports.domain.summary import AVERAGE, RESULT, Figure, Line
from reports.querysets import version_behind

from .summary import PlanReport, read_plan, visible_communes


@dataclass(frozen=True)
class DistrictPage:
    """``hidden``: communes of the district the user may not see; they are in the sums, not in the list."""

    found: PlanReport
    line: Line
    communes: tuple[CommuneLine, ...]
    hidden: int

    @cached_property
    def differing(self) -> list[CommuneLine]:
        return [commune for commune in self.communes if commune.result.differs]

    @property
    def stated(self) -> list[Figure]:
        """What the annex states for the district, column by column; empty where it states nothing."""
        keys = (*self.found.rules.criteria, RESULT, AVERAGE)
        return [self.line.stated.get(key, Figure()) for key in keys] if self.line.stated else []

    @property
    def computed(self) -> list[str]:
        """Blank where nothing is known."""
        summary = self.line.summary
        return [str(count) if summary.with_data else "" for count in summary.met.values()]

    @property
    def total(self) -> str:
        return vietnamese(self.line.summary.total) if self.line.summary.with_data else ""


def read_district(plan: Plan, district: District | None, user: User) -> DistrictPage | None:
    """The communes of the district, or with None those of no district; None where nothing is to be shown."""
    found = read_plan(plan)
    key = district.pk if district else None
    line = _line(found, key) if found else None
    if found is None or line is None:
        return None
    seen = visible_communes(plan, user)
    inside = [unit for unit in found.index.communes_of(None) if unit.district_id == key]
    units = [unit for unit in inside if unit.id in seen]
    communes = commune_lines(units, found.table, found.readings, found.rules)
    return DistrictPage(found, line, communes, len(inside) - len(units))


def _line(found: PlanReport, district_id: int | None) -> Line | None:
    lines = found.report.lines
    return next((one for one in lines if (one.unit.id if one.unit else None) == district_id), None)


@dataclass(frozen=True)
class CommunePage:
    """``found`` and ``line`` None: the plan has no matrix, or the commune is not in the programme."""

    commune: Commune
    status: CommuneStatus | None
    found: PlanReport | None
    line: CommuneLine | None
    version: AnnexVersion | None
    predecessors: Sequence[Commune]
    successors: Sequence[Commune]

    @property
    def criteria(self) -> list[tuple[CriterionFacts, Mark]]:
        """Each criterion with its mark."""
        if self.found is None or self.line is None:
            return []
        return list(zip(self.found.report.criteria, self.line.marks, strict=True))


def read_commune(plan: Plan, commune: Commune) -> CommunePage:
    found = read_plan(plan)
    units = [unit for unit in found.index.communes_of(None) if unit.id == commune.pk] if found else []
    lines = commune_lines(units, found.table, found.readings, found.rules) if found else ()
    return CommunePage(
        commune=commune,
        status=status_on(commune, plan.units_date),
        found=found,
        line=lines[0] if lines else None,
        version=version_behind(found.annex, commune) if found else None,
        predecessors=commune.predecessors.all(),
        successors=commune.successors.all(),
    )


def status_on(commune: Commune, day: date) -> CommuneStatus | None:
    rows = commune.statuses.select_related("district")
    return next(
        (row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)), None
    )


def existed(unit: Commune | District, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
