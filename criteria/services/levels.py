"""The levels of a set as a province confirms them: read line by line, written as rows of its own."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from communes.models import Province
from criteria.domain.level_input import LevelText, write_level
from criteria.domain.level_lines import (
    LineKey,
    count_confirmed,
    day_of,
    is_confirmed,
    is_whole,
    level_words,
    levels_of_line,
    part_levels,
    place_of,
    scopes_of_groups,
    scopes_of_province,
    years_of,
)
from criteria.domain.requirements import Requirement
from criteria.domain.strictness import looser
from criteria.domain.values import Measure
from criteria.models import CriteriaSet, Criterion, Indicator, Threshold

from .sheets import indicator_measure
from .verdicts import LEVEL_FIELDS, read_requirement

NAMED = ("name", "kind", "unit", "by_sex", "if_any")  # of an indicator, what administrators may correct


def levels_subject(province: Province, criteria_set: CriteriaSet) -> str:
    """How the history names the levels of a set in a province."""
    return f"levels/{province.code}/{criteria_set.code}"


@dataclass(frozen=True)
class Line:
    """One line of the page: what holds, the national level, and the fields they are written in.

    ``own``: the province's rows for just this line, whatever their day; ``later``: the days from which
    anything else was stored to hold after the level shown.
    """

    key: LineKey
    indicator: Indicator
    measure: Measure
    level: Requirement | None
    national: Requirement | None
    row: Threshold | None
    own: Sequence[Threshold]
    later: Sequence[date] = ()
    of_base: str = ""

    @cached_property
    def text(self) -> LevelText:
        return write_level(self.level, part_levels(self.level, self.national, self.measure), self.measure)

    @property
    def code(self) -> str:
        return self.key.code

    @property
    def words(self) -> str:
        return level_words(self.level, self.measure, self.of_base)

    @property
    def national_words(self) -> str:
        """Where the province's own level stands and says something else than the national one."""
        if self.level is None or not self.level.own:
            return ""
        said = level_words(self.national, self.measure, self.of_base)
        return said if said != self.words else ""

    @property
    def looser(self) -> list[str]:
        return looser(self.level, self.national) if self.level and self.level.own else []

    @property
    def is_confirmed(self) -> bool:
        return is_confirmed(self.level)

    @property
    def is_known(self) -> bool:
        return is_whole(self.level)

    @property
    def absent_words(self) -> str:
        """What a commune without any is to count as."""
        return str(Threshold.IfAbsent(self.level.if_absent).label) if self.level else ""

    @property
    def can_be_taken_back(self) -> bool:
        """Whether the level shown is a row of just this line, so that the one before it can hold again."""
        return bool(self.level and self.level.own and self.row in self.own)

    @property
    def can_be_confirmed(self) -> bool:
        """As it stands, with one tick."""
        return not self.is_confirmed and is_whole(self.level)

    @property
    def sources(self) -> list[str]:
        """Where the level was read, addresses and words."""
        return [part for part in self.row.source.split("; ") if part] if self.row else []

    @cached_property
    def state(self) -> str:
        """Changes with whatever is stored about the line."""
        rows = [self.row, *sorted(self.own, key=lambda row: row.valid_from)]
        return digest([*(_stored(row) for row in rows if row), self.national])

    @property
    def seen(self) -> str:
        """What the form carries along: the stored state, and the fields as they were."""
        return f"{self.state}.{digest(self.text)}"


