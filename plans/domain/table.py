"""An annex table as data: what was printed, and what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from communes.domain.names import Unit


class RowKind(StrEnum):
    UNIT = "unit"
    DISTRICT = "district"  # a section row, with the stated sums of its communes
    SUBTOTAL = "subtotal"  # "Cộng huyện …" below the communes, where the section row states no sums
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as printed (NFC); ``value`` in one spelling: a mark "1", "0" or "", a figure "13.27", a text.

    Where the cell came from takes no part in comparing two cells.
    """

    text: str = ""
    value: str = ""
    address: str = field(default="", compare=False)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    kind: RowKind
    unit: Unit | None
    cells: Mapping[str, Cell]
    children: tuple["Row", ...] = ()
    sheet: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)  # of the row in its sheet, from 1

    @property
    def key(self) -> tuple[RowKind, int | None]:
        """What makes two rows the same row of the annex."""
        return self.kind, self.unit.id if self.unit else None

    def cell(self, key: str) -> Cell:
        return self.cells.get(key, EMPTY)

    def value(self, key: str) -> str:
        return self.cell(key).value


@dataclass(frozen=True, slots=True)
class AnnexTable:
    rows: tuple[Row, ...] = ()

    def of_kind(self, kind: RowKind) -> Iterator[Row]:
        return (row for row in self.rows if row.kind == kind)

    def by_key(self) -> dict[tuple[RowKind, int | None], Row]:
        return {row.key: row for row in self.rows}
