"""What a biểu looks like, said once: columns, row shape, sum rules, paper."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from communes.domain.names import NameIndex, Unit
from criteria.domain.values import Measure
from ntm.dates import long_date

from .findings import Finding
from .table import AnnexTable, RowKey, RowKind

_BLANK = " " * 5  # room for a figure written by hand or by the registry


class ColumnType(StrEnum):
    ORDINAL = "ordinal"  # the printed number of the row, "III" or "7.1": text
    NAME = "name"  # the unit the row speaks of, as printed
    MARK = "mark"  # 1, 0 or blank, however the sheet writes it
    COUNT = "count"  # a whole number, not below nought
    DECIMAL = "decimal"
    TEXT = "text"
    RESULT = "result"  # what was achieved, in the grammar of criteria.domain.values


_LABELS = (ColumnType.ORDINAL, ColumnType.NAME)


class Shape(StrEnum):
    UNITS = "units"  # one row per unit, communes in sections by district
    LINES = "lines"  # the rows the definition names
    BLOCKS = "blocks"  # commune → criterion → item
    ROWS = "rows"  # rows that somebody writes, in sections or not


class Level(StrEnum):
    DISTRICT = "district"
    COMMUNE = "commune"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``aliases`` are other Vietnamese headings it goes by; ``group`` is the heading above.

    Columns of one group without a title share its heading: the first of the group in the sheet is the first
    here. A result has its ``measure``. In a block, ``of`` is the kind of row whose cell stands here.
    """

    key: str
    title: str
    type: ColumnType
    width: Decimal  # mm on paper
    aliases: tuple[str, ...] = ()
    group: str = ""
    required: bool = True
    short: str = ""  # heading on the screen, where the title is long
    measure: Measure | None = None
    of: RowKind = RowKind.UNIT

    @property
    def heading(self) -> str:
        """What the column is called where it stands alone."""
        return self.title or self.group

    @property
    def is_sum(self) -> bool:
        return self.type in (ColumnType.COUNT, ColumnType.DECIMAL)

    @property
    def is_mark(self) -> bool:
        """Whether a unit's cell says met or not, and no figure."""
        return self.type is ColumnType.MARK or (self.measure is not None and self.measure.kind.is_mark)


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
class FixedLine:
    """A row the definition names by ``ordinal`` and ``title``; ``aliases`` are other titles it goes by."""

    key: str
    ordinal: str
    title: str
    aliases: tuple[str, ...] = ()
    is_heading: bool = False  # holds no figures
    is_count: bool = False  # "1.269" is a whole number
    is_optional: bool = False  # known where a sheet has it, but no template asks for it


@dataclass(frozen=True, slots=True)
class Expected:
    """What a cell must state if the other figures of the table are right.

    ``code`` is that of the finding where it states something else, ``why`` says what was computed ("cộng 10
    huyện được", "Biểu số 02 có"); ``digits`` decimals it is printed with. ``coverage``: how many of how many
    units have a figure, where not all have.
    """

    row: RowKey
    column: str
    value: Decimal
    code: str
    why: str
    digits: int = 0
    coverage: tuple[int, int] | None = None


