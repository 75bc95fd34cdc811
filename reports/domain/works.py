"""Remaining work added up: by what is to be done and its unit, over districts, communes and criteria.

Amounts of different units are never added, and a work without an amount is counted as such.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from communes.domain.names import Unit
from criteria.domain.quantities import Amount
from criteria.domain.work_figures import UNITS
from criteria.domain.work_names import begins_work
from ntm.numbers import vietnamese
from ntm.text import spelling_key

NONE = "-"  # in an address: no district, no criterion, no name, no unit


class Grouping(StrEnum):
    """Also the words in the address."""

    WORK = "viec"
    DISTRICT = "huyen"
    COMMUNE = "xa"
    CRITERION = "tieu-chi"


@dataclass(frozen=True, slots=True)
class Topic:
    """A criterion. ``order``: where it stands among the criteria of the sets at hand."""

    id: int
    number: str
    name: str
    criteria_set: str
    order: tuple[int, int]

    def title(self, *, several: bool) -> str:
        """ "2. Giao thông"; with the set where there are ``several``, for the number means another there."""
        return f"{self.number}. {self.name}" + (f" ({self.criteria_set})" if several else "")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One work that remains in a commune: as written, and what it counts.

    ``number``: of the indicator or criterion, as written where it is not in the set; ``source``: the annex.
    ``is_known``: the set has that number. ``doubtful``: figures in the text that could not be read.
    """

    commune: Unit
    district: Unit | None
    topic: Topic | None
    number: str
    text: str
    amounts: tuple[Amount, ...] = ()
    doubtful: tuple[str, ...] = ()
    source: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Total:
    """What remains of one work in one unit; with ``what`` None of all works in the unit.

    ``funded`` None: nobody says what has its funds; ``unsaid``: of how many amounts nobody does.
    """

    what: str | None
    unit: str
    quantity: Decimal
    funded: Decimal | None
    unsaid: int
    works: int
    communes: int

    @property
    def is_sum(self) -> bool:
        return self.what is None

    @property
    def title(self) -> str:
        if self.what is None:
            return f"Cộng {self.unit}"
        return f"{self.what[:1].upper()}{self.what[1:]}" or "(không ghi việc)"

    @property
    def said(self) -> str:
        """ "Cần cứng hóa: 61,4 km ở 6 xã, trong đó 6 km đã bố trí vốn"."""
        name = f"Cần {self.what}" if self.what and begins_work(self.what) else self.title
        funded = (
            "" if self.funded is None else f", trong đó {_measured(self.funded, self.unit)} đã bố trí vốn"
        )
        return f"{name}: {_measured(self.quantity, self.unit)} ở {vietnamese(self.communes)} xã{funded}"


def _measured(figure: Decimal, unit: str) -> str:
    return f"{vietnamese(figure)} {unit}".rstrip()


Entry = tuple[WorkItem, Amount]


@dataclass(frozen=True)
class Group:
    """The works of one district, commune or criterion, or all. ``key`` None: of none of them."""

    key: Unit | Topic | None
    items: tuple[WorkItem, ...]

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """Work by work, unit by unit; behind the works of a unit their sum, where there are several."""
        entries = [(item, amount) for item in self.items for amount in item.amounts]
        return tuple(
            total
            for unit, mine in sorted(_parted(entries, lambda amount: amount.unit).items(), key=_unit_order)
            for total in _of_unit(unit, mine)
        )

    @property
    def uncounted(self) -> int:
        return sum(not item.amounts for item in self.items)

    @property
    def counted(self) -> int:
        return len(self.items) - self.uncounted

    @property
    def communes(self) -> int:
        return len({item.commune.id for item in self.items})


def grouped(items: Iterable[WorkItem], by: Grouping) -> tuple[Group, ...]:
    """Districts and communes in the order of the items, criteria in that of their set."""
    if by is Grouping.WORK:
        items = tuple(items)
        return (Group(None, items),) if items else ()
    found: dict[Unit | Topic | None, list[WorkItem]] = {}
    for item in items:
        found.setdefault(_KEYS[by](item), []).append(item)
    groups = [Group(key, tuple(mine)) for key, mine in found.items()]
    return tuple(sorted(groups, key=_topic_order) if by is Grouping.CRITERION else groups)


_KEYS: Mapping[Grouping, Callable[[WorkItem], Unit | Topic | None]] = {
    Grouping.DISTRICT: lambda item: item.district,
    Grouping.COMMUNE: lambda item: item.commune,
    Grouping.CRITERION: lambda item: item.topic,
}


def _topic_order(group: Group) -> tuple[bool, tuple[int, int]]:
    return (False, group.key.order) if isinstance(group.key, Topic) else (True, (0, 0))


def _unit_order(part: tuple[str, Sequence[Entry]]) -> tuple[int, str]:
    """Measures first, then people, then things; units nobody listed last."""
    return (UNITS.index(part[0]) if part[0] in UNITS else len(UNITS), part[0])


def _of_unit(unit: str, entries: Sequence[Entry]) -> list[Total]:
    """The works of most items first."""
    works = [_total(mine[0][1].what, unit, mine) for mine in _parted(entries, work_key).values()]
    works.sort(key=lambda total: -total.works)
    return works if len(works) == 1 else [*works, _total(None, unit, entries)]


def work_key(amount: Amount) -> str:
    """Under which works are the same."""
    return spelling_key(amount.what)


def _parted(entries: Iterable[Entry], key: Callable[[Amount], str]) -> dict[str, list[Entry]]:
    parts: dict[str, list[Entry]] = {}
    for item, amount in entries:
        parts.setdefault(key(amount), []).append((item, amount))
    return parts


def _total(what: str | None, unit: str, entries: Sequence[Entry]) -> Total:
    said = [amount.funded for _, amount in entries if amount.funded is not None]
    return Total(
        what,
        unit,
        quantity=sum((amount.quantity for _, amount in entries), Decimal(0)),
        funded=sum(said, Decimal(0)) if said else None,
        unsaid=len(entries) - len(said),
        works=len({id(item) for item, _ in entries}),
        communes=len({item.commune.id for item, _ in entries}),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader narrows the works to; empty means all. ``district`` "-": those of no district;
    ``topic`` "-": those of no criterion; ``what`` None: every work, of the unit if one is given."""

    district: str = ""
    commune: str = ""
    topic: str = ""
    source: str = ""
    what: str | None = None
    unit: str | None = None
    uncounted: bool = False

    def narrow(self, items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
        """The works asked for; where amounts are asked for, with these alone."""
        held = (item for item in items if self._holds(item))
        if self.unit is None and self.what is None:
            return tuple(held)
        return tuple(replace(item, amounts=tuple(filter(self._counts, item.amounts))) for item in held)

    def _holds(self, item: WorkItem) -> bool:
        district = item.district.code if item.district else NONE
        topic = str(item.topic.id) if item.topic else NONE
        pairs = (
            (self.district, district),
            (self.commune, item.commune.code),
            (self.topic, topic),
            (self.source, item.source),
        )
        if not all(wanted in ("", given) for wanted, given in pairs):
            return False
        if self.uncounted:
            return not item.amounts
        return (self.unit is None and self.what is None) or any(map(self._counts, item.amounts))

    def _counts(self, amount: Amount) -> bool:
        same_unit = self.unit is None or amount.unit == self.unit
        return same_unit and (self.what is None or work_key(amount) == spelling_key(self.what))
