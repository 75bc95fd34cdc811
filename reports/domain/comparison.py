"""Targets beside results: how far the communes are from what the plan wants of them.

A commune is compared only where both are known; what is missing is neither met nor to be done.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from criteria.domain.totals import Reading

Wanted = Mapping[int, frozenset[str]]  # commune id → criteria the plan wants met by its last year


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of one commune, one criterion or a group of communes. None: not known.

    ``target`` is over the ``with_target`` communes that have one, ``met`` over the ``with_data`` that have
    results. ``to_go`` (wanted and not met) is over those that have both, ``both``: only where these are all
    of them can target and result be set off against each other.
    """

    target: int | None = None
    met: int | None = None
    to_go: int | None = None
    with_target: int = 0
    with_data: int = 0
    both: int = 0

    @property
    def difference(self) -> int | None:
        """Result less target; None where they are not of the same communes."""
        if self.target is None or self.met is None or not self.both == self.with_target == self.with_data:
            return None
        return self.met - self.target

    @property
    def is_partial(self) -> bool:
        """Whether ``to_go`` leaves communes out."""
        return self.both < max(self.with_target, self.with_data)


def compare(readings: Iterable[Reading], wanted: Wanted, criteria: Collection[str]) -> Comparison:
    """Over the communes of the readings, counting these criteria only."""
    asked, counted = frozenset(criteria), tuple(readings)
    targets = {one.commune_id: wanted[one.commune_id] & asked for one in counted if one.commune_id in wanted}
    met = {one.commune_id: one.met & asked for one in counted if one.met is not None}
    both = targets.keys() & met.keys()
    return Comparison(
        target=sum(map(len, targets.values())) if targets else None,
        met=sum(map(len, met.values())) if met else None,
        to_go=sum(len(targets[commune] - met[commune]) for commune in both) if both else None,
        with_target=len(targets),
        with_data=len(met),
        both=len(both),
    )


def compare_each(
    readings: Iterable[Reading], wanted: Wanted, criteria: Sequence[str]
) -> dict[str, Comparison]:
    """Criterion number → how many communes meet it, are to meet it, have still to."""
    counted = tuple(readings)
    return {number: compare(counted, wanted, (number,)) for number in criteria}


def still_to_go(reading: Reading, wanted: Wanted, criteria: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the criteria the commune is to meet and does not yet, in order; none where unknown."""
    target = wanted.get(reading.commune_id)
    if target is None or reading.met is None:
        return ()
    return tuple(number for number in criteria if number in target - reading.met)
