"""Recognition beside results: decisions and evaluations, none of which follows from the other."""

from dataclasses import dataclass
from datetime import date

from criteria.domain.recognitions import Level
from criteria.domain.revocation import Mark
from criteria.models import Criterion
from criteria.services.recognition_page import (
    LEVEL_OF_TIER,
    Beside,
    LevelCount,
    beside,
    count_recognised,
    read_record,
)

from .periods import PeriodReport
from .results import ResultsCommune


def commune_beside(page: ResultsCommune, today: date) -> Beside:
    """One query. Final figures are those locked at the period's official step."""
    record = read_record(page.commune, page.predecessors, today)
    marks = [
        Mark(one.measure.short_name, one.state, _is_key(page, one.measure.key))
        for one in page.standing.criteria
    ]
    final = page.locked and page.sheet.stage == page.period.official_stage
    return beside(record, page.period, marks, locked=final)


def _is_key(page: ResultsCommune, key: str) -> bool:
    row = page.sheet.rows[key]
    return isinstance(row, Criterion) and row.key_for_revocation


@dataclass(frozen=True, slots=True)
class Recognised:
    """How many communes of a period were recognised on its last day, by level; ``level``: that of its set."""

    counts: list[LevelCount]
    level: Level
    day: date

    @property
    def reached(self) -> list[LevelCount]:
        """On the level of the set or a higher one."""
        return [one for one in self.counts if one.level.rank >= self.level.rank]

    @property
    def told(self) -> str:
        """ "5 đạt chuẩn nông thôn mới, 2 nông thôn mới nâng cao"."""
        return ", ".join(f"{one.count} {one.name}" for one in self.reached if one.count)

    @property
    def total(self) -> int:
        return sum(one.count for one in self.reached)


def communes_recognised(found: PeriodReport) -> Recognised:
    """Of the communes that were read, whoever asks; one query."""
    period = found.period
    counts = count_recognised([unit.id for unit in found.units], period.last_day)
    level = LEVEL_OF_TIER.get(period.criteria_set.tier, Level.NTM)
    return Recognised(counts, level, period.last_day)
