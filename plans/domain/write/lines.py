"""An annex table as the lines that are printed, one below the other, with the cells that take several."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from communes.domain.names import Unit
from plans.domain.definition import AnnexDefinition
from plans.domain.table import EMPTY, AnnexTable, Cell, Row, RowKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """What a line was made of: the row of the table, the row inside it whose line it is, the cells that begin
    here by column, and where in ``root.figures`` each of them stands.
    """

    root: Row
    row: Row
    cells: Mapping[str, Cell]
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a text for each column of the definition.

    ``rows`` and ``columns`` say how many lines and columns each cell takes; 0 where it is covered by
    another. Both are empty where every cell takes one.
    """

    kind: RowKind
    unit: Unit | None
    texts: tuple[str, ...]
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    part: Part | None = field(default=None, compare=False)

    def span(self, place: int) -> tuple[int, int]:
        """Lines and columns that the cell takes; (0, 0) where it is covered."""
        return (self.rows[place], self.columns[place]) if self.rows else (1, 1)


def printed_lines(definition: AnnexDefinition, table: AnnexTable) -> tuple[Line, ...]:
    """Every cell as it came."""
    parts = [part for row in table.rows for part in _parts(row, row)]
    keys = [column.key for column in definition.columns]
    lines = [
        Line(
            part.row.kind,
            part.row.unit,
            tuple(part.cells.get(key, EMPTY).text for key in keys),
            part=part,
        )
        for part in parts
    ]
    if all((cell.rows, cell.columns) == (1, 1) for part in parts for cell in part.cells.values()):
        return tuple(lines)
    spans = _spans([[part.cells.get(key, EMPTY) for key in keys] for part in parts])
    return tuple(
        replace(line, rows=rows, columns=columns) for line, (rows, columns) in zip(lines, spans, strict=True)
    )


def _parts(root: Row, row: Row, prefix: str = "") -> Iterator[Part]:
    """The lines of a row: where it has rows inside, its cells take all of theirs and stand in the first."""
    own = {key: f"{prefix}{key}" for key in row.cells}
    inside = [part for child in row.children for part in _parts(root, child, f"{prefix}{child.line}/")]
    if not inside:
        yield Part(root, row, row.cells, own)
        return
    over = {key: replace(cell, rows=len(inside)) for key, cell in row.cells.items()}
    yield replace(inside[0], row=row, cells={**inside[0].cells, **over}, paths={**inside[0].paths, **own})
    yield from inside[1:]


def _spans(grid: Sequence[Sequence[Cell]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each line what its cells take; a cell takes no more than there is, and nothing that is taken."""
    covered: set[tuple[int, int]] = set()
    for line, cells in enumerate(grid):
        rows, columns = [], []
        for place, cell in enumerate(cells):
            if (line, place) in covered:
                rows.append(0)
                columns.append(0)
                continue
            down = _room(cell.rows, (bool(grid[below][place].text) for below in range(line + 1, len(grid))))
            across = _room(
                cell.columns,
                (
                    bool(cells[right].text) or (line, right) in covered
                    for right in range(place + 1, len(cells))
                ),
            )
            area = {(line + i, place + j) for i in range(down) for j in range(across)}
            covered |= area
            rows.append(down)
            columns.append(across)
        yield tuple(rows), tuple(columns)


def _room(wanted: int, taken: Iterable[bool]) -> int:
    """How many of ``wanted`` places there are, the cell's own being the first."""
    room = 1
    for is_taken in taken:
        if room >= wanted or is_taken:
            break
        room += 1
    return room


def cut(lines: Sequence[Line], starts: Iterable[int]) -> tuple[Line, ...]:
    """The lines with no cell reaching over the start of a page: what goes on there says its text again.

    ``starts``: places of the lines that begin a page.
    """
    made = list(lines)
    for start in sorted(set(starts)):
        if 0 < start < len(made) and made[start].rows:
            _cut_at(made, start)
    return tuple(made)


def _cut_at(lines: list[Line], start: int) -> None:
    for place in range(len(lines[start].texts)):
        origin = _reaching(lines, start, place)
        if origin is None:
            continue
        first = lines[origin]
        rows, columns = first.span(place)
        lines[origin] = replace(first, rows=_with(first.rows, place, start - origin))
        there = lines[start]
        lines[start] = replace(
            there,
            texts=_with(there.texts, place, first.texts[place]),
            rows=_with(there.rows, place, rows - (start - origin)),
            columns=_with(there.columns, place, columns),
        )


def _reaching(lines: Sequence[Line], start: int, place: int) -> int | None:
    """The line above in whose column a cell begins that reaches over the start of this one."""
    if lines[start].rows[place]:
        return None
    for above in range(start - 1, -1, -1):
        if rows := lines[above].span(place)[0]:
            return above if above + rows > start else None
    return None


def _with(values: Sequence[T], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])
