"""The register as it is read: counts by level, one commune's recognitions beside its evaluation, hints."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from communes.models import Commune, District
from criteria.domain.recognitions import Level, highest
from criteria.domain.revocation import Mark, RevocationHint, revocation_hint
from criteria.domain.values import State
from criteria.models import CriteriaSet, Recognition, ReportingPeriod

from .recognition_doubts import held

LEVEL_OF_TIER = {
    CriteriaSet.Tier.NTM: Level.NTM,
    CriteriaSet.Tier.ADVANCED: Level.ADVANCED,
    CriteriaSet.Tier.MODEL: Level.MODEL,
}
SHOWN = (Level.NTM, Level.ADVANCED, Level.MODEL, Level.MODERN, Level.NEARLY)
ALWAYS_SHOWN = SHOWN[:3]
CONCERNED = (Level.NTM, Level.ADVANCED)  # by QĐ 18/2022/QĐ-TTg


def district_on(commune: Commune, day: date) -> District | None:
    """From the statuses that came with the commune; before the first of them it is that of the first."""
    statuses = sorted(commune.statuses.all(), key=lambda status: status.valid_from)
    day = max(day, statuses[0].valid_from) if statuses else day
    for status in statuses:
        if status.valid_from <= day and (status.valid_to is None or day <= status.valid_to):
            return status.district
    return None


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many communes stand on the level; ``ended`` of them do not exist any more."""

    level: Level
    count: int
    ended: int = 0

    @property
    def name(self) -> str:
        return str(Recognition.Level(self.level).label)


def count_levels(rows: QuerySet[Recognition], day: date) -> list[LevelCount]:
    """How many communes are recognised on the day, each counted once at its highest level; one query."""
    own: dict[Commune, list[Recognition]] = {}
    for row in rows.standing_on(day).select_related("commune").order_by():
        own.setdefault(row.commune, []).append(row)
    levels = {commune: highest(held(mine), day) for commune, mine in own.items()}
    counted = Counter(levels.values())
    ended = Counter(level for one, level in levels.items() if one.valid_to and one.valid_to < day)
    shown = [one for one in SHOWN if counted[one] or one in ALWAYS_SHOWN]
    return [LevelCount(one, counted[one], ended[one]) for one in shown]


def count_recognised(communes: Iterable[int], day: date) -> list[LevelCount]:
    """The same of these communes, whoever asks."""
    return count_levels(Recognition.objects.of_communes(communes), day)


@dataclass(frozen=True)
class Record:
    """What the register says of one commune. ``earlier``: of the communes it was formed from."""

    rows: Sequence[Recognition]
    earlier: Sequence[Recognition]
    today: date

    @property
    def level(self) -> Level | None:
        return highest(held(self.rows), self.today)

    @property
    def level_name(self) -> str:
        return str(Recognition.Level(self.level).label) if self.level else ""

    def standing(self, level: Level, *days: date) -> list[Recognition]:
        """Valid on each of the days, on that level or a higher one."""
        told = [(row, held([row])[0]) for row in self.rows if Level(row.level).rank >= level.rank]
        return [row for row, one in told if all(one.stands_on(day) for day in days)]


def read_record(commune: Commune, before: Iterable[Commune], today: date) -> Record:
    """``before``: the communes it was formed from; one query beside theirs."""
    ids = [commune.pk, *(unit.pk for unit in before)]
    rows = Recognition.objects.of_communes(ids).select_related("commune", "criteria_set")
    found = list(rows)
    own = [row for row in found if row.commune_id == commune.pk]
    return Record(own, [row for row in found if row.commune_id != commune.pk], today)


@dataclass(frozen=True, slots=True)
class Beside:
    """The register beside one evaluation; neither changes the other.

    ``lost``: recognised when the figures were made up and still so, and not every criterion met; ``waiting``:
    all are met, and no recognition stands in the register; ``hint``: as many unmet as QĐ 18/2022 names.
    """

    record: Record
    met: int = 0
    total: int = 0
    lost: Recognition | None = None
    waiting: bool = False
    hint: RevocationHint | None = None
    provisional: bool = True


def beside(record: Record, period: ReportingPeriod, marks: Sequence[Mark], *, locked: bool) -> Beside:
    """Of the commune, with how its criteria stand in the period; ``locked``: these figures are final."""
    level = LEVEL_OF_TIER.get(CriteriaSet.Tier(period.criteria_set.tier))
    met = sum(mark.state is State.MET for mark in marks)
    if level is None or not marks or all(mark.state is State.NO_DATA for mark in marks):
        return Beside(record, met, len(marks), provisional=not locked)
    still = record.standing(level, period.last_day, record.today)
    unmet = any(mark.state in (State.NOT_MET, State.BASICALLY_MET) for mark in marks)
    return Beside(
        record,
        met,
        len(marks),
        lost=still[0] if still and unmet else None,
        waiting=met == len(marks) and not record.standing(level, record.today),
        hint=revocation_hint(marks) if _concerned(still, level) else None,
        provisional=not locked,
    )


def _concerned(rows: Iterable[Recognition], level: Level) -> bool:
    """QĐ 18/2022 speaks of NTM and nâng cao, each by the criteria of its own set."""
    return level in CONCERNED and any(row.level == level for row in rows)


@dataclass(frozen=True, slots=True)
class Others:
    """Beside one recognition: of its commune, of communes it came from or went into, of its decision."""

    own: tuple[Recognition, ...]
    kin: tuple[Recognition, ...]
    decision: tuple[Recognition, ...]
    higher: tuple[Recognition, ...]  # of the commune, resting on this one and not ended


def others_of(found: Recognition, seen: QuerySet[Recognition]) -> Others:
    """``seen``: what the user may see; four queries."""
    kin = {*_ids(found.commune.predecessors), *_ids(found.commune.successors)}
    rows = seen.of_communes([found.commune_id, *kin]).for_list()
    own = [row for row in rows if row.commune_id == found.commune_id and row.pk != found.pk]
    decision = seen.of_province(found.commune.province_id).of_decision(found.number, found.decided_on)
    rank = Level(found.level).rank
    return Others(
        own=tuple(own),
        kin=tuple(row for row in rows if row.commune_id in kin),
        decision=tuple(row for row in decision.for_list() if row.pk != found.pk),
        higher=tuple(row for row in own if row.ended_on is None and Level(row.level).rank > rank),
    )


def _ids(units: QuerySet[Commune]) -> list[int]:
    return [unit.pk for unit in units.all()]
