"""Which communes are near to a whole set: how many criteria each one lacks, and which.

A commune lacks every criterion that is not held as met. Of one of which nothing is held nothing is known: it
is counted apart, never as near or far. docs/shortfall.md has the rules with a worked table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communes.domain.names import Unit
from criteria.domain.progress import NEAR
from criteria.domain.values import State
from plans.domain.definition import CriterionFacts

NONE = "-"  # in an address: of no district


@dataclass(frozen=True, slots=True)
class Lacking:
    """A criterion a commune lacks; with ``NO_DATA`` nobody has judged it yet."""

    criterion: CriterionFacts
    state: State


@dataclass(frozen=True, slots=True)
class NearCommune:
    """``lacking`` in the order of the set; ``total`` criteria has the set."""

    unit: Unit
    district: Unit | None
    total: int
    lacking: tuple[Lacking, ...]

    @property
    def count(self) -> int:
        return len(self.lacking)

    @property
    def met(self) -> int:
        return self.total - self.count

    @property
    def unjudged(self) -> int:
        return sum(one.state is State.NO_DATA for one in self.lacking)

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(one.criterion.number for one in self.lacking)


def near_communes(
    units: Iterable[tuple[Unit, Unit | None]],
    states: Mapping[int, Mapping[str, State]],
    criteria: Sequence[CriterionFacts],
) -> tuple[NearCommune, ...]:
    """``units`` with their districts, in official order; ``states``: commune id → criterion number → state.

    Those that lack fewest first; of them those of which most is judged, then in official order.
    """
    rows = [
        NearCommune(unit, district, len(criteria), _lacking(states[unit.id], criteria))
        for unit, district in units
        if states.get(unit.id)
    ]
    return tuple(sorted(rows, key=lambda row: (row.count, row.unjudged)))


def _lacking(states: Mapping[str, State], criteria: Iterable[CriterionFacts]) -> tuple[Lacking, ...]:
    found = ((one, states.get(one.number, State.NO_DATA)) for one in criteria)
    return tuple(Lacking(one, state) for one, state in found if state is not State.MET)


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """``lacking``: communes that lack the criterion; ``alone``: those it alone would complete."""

    criterion: CriterionFacts
    lacking: int
    near: int
    alone: int


def count_criteria(
    rows: Sequence[NearCommune], criteria: Iterable[CriterionFacts]
) -> tuple[CriterionCount, ...]:
    """What would lift most communes by itself first, then what is lacking nearest, then most often."""
    counts = [_count(one, [row for row in rows if one.number in row.numbers]) for one in criteria]
    return tuple(sorted(counts, key=lambda one: (-one.alone, -one.near, -one.lacking)))


def _count(criterion: CriterionFacts, rows: Sequence[NearCommune]) -> CriterionCount:
    near = sum(row.count <= NEAR for row in rows)
    return CriterionCount(criterion, len(rows), near, sum(row.count == 1 for row in rows))


FURTHER, ALL = "hon", "het"  # in an address, beside "1", "2" and "3"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader narrows the list to. ``count``: "" up to three, "1", "2", "3", further, or all that lack
    any; ``district`` "-": communes of none."""

    district: str = ""
    count: str = ""
    criterion: str = ""

    def of_district(self, rows: Iterable[NearCommune]) -> tuple[NearCommune, ...]:
        return tuple(row for row in rows if self.district in ("", _code(row)))

    def narrow(self, rows: Iterable[NearCommune]) -> tuple[NearCommune, ...]:
        return tuple(
            row
            for row in self.of_district(rows)
            if self._counts(row.count) and (not self.criterion or self.criterion in row.numbers)
        )

    def _counts(self, count: int) -> bool:
        if self.count.isdecimal():
            return count == int(self.count)
        if self.count == FURTHER:
            return count > NEAR
        return count > 0 and (self.count == ALL or count <= NEAR)


def _code(row: NearCommune) -> str:
    return row.district.code if row.district else NONE


@dataclass(frozen=True, slots=True)
class Proposed:
    """How a commune would stand by the proposals: which criteria it would then lack more, which no more."""

    count: int
    more: tuple[str, ...]
    fewer: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return bool(self.more or self.fewer)

    @property
    def told(self) -> str:
        """ "đề xuất đạt 10; đề xuất chưa đạt 17, 18"."""
        parts = (("đề xuất đạt", self.fewer), ("đề xuất chưa đạt", self.more))
        return "; ".join(f"{words} {', '.join(numbers)}" for words, numbers in parts if numbers)


def stand_by_proposals(row: NearCommune, proposals: Mapping[str, State]) -> Proposed:
    """``proposals``: criterion number → what is proposed, without those of which nothing is.

    What is not proposed stays as it is held.
    """
    lacking = {number for number, state in proposals.items() if state is not State.MET}
    met = proposals.keys() - lacking
    more = tuple(number for number in proposals if number in lacking - row.numbers)
    fewer = tuple(number for number in proposals if number in met & row.numbers)
    return Proposed(row.count + len(more) - len(fewer), more, fewer)
