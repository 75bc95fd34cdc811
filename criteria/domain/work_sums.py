"""Remaining works added up by unit of measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .quantities import Amount, amounts_of
from .works import Work


@dataclass(frozen=True, slots=True)
class UnitSum:
    """What remains in one unit of measure. ``funded`` None: of no work it is said what has its funds;
    ``unsaid``: of how many amounts it is not."""

    unit: str
    works: int
    quantity: Decimal
    funded: Decimal | None
    unsaid: int


def sum_works(works: Iterable[Work]) -> tuple[tuple[UnitSum, ...], int]:
    """The quantities by unit, and how many works have none: typed, else as the text states them."""
    groups: dict[str, list[tuple[int, Amount]]] = {}
    uncounted = 0
    for place, work in enumerate(works):
        amounts = amounts_of(work.text, work.quantity, work.unit, work.funded)
        uncounted += not amounts
        for amount in amounts:
            groups.setdefault(amount.unit.casefold(), []).append((place, amount))
    return tuple(map(_unit_sum, groups.values())), uncounted


def _unit_sum(entries: Sequence[tuple[int, Amount]]) -> UnitSum:
    said = [amount.funded for _, amount in entries if amount.funded is not None]
    quantity = sum((amount.quantity for _, amount in entries), Decimal(0))
    funded = sum(said, Decimal(0)) if said else None
    works = len({place for place, _ in entries})
    return UnitSum(entries[0][1].unit, works, quantity, funded, len(entries) - len(said))
