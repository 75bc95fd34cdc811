"""What an indicator must reach, and which of the stored levels holds for a commune on a day.

QĐ 318/QĐ-TTg gives levels by region, QĐ 51/2025/QĐ-TTg by group of communes, both some by year; a province
may be stricter, an amendment is a row more with its own first day. docs/verdicts.md has the rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntm.numbers import vietnamese

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
    With the comparison "met" beside ``parts`` only the parts count, else the figure itself as well.

    What ``in_force`` adds: ``made_of`` "1,10 × 51", and ``lack``, why there is no level or nobody confirmed
    it where there is more to say than just that. ``is_readable``: false where the parts are stored wrongly.
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
    made_of: str = ""
    lack: str = ""
    is_readable: bool = True

    @property
    def is_known(self) -> bool:
        """Whether it says any level. "Must be met" says all there is to say of a mark."""
        if self.parts:
            return self.value is not None or any(part.level for part in self.parts)
        return self.value is not None or bool(self.text) or self.comparison is Comparison.MET

    def is_valid_on(self, day: date) -> bool:
        """First and last day are of the validity."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def beside(self) -> str:
        """For when and whom it holds, in words: "năm 2023, Trung du miền núi phía Bắc, tỉnh xác nhận"."""
        year = f"năm {self.year}" if self.year else ""
        scope = "" if self.scope == EVERYWHERE else scope_name(self.scope)
        own = "tỉnh xác nhận" if self.own else ""
        return ", ".join(filter(None, (self.made_of, year, scope, own)))

    def is_in_force(self, place: "Place") -> bool:
        return self.scope in place.scopes and self.is_current(place.day)

    def is_current(self, day: date) -> bool:
        """Whether it holds on the day for somebody."""
        return self.year in (None, day.year) and self.is_valid_on(day)


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
    """Điều 1 QĐ 318/QĐ-TTg: an extremely difficult commune goes by ``hardship_scope`` wherever it lies.

    One of which that is not known goes by its region: extremely difficult is who stands in the State's list.
    """
    return _with_everywhere(hardship_scope if hardship_scope and is_difficult else region)


def scopes_of_group(group: str, area_class: str) -> tuple[str, ...]:
    """Group 3 is, by QĐ 51/2025/QĐ-TTg, every commune of area class II or III; else it has to be stated."""
    return _with_everywhere(group or ("nhom_3" if area_class in ("II", "III") else ""))


def _with_everywhere(scope: str) -> tuple[str, ...]:
    return (scope, EVERYWHERE) if scope else (EVERYWHERE,)


def in_force(rows: Iterable[Requirement], place: Place) -> Requirement | None:
    """The one that holds: of the province before national, nearer scope, this very year, the latest.

    A national row that came later than what the province decided holds until the province decides anew. A
    national level for everywhere says nothing of a region left out beside others.
    """
    rows = list(rows)
    found = [row for row in rows if row.is_in_force(place)]
    national = _nearest([row for row in found if not row.own], place)
    own = _nearest([row for row in found if row.own], place)
    held = own or national
    if national and own and national.valid_from > own.valid_from:
        told = f"mức sửa đổi từ {national.valid_from:%d/%m/%Y} chưa được xác nhận"
        held = national if national.confirmed else replace(national, lack=told)
    if held is None or _is_left_out(held, rows, place):
        return None
    return _times_base(held, place) if held.base else held


def lacking(rows: Iterable[Requirement], place: Place) -> str:
    """Why none is in force, in words; "" where nothing is stored at all."""
    rows, day = list(rows), place.day
    if place.scopes == (EVERYWHERE,) and any(row.scope != EVERYWHERE for row in rows):
        is_group = any(row.scope.startswith("nhom") for row in rows)
        return f"chưa biết xã thuộc {'nhóm' if is_group else 'vùng'} nào"
    asked = [row for row in rows if row.scope in place.scopes] or rows
    if any(row.is_current(day) for row in asked):
        return f"chưa có mức đạt cho {scope_name(place.scopes[0])}"
    if all(row.year not in (None, day.year) for row in asked):
        return f"chưa có mức đạt năm {day.year}" if rows else ""
    return f"chưa có mức đạt có hiệu lực vào ngày {day:%d/%m/%Y}"


def scope_name(scope: str) -> str:
    return SCOPE_NAMES.get(scope, scope)


def _nearest(rows: Sequence[Requirement], place: Place) -> Requirement | None:
    return max(rows, key=place.nearness, default=None)


def _is_left_out(row: Requirement, rows: Iterable[Requirement], place: Place) -> bool:
    """Whether levels of regions stand beside this one, of any year, but none of the commune's."""
    return (
        row.scope == EVERYWHERE
        and not row.own
        and any(one.scope != EVERYWHERE and not one.own and one.is_valid_on(place.day) for one in rows)
    )


def _times_base(row: Requirement, place: Place) -> Requirement:
    """The level as a figure: so many times that of the base; unknown where the base is."""
    if row.value is None:
        return row
    base, times = in_force(row.base, place), vietnamese(row.value, 2)
    if base is None or base.value is None:
        lack = f"chưa có mức năm {place.day.year} làm gốc để nhân {times} lần"
        return replace(row, value=None, text="", confirmed=False, lack=lack)
    sure = base.confirmed or not row.confirmed
    return replace(
        row,
        value=row.value * base.value,
        confirmed=row.confirmed and base.confirmed,
        own=row.own or base.own,
        year=base.year,
        scope=base.scope,
        text="",
        made_of=f"{times} × {vietnamese(base.value)}",
        lack=row.lack if sure else f"mức làm gốc để nhân {times} lần chưa được xác nhận",
    )