@dataclass(frozen=True)
class AnnexDefinition:
    """One annex. Of the shape UNITS a keyed matrix: one row per unit of ``level``, communes in sections by
    district, with the sums it states.

    ``rules``: what cells must state; from them follow the check and the print with computed figures.
    ``checks``: whatever else is worth saying. Both see the whole table and only its own figures.
    ``printed`` is False for what a plan states in its text and not in an annex.

    ``fills_in``: a sheet brings what it holds and leaves the rest as it is: any of the columns may be absent,
    a blank means "no change", "xóa" clears. Of such an annex sums are compared, never stored.
    """

    code: str
    label: str
    title: str
    attached_to: str  # in brackets under the title: "Kèm theo Kế hoạch số …"
    columns: tuple[Column, ...]
    level: Level = Level.COMMUNE
    shape: Shape = Shape.UNITS
    lines: tuple[FixedLine, ...] = ()
    intro: tuple[str, ...] = ()  # paragraphs between the title and the table
    rules: tuple["Rule", ...] = ()
    checks: tuple["Check", ...] = ()
    printed: bool = True
    rounding: Rounding = Rounding.HALF_UP
    digits: int = 2
    plan_number: str = ""
    row_total: RowTotal | None = None
    column_total: ColumnTotal | None = None
    average: Average | None = None
    total_label: str = ""
    fills_in: bool = False
    number_row: bool = True  # a row of column numbers under the heading
    landscape: bool = True

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def keys(self, *types: ColumnType) -> Sequence[str]:
        return tuple(column.key for column in self.columns if column.type in types)

    @cached_property
    def figure_keys(self) -> Sequence[str]:
        return self.keys(ColumnType.MARK, ColumnType.COUNT, ColumnType.DECIMAL, ColumnType.RESULT)

    @cached_property
    def unit_keys(self) -> Sequence[str]:
        """The columns in which a unit's own figures stand: its sums are none."""
        sums = {rule.target for rule in (self.row_total, self.average) if rule}
        return tuple(key for key in self.figure_keys if key not in sums)

    @cached_property
    def label_keys(self) -> Sequence[str]:
        """The columns that say which row it is."""
        return self.keys(*_LABELS)

    @property
    def is_of_units(self) -> bool:
        return self.shape is Shape.UNITS

    @property
    def sums_by_district(self) -> bool:
        """Whether marks of communes are summed in a row of their district."""
        return self.row_total is not None or self.average is not None

    @property
    def has_sums(self) -> bool:
        """Whether anything in it follows from the rest, so that it can be computed."""
        return self.sums_by_district or self.column_total is not None or bool(self.rules)

    @cached_property
    def keys_beside_labels(self) -> Sequence[str]:
        return tuple(column.key for column in self.columns if column.type not in _LABELS)

    @cached_property
    def ordinal_key(self) -> str:
        """The column of the printed numbers; empty where the annex has none."""
        return next(iter(self.keys(ColumnType.ORDINAL)), "")

    @cached_property
    def name_key(self) -> str:
        return self.keys(ColumnType.NAME)[0]

    @cached_property
    def stored_keys(self) -> Sequence[str]:
        """The figures that are kept, and so can change."""
        return self.unit_keys if self.fills_in else self.figure_keys

    @cached_property
    def data_keys(self) -> Sequence[str]:
        """A unit with one of these filled in is a unit with data."""
        if self.fills_in or self.row_total is None:
            return self.unit_keys
        return (*self.row_total.of, self.row_total.target)

    def narrowed(self, keys: Collection[str]) -> "AnnexDefinition":
        """The same without the figures of other columns than these: what one person fills in."""
        whole = set(self.unit_keys) <= set(keys)
        columns = (
            column
            for column in self.columns
            if column.key in keys or column.type in _LABELS or (whole and column.is_sum)
        )
        return replace(self, columns=tuple(columns), row_total=self.row_total if whole else None)

    def units_of(self, index: NameIndex) -> Sequence[Unit]:
        """The units that have a row each, in official order."""
        return index.districts if self.level is Level.DISTRICT else index.communes_of(None)

    @cached_property
    def mark_keys(self) -> Sequence[str]:
        return tuple(column.key for column in self.columns if column.is_mark)


Rule = Callable[[AnnexDefinition, AnnexTable, NameIndex], Iterable[Expected]]
Check = Callable[[AnnexDefinition, AnnexTable, NameIndex], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    number: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """All a definition may ask of a period and the step whose results it shows."""

    period: str  # "6 tháng đầu năm 2022"
    stage: str  # "huyện thẩm tra"
    province: str  # "tỉnh Điện Biên"
    measures: tuple[Measure, ...]
    annex_label: str
    annex_title: str


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
    annex_intro: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()  # numbers of the set's indicators
    as_of_month: int | None = None  # of the last year: until when the annex says what was reached

    @property
    def reference(self) -> str:
        """The plan as its annexes name it; what the registry has not given yet stays blank."""
        number = self.number or f"{_BLANK}/KH-UBND"
        day = long_date(self.date) if self.date else f"ngày {_BLANK}tháng {_BLANK}năm{_BLANK}"
        return f"Kế hoạch số {number} {day} của {self.issuer}"


def of_plan(code: str, plan: PlanFacts, columns: Iterable[Column], **rest: Any) -> AnnexDefinition:
    """An annex of the plan, with the label, title and paragraphs the plan gives it; ``rest`` as in the
    definition."""
    verb = "Kèm theo" if rest.get("printed", True) else "Theo"
    return AnnexDefinition(
        code=code,
        label=plan.annex_label,
        title=plan.annex_title,
        attached_to=f"{verb} {plan.reference}",
        plan_number=plan.number,
        intro=plan.annex_intro,
        columns=tuple(columns),
        rounding=plan.rounding,
        digits=plan.digits,
        **rest,
    )
