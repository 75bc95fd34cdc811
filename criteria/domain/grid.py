"""The entry grid as a table of cells: what is counted in it, and what its filters leave."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from .values import Kind, Measure, State


class Only(StrEnum):
    """What a filter leaves; the values stand in addresses."""

    ALL = ""
    EMPTY = "trong"
    UNMET = "chua-dat"
    CHANGED = "thay-doi"


ONLY_NAMES = {
    Only.ALL: "Tất cả",
    Only.EMPTY: "Chưa có số liệu",
    Only.UNMET: "Chưa đạt",
    Only.CHANGED: "Thay đổi kỳ này",
}
UNMET = (State.NOT_MET, State.BASICALLY_MET)  # only what is met counts


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as it is shown: ``last`` is the last period's text, "" where it has none.

    ``noted``: a note or remaining work stands behind it; ``open``: the user may write it now.
    """

    text: str = ""
    state: State = State.NO_DATA
    version: int = 0
    last: str = ""
    noted: bool = False
    open: bool = False

    @property
    def has(self) -> bool:
        return bool(self.text)

    @property
    def changed(self) -> bool:
        """Against the last period; what was or is not stated does not differ."""
        return bool(self.text and self.last) and self.text != self.last

    def fits(self, only: Only) -> bool:
        if only is Only.EMPTY:
            return not self.text
        if only is Only.UNMET:
            return self.state in UNMET
        return only is Only.ALL or self.changed


@dataclass(frozen=True, slots=True)
class Count:
    """How many cells are met, of how many with data: "13/19"."""

    met: int = 0
    has: int = 0

    def __str__(self) -> str:
        return f"{self.met}/{self.has}"


def count(cells: Iterable[GridCell]) -> Count:
    stated = [cell for cell in cells if cell.has]
    return Count(sum(cell.state is State.MET for cell in stated), len(stated))


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of one commune, in the order of the columns."""

    commune_id: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """Communes down, columns across.

    Beside indicators a criterion's own column is its verdict: it stands in the table, but not in the counts
    of the rows, which count one sort of thing.
    """

    columns: tuple[Measure, ...]
    rows: tuple[GridRow, ...]

    @cached_property
    def verdicts(self) -> tuple[bool, ...]:
        """Which columns are a criterion beside its indicators."""
        marks = tuple(column.kind is Kind.CRITERION for column in self.columns)
        return tuple(False for _ in marks) if all(marks) else marks

    def row_count(self, row: GridRow) -> Count:
        return count(cell for cell, verdict in zip(row.cells, self.verdicts, strict=True) if not verdict)

    @cached_property
    def column_counts(self) -> tuple[Count, ...]:
        return tuple(count(row.cells[place] for row in self.rows) for place, _ in enumerate(self.columns))

    @cached_property
    def longest(self) -> tuple[int, ...]:
        """Of each column, how many letters its longest text has."""
        return tuple(
            max((len(row.cells[place].text) for row in self.rows), default=0)
            for place, _ in enumerate(self.columns)
        )

    @cached_property
    def total(self) -> Count:
        counts = [self.row_count(row) for row in self.rows]
        return Count(sum(one.met for one in counts), sum(one.has for one in counts))

    def hits(self, only: Only) -> int:
        """How many cells the filter is about."""
        return sum(cell.fits(only) for row in self.rows for cell in row.cells)

    def narrowed(self, only: Only) -> "Grid":
        """Without the rows and columns in which no cell fits; the cells of those that stay stay whole."""
        if only is Only.ALL:
            return self
        rows = [row for row in self.rows if any(cell.fits(only) for cell in row.cells)]
        kept = [
            place for place, _ in enumerate(self.columns) if any(row.cells[place].fits(only) for row in rows)
        ]
        return Grid(
            tuple(self.columns[place] for place in kept),
            tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows),
        )


_HINTS = {
    Kind.PERCENTAGE: "Ghi tỷ lệ % như 87,5 hoặc phân số như 45/60",
    Kind.AMOUNT: "Ghi số tiền như 45,2",
    Kind.QUANTITY: "Ghi khối lượng như 6,2",
    Kind.COUNT: "Ghi số nguyên như 12",
    Kind.RATIO: "Ghi số lần như 1,5",
}


def writing_hint(measure: Measure, *, if_any: bool = False) -> str:
    """How to write the figure, in a sentence or two; ``if_any``: it does not concern every commune."""
    if measure.kind.is_mark:
        hint = "Ghi 1 (đạt), 0 (chưa đạt), CB (cơ bản đạt) hoặc KA (không áp dụng)."
    elif measure.kind is Kind.LEVEL:
        hint = (
            "Ghi mức độ, xếp loại; đã kết luận thì thêm dấu chấm phẩy và Đ, CĐ, CB hoặc KA, như “Loại B; Đ”."
        )
    else:
        hint = f"{_HINTS[measure.kind]}; đã kết luận thì thêm Đ, CĐ, CB hoặc KA ở sau."
    if measure.by_sex:
        hint += " Nam, nữ ghi riêng: 85 (nam 86; nữ 84)."
    if if_any:
        hint += " Chỉ xét nếu có: xã không có thì ghi KA."
    return hint
