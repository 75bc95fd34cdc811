"""What a biểu looks like, said once: columns, row shape, sum rules, paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntm.dates import long_date

_BLANK = " " * 5  # room for a figure written by hand or by the registry


class ColumnType(StrEnum):
    ORDINAL = "ordinal"  # the printed number of the row, "III" or "7.1": text
    NAME = "name"  # the unit the row speaks of, as printed
    MARK = "mark"  # 1, 0 or blank, however the sheet writes it
    COUNT = "count"  # a whole number, not below nought
    DECIMAL = "decimal"
    TEXT = "text"


class Level(StrEnum):
    DISTRICT = "district"
    COMMUNE = "commune"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``aliases`` are other Vietnamese headings it goes by; ``group`` is the heading above."""

    key: str
    title: str
    type: ColumnType
    width: Decimal  # mm on paper
    aliases: tuple[str, ...] = ()
    group: str = ""
    required: bool = True
    short: str = ""  # heading on the screen, where the title is long


@dataclass(frozen=True, slots=True)
class RowTotal:
    """On a unit's row, ``target`` states how many of the marks ``of`` are met."""

    target: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """On a district's row and on the total row, each column ``of`` states the sum over the communes."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Average:
    """On a district's row and on the total row, ``target`` states ``of`` by the number of communes."""

    target: str
    of: str


@dataclass(frozen=True, slots=True)
class AnnexDefinition:
    """A keyed matrix: one row per unit of ``level``, in sections by district, with the sums it states."""

    code: str
    label: str
    title: str
    attached_to: str  # "(Kèm theo Kế hoạch số …)" under the title, without the brackets
    plan_number: str
    columns: tuple[Column, ...]
    level: Level
    row_total: RowTotal
    column_total: ColumnTotal
    average: Average
    total_label: str
    rounding: Rounding
    digits: int
    number_row: bool = True  # a row of column numbers under the heading
    landscape: bool = True

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def keys(self, *types: ColumnType) -> Sequence[str]:
        return tuple(column.key for column in self.columns if column.type in types)

    @property
    def figure_keys(self) -> Sequence[str]:
        return self.keys(ColumnType.MARK, ColumnType.COUNT, ColumnType.DECIMAL)


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    number: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All a definition may ask of a plan and of the annex in it."""

    slug: str
    number: str  # "1986/KH-UBND"; empty until the registry gives it
    date: date | None
    title: str
    issuer: str  # in its short form, "UBND tỉnh Điện Biên"
    province: str  # "Điện Biên"
    first_year: int
    last_year: int
    baseline_year: int
    criteria: tuple[CriterionFacts, ...]
    rounding: Rounding
    digits: int
    annex_label: str
    annex_title: str

    @property
    def reference(self) -> str:
        """The plan as its annexes name it; what the registry has not given yet stays blank."""
        number = self.number or f"{_BLANK}/KH-UBND"
        day = long_date(self.date) if self.date else f"ngày {_BLANK}tháng {_BLANK}năm{_BLANK}"
        return f"Kế hoạch số {number} {day} của {self.issuer}"
