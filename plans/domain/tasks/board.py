"""Tasks by the quarter in which they fall due, what is overdue first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Generic, Protocol, TypeVar

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, code: str) -> "Quarter | None":
        """From "2023-4"."""
        year, _, number = code.partition("-")
        if year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4"):
            return cls(int(year), int(number))
        return None

    @property
    def code(self) -> str:
        return f"{self.year:04}-{self.number}"

    @property
    def label(self) -> str:
        return f"Quý {_ROMAN[self.number - 1]}/{self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return (self.first_day + timedelta(days=95)).replace(day=1) - timedelta(days=1)


class Standing(StrEnum):
    """Of a task on a day."""

    OVERDUE = "qua-han"
    OPEN = "con-han"
    STANDING = "thuong-xuyen"  # again and again: no day ends it
    UNKNOWN = "chua-ro"  # the printed deadline gives no last day
    DONE = "xong"


def standing_of(due_to: date | None, *, done: bool, standing: bool, today: date) -> Standing:
    """A task that spans quarters is due on its last day; on that day it is not overdue yet."""
    if done:
        return Standing.DONE
    if due_to is None:
        return Standing.STANDING if standing else Standing.UNKNOWN
    return Standing.OVERDUE if due_to < today else Standing.OPEN


class Dated(Protocol):
    """What the board needs to know of a task."""

    @property
    def due_to(self) -> date | None: ...

    @property
    def standing(self) -> Standing: ...


Item = TypeVar("Item", bound=Dated)


@dataclass(frozen=True, slots=True)
class Group(Generic[Item]):
    """``quarter`` None: no day is known. ``is_past``: before the quarter of the day."""

    title: str
    items: Sequence[Item]
    quarter: Quarter | None = None
    is_current: bool = False
    is_past: bool = False

    @property
    def done(self) -> int:
        return sum(item.standing is Standing.DONE for item in self.items)


_DAYLESS = {
    Standing.UNKNOWN: "Chưa rõ thời hạn",
    Standing.STANDING: "Thường xuyên, định kỳ",
    Standing.DONE: "Đã xong, không ghi ngày",
}


def grouped(items: Iterable[Item], today: date) -> list[Group[Item]]:
    """What is not overdue: this quarter and those to come, then what has no day, then the past.

    Inside a group what is still to be done stands first, each by its last day.
    """
    now = Quarter.of(today)
    places: dict[Quarter | str, list[Item]] = {}
    for item in items:
        if item.standing is not Standing.OVERDUE:
            place = Quarter.of(item.due_to) if item.due_to else _DAYLESS[item.standing]
            places.setdefault(place, []).append(item)
    quarters = sorted(place for place in places if isinstance(place, Quarter))
    ahead, past = [one for one in quarters if one >= now], [one for one in quarters if one < now]
    return [
        *(_of_quarter(one, places[one], now) for one in ahead),
        *(Group(title, _sorted(places[title])) for title in _DAYLESS.values() if title in places),
        *(_of_quarter(one, places[one], now) for one in reversed(past)),
    ]


def _of_quarter(quarter: Quarter, items: Sequence[Item], now: Quarter) -> Group[Item]:
    return Group(quarter.label, _sorted(items), quarter, is_current=quarter == now, is_past=quarter < now)


def _sorted(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.standing is Standing.DONE, item.due_to or date.max))


def overdue(items: Iterable[Item]) -> list[Item]:
    """The longest overdue first."""
    return _sorted([item for item in items if item.standing is Standing.OVERDUE])


def late_groups(items: Sequence[Item]) -> list[Group[Item]]:
    """Overdue ones by the quarter in which they were due; ``items`` come as ``overdue`` sorts them."""
    by_quarter = groupby(items, key=lambda item: Quarter.of(item.due_to or date.max))
    return [Group(f"Quá hạn · {quarter.label}", list(late), quarter) for quarter, late in by_quarter]