def digest(told: object) -> str:
    """Short and the same for the same: to see in what is sent whether anything changed."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def named_fields(indicator: Indicator) -> dict[str, object]:
    """What administrators may correct on the page."""
    return {name: getattr(indicator, name) for name in NAMED}


def _stored(row: Threshold) -> tuple[object, ...]:
    names = ("comparison", "value", "value_text", "parts", "if_absent", "legal_reference", "provenance")
    return row.province_id, row.valid_from, row.valid_to, *(getattr(row, name) for name in names)


@dataclass(frozen=True)
class CriterionLines:
    criterion: Criterion
    lines: Sequence[Line]

    @property
    def confirmable(self) -> int:
        return sum(line.can_be_confirmed for line in self.lines)


class Only(StrEnum):
    """Which lines a page is narrowed to."""

    ALL = ""
    OPEN = "chua"  # not confirmed
    UNKNOWN = "trong"  # without a level

    def has(self, line: Line) -> bool:
        if self is Only.ALL:
            return True
        return not (line.is_confirmed if self is Only.OPEN else line.is_known)


@dataclass(frozen=True)
class LevelsPage:
    """The levels of a set in a province on a day. ``whole``: all of it, shown or not."""

    province: Province
    criteria_set: CriteriaSet
    day: date
    whole: Sequence[CriterionLines]
    only: Only = Only.ALL

    @cached_property
    def groups(self) -> list[CriterionLines]:
        """Those with lines that are shown."""
        found = [
            CriterionLines(group.criterion, [line for line in group.lines if self.only.has(line)])
            for group in self.whole
        ]
        return [group for group in found if group.lines]

    @cached_property
    def every(self) -> list[Line]:
        """Shown or not."""
        return [line for group in self.whole for line in group.lines]

    @cached_property
    def lines(self) -> dict[str, Line]:
        return {line.code: line for group in self.groups for line in group.lines}

    @property
    def indicators(self) -> int:
        return len({line.key.number for line in self.every})

    @cached_property
    def confirmed(self) -> int:
        return count_confirmed((line.key.number, line.is_confirmed) for line in self.every)

    @property
    def confirmable(self) -> int:
        """How many lines one tick would confirm."""
        return sum(group.confirmable for group in self.groups)

    @cached_property
    def unknown(self) -> list[str]:
        """Numbers of the indicators without a level."""
        return list(dict.fromkeys(line.key.number for line in self.every if not line.is_known))

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        """(value, words, how many indicators) of what the page can be narrowed to."""
        return [
            (Only.ALL.value, "Tất cả", self.indicators),
            (Only.OPEN.value, "Chưa xác nhận", self.indicators - self.confirmed),
            (Only.UNKNOWN.value, "Chưa có mức", len(self.unknown)),
        ]

    @property
    def subject(self) -> str:
        return levels_subject(self.province, self.criteria_set)


def day_shown(criteria_set: CriteriaSet, day: date) -> date:
    """The day, or the nearest one on which the set is in force."""
    last = criteria_set.valid_to or day
    return min(max(day, criteria_set.valid_from), last)


def read_levels(
    province: Province,
    criteria_set: CriteriaSet,
    day: date,
    *,
    all_groups: bool = False,
    only: Only = Only.ALL,
) -> LevelsPage:
    """Three queries: criteria, indicators, levels.

    ``all_groups``: a line for each group of communes; ``only``: which lines are shown.
    """
    criteria = list(Criterion.objects.of_set(criteria_set))
    indicators = list(Indicator.objects.of_set(criteria_set))
    stored: dict[int, list[Threshold]] = {}
    for row in Threshold.objects.of_set(criteria_set, province).with_base():
        stored.setdefault(row.indicator_id, []).append(row)
    day = day_shown(criteria_set, day)
    lines: dict[int, list[Line]] = {}
    for indicator in indicators:
        rows = stored.get(indicator.pk, [])
        mine = _lines_of(indicator, rows, province, criteria_set, day, all_groups)
        lines.setdefault(indicator.criterion_id, []).extend(mine)
    groups = [CriterionLines(one, lines[one.pk]) for one in criteria if one.pk in lines]
    return LevelsPage(province, criteria_set, day, groups, only)


def _lines_of(
    indicator: Indicator,
    rows: Sequence[Threshold],
    province: Province,
    criteria_set: CriteriaSet,
    day: date,
    all_groups: bool,
) -> Iterable[Line]:
    pairs = [(_requirement(row), row) for row in rows]
    levels = [level for level, _ in pairs]
    measure = indicator_measure(f"i{indicator.number}", indicator, indicator.criterion)
    if criteria_set.threshold_dimension == CriteriaSet.Dimension.REGION:
        scopes = scopes_of_province(province.region, criteria_set.hardship_scope)
    else:
        scopes = scopes_of_groups(levels, everything=all_groups)
    for scope in scopes:
        for year in years_of(levels, criteria_set.valid_from, criteria_set.valid_to):
            key = LineKey(indicator.number, scope, year)
            yield _line(key, indicator, measure, pairs, day_of(year, day, criteria_set.valid_to))


def _line(
    key: LineKey,
    indicator: Indicator,
    measure: Measure,
    pairs: Sequence[tuple[Requirement, Threshold]],
    day: date,
) -> Line:
    level, national = levels_of_line(key, [level for level, _ in pairs], day)
    row = next((row for one, row in pairs if level and _same(one, level)), None)
    own = [row for _, row in pairs if row.province_id and (row.scope, row.year) == (key.scope, key.year)]
    base = row.base if row else None
    of_base = f"mức {base.number} {base.criterion.criteria_set.get_tier_display()}" if base else ""
    return Line(key, indicator, measure, level, national, row, own, _later(key, level, pairs), of_base)


def _later(
    key: LineKey, level: Requirement | None, pairs: Sequence[tuple[Requirement, Threshold]]
) -> list[date]:
    scopes, first = place_of(key, date.min).scopes, level.valid_from if level else date.min
    rows = [one for one, _ in pairs if one.scope in scopes and one.year in (None, key.year)]
    return sorted({one.valid_from for one in rows if one.valid_from > first})


def _same(one: Requirement, other: Requirement) -> bool:
    def told(level: Requirement) -> tuple[object, ...]:
        return level.own, level.scope, level.year, level.valid_from

    return told(one) == told(other)


def _requirement(row: Threshold) -> Requirement:
    """As written: a level of so many times another one is not worked out."""
    return read_requirement({name: getattr(row, name) for name in LEVEL_FIELDS})


@dataclass(frozen=True, slots=True)
class SetCount:
    """One set in the list of a province."""

    province: Province
    criteria_set: CriteriaSet
    indicators: int
    confirmed: int

    @property
    def pending(self) -> list[str]:
        return pending_of(self.criteria_set)


def pending_of(criteria_set: CriteriaSet) -> list[str]:
    """The decisions that are not worked into the levels."""
    return [line.strip() for line in criteria_set.pending_decisions.splitlines() if line.strip()]


def count_sets(province: Province, sets: Iterable[CriteriaSet], day: date) -> list[SetCount]:
    """How far each set is confirmed; three queries for each."""
    pages = [read_levels(province, one, day) for one in sets]
    return [SetCount(province, page.criteria_set, page.indicators, page.confirmed) for page in pages]
