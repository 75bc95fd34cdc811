"""What an indicator must reach, and which of the stored levels holds for a commune on a day.

QĐ 318/QĐ-TTg gives levels by region, QĐ 51/2025/QĐ-TTg by group of communes, both some by year; a province
may be stricter, an amendment is a row more with its own first day. docs/verdicts.md has the rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

EVERYWHERE = "chung"  # the scope of a level that holds in all regions, or for all groups of communes
SCOPE_NAMES = {
    "TDMNPB": "Trung du miền núi phía Bắc",
    "DBSH": "Đồng bằng sông Hồng",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
    "nhom_1": "xã nhóm 1",
    "nhom_2": "xã nhóm 2",
    "nhom_3": "xã nhóm 3",
    EVERYWHERE: "chung",
}


class Comparison(StrEnum):
    AT_LEAST = ">="
    AT_MOST = "<="
    MET = "dat"


class IfAbsent(StrEnum):
    """What it says of the criterion that an indicator "nếu có" does not concern the commune."""

    ASK = ""
    MET = "met"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class PartLevel:
    """What a part must reach, "" where not known; ``condition`` "c > 3": only where part c is above 3."""

    part: str
    comparison: Comparison
    level: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One stored level of one indicator. ``text`` is the level in words where it is no number.

    ``own``: of the province; ``confirmed``: read in a published text, or confirmed by the office.
    ``base``: the levels of another indicator, of which ``value`` is how many times they must be reached.
    """

    comparison: Comparison
    scope: str = EVERYWHERE
    year: int | None = None
    value: Decimal | None = None
    text: str = ""
    parts: tuple[PartLevel, ...] = ()
    own: bool = False
    confirmed: bool = False
    valid_from: date = date.min
    valid_to: date | None = None
    if_absent: IfAbsent = IfAbsent.ASK
    reference: str = ""
    set_by: str = ""
    base: tuple["Requirement", ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it says any level."""
        return self.value is not None or bool(self.text) or any(part.level for part in self.parts)

    def is_in_force(self, place: "Place") -> bool:
        return (
            self.scope in place.scopes
            and self.year in (None, place.day.year)
            and self.valid_from <= place.day
            and (self.valid_to is None or place.day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """For whom and when: ``scopes`` of the commune, the nearest first, and the last day of the period."""

    scopes: tuple[str, ...]
    day: date

    def nearness(self, row: Requirement) -> tuple[int, bool, date]:
        return -self.scopes.index(row.scope), row.year is not None, row.valid_from


def scopes_of_region(
    region: str, *, hardship_scope: str = "", is_difficult: bool | None = None
) -> tuple[str, ...]:
    """Điều 1 QĐ 318/QĐ-TTg: an extremely difficult commune goes by ``hardship_scope`` wherever it lies."""
    return (hardship_scope if hardship_scope and is_difficult else region), EVERYWHERE


def scopes_of_group(group: str, area_class: str) -> tuple[str, ...]:
    """Group 3 is, by QĐ 51/2025/QĐ-TTg, every commune of area class II or III; else it has to be stated."""
    known = group or ("nhom_3" if area_class in ("II", "III") else "")
    return (known, EVERYWHERE) if known else (EVERYWHERE,)


def in_force(rows: Iterable[Requirement], place: Place) -> Requirement | None:
    """The one that holds: of the province before national, nearer scope, this very year, the latest.

    A national row that came later than what the province decided holds until the province decides anew. A
    national level for everywhere says nothing of a region left out beside others.
    """
    rows = list(rows)
    found = [row for row in rows if row.is_in_force(place)]
    national = _nearest([row for row in found if not row.own], place)
    own = _nearest([row for row in found if row.own], place)
    if own is None or (national and national.valid_from > own.valid_from):
        own = national if national and not _is_left_out(national, rows, place) else None
    return _times_base(own, place) if own and own.base else own


def _nearest(rows: Sequence[Requirement], place: Place) -> Requirement | None:
    return max(rows, key=place.nearness, default=None)


def _is_left_out(row: Requirement, rows: Iterable[Requirement], place: Place) -> bool:
    """Whether levels of other regions stand beside this one, but none of the commune's."""
    everywhere = Place((*SCOPE_NAMES, *place.scopes), place.day)
    return row.scope == EVERYWHERE and any(
        one.scope != EVERYWHERE and not one.own and one.is_in_force(everywhere) for one in rows
    )


def _times_base(row: Requirement, place: Place) -> Requirement:
    """The level as a figure: so many times that of the base; unknown where the base is."""
    base = in_force(row.base, place)
    if base is None or base.value is None or row.value is None:
        return replace(row, value=None, text="", confirmed=row.confirmed and bool(base and base.confirmed))
    return replace(
        row, value=row.value * base.value, confirmed=row.confirmed and base.confirmed, year=base.year,
        scope=base.scope, text="",
    )  # fmt: skip
