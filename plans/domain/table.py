"""An annex table as data: what was printed, and what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from communes.domain.names import Unit


class RowKind(StrEnum):
    UNIT = "unit"
    DISTRICT = "district"  # a section row, with the stated sums of its communes
    SUBTOTAL = "subtotal"  # "Cộng huyện …" below the communes, where the section row states no sums
    TOTAL = "total"
    SECTION = "section"  # a heading between free rows: "II. Kiểm tra các xã …"
    SUBHEAD = "subhead"  # a heading of columns inside a section
    LINE = "line"  # a row the definition names
    CRITERION = "criterion"  # of a commune's block
    ITEM = "item"  # a free row, or the innermost row of a block


OWN_KINDS = (RowKind.UNIT, RowKind.LINE, RowKind.ITEM)  # rows with figures of their own


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as printed (NFC); ``value`` in one spelling: a mark "1", "0" or "", a figure "13.27", a text.

    Where the cell came from takes no part in comparing two cells. A merged cell takes ``rows`` printed rows
    and ``columns`` columns; the cells it covers are empty.
    """

    text: str = ""
    value: str = ""
    address: str = field(default="", compare=False)
    rows: int = 1
    columns: int = 1

    @property
    def meaning(self) -> tuple[str, int, int]:
        """What makes two cells say the same."""
        return self.value, self.rows, self.columns


EMPTY = Cell()


RowKey = tuple[RowKind, int | str | None]


@dataclass(frozen=True)
class Row:
    """``line`` tells the row apart where its unit does not: "7.1" of fixed lines, "II.1" of free rows, the
    number of a criterion and the place of an item within a block.
    """

    kind: RowKind
    unit: Unit | None
    cells: Mapping[str, Cell]
    children: tuple["Row", ...] = ()
    sheet: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)  # of the row in its sheet, from 1
    line: str = ""

    @property
    def key(self) -> RowKey:
        """What makes two rows the same row of the annex."""
        return self.kind, self.line or (self.unit.id if self.unit else None)

    @property
    def is_sum(self) -> bool:
        return self.kind in (RowKind.DISTRICT, RowKind.SUBTOTAL, RowKind.TOTAL)

    @property
    def title(self) -> str:
        """The row in a message: its unit's name, or its own number."""
        if self.unit:
            return self.unit.title
        return "Dòng tổng" if self.kind is RowKind.TOTAL else f"Dòng {self.line}"

    @cached_property
    def figures(self) -> Mapping[str, Cell]:
        """Every cell of the row and of the rows inside it: "met", "2/criterion", "2/1/work"."""
        if not self.children:
            return self.cells
        inside = {
            f"{child.line}/{key}": cell for child in self.children for key, cell in child.figures.items()
        }
        return {**self.cells, **inside}

    def walk(self) -> Iterator["Row"]:
        """The row, then every row inside it, as they are printed."""
        yield self
        for child in self.children:
            yield from child.walk()

    def cell(self, key: str) -> Cell:
        return self.cells.get(key, EMPTY)

    def value(self, key: str) -> str:
        return self.cell(key).value


@dataclass(frozen=True, slots=True)
class AnnexTable:
    rows: tuple[Row, ...] = ()

    def of_kind(self, kind: RowKind) -> Iterator[Row]:
        return (row for row in self.rows if row.kind == kind)

    def by_key(self) -> dict[RowKey, Row]:
        return {row.key: row for row in self.rows}
