"""A document on its way to the PDF program: HTML in pieces, its tables still as lines.

Where a page begins is known only to who lays the page out, and there merged cells are cut: what goes on
says its text again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from plans.domain.table import RowKind

from .lines import Line, cut

_STROKED = re.compile(
    r"(?<!\S)[^\s/&]{1,12}(?<!\.)/[^\s/&]{1,8}(?:/[^\s/&]{1,8})?(?!\S)"
)  # longer ones may have to break

Starts = Sequence[Sequence[int]]  # for each table the lines that begin a page


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``tags``: how the cells of each column open; ``classes``: of each line, empty for most."""

    opening: str
    tags: tuple[str, ...]
    lines: tuple[Line, ...]
    classes: tuple[str, ...]

    @property
    def has_tall_cells(self) -> bool:
        return any(rows > 1 for line in self.lines for rows in line.rows)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document whose pages are numbered from 1. ``pieces``: HTML and tables in turn."""

    head: str
    pieces: tuple[str | Grid, ...]
    landscape: bool = False

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Grid))

    def with_grids(self, grids: Iterable[Grid]) -> "Paper":
        """The same with these tables in the place of its own."""
        waiting = iter(grids)
        pieces = tuple(next(waiting) if isinstance(piece, Grid) else piece for piece in self.pieces)
        return Paper(self.head, pieces, self.landscape)


def as_html(paper: Paper, starts: Starts = (), *, named: bool = False) -> str:
    """The document. ``named``: its rows can be found again, as "r0-17" the 18th row of the first table."""
    return "\n".join(_document(paper, starts, named))


def _document(paper: Paper, starts: Starts, named: bool) -> Iterator[str]:
    yield paper.head
    yield f'<body class="{"landscape" if paper.landscape else "portrait"}">'
    number = 0
    for piece in paper.pieces:
        if isinstance(piece, str):
            yield piece
            continue
        yield from _table(piece, starts[number] if starts else (), f"r{number}-" if named else "")
        number += 1
    yield "</body>"
    yield "</html>"


def _table(grid: Grid, starts: Sequence[int], name: str) -> Iterator[str]:
    yield named_heading(grid.opening, int(name[1:-1])) if name else grid.opening
    yield "<tbody>"
    for place, (line, look) in enumerate(zip(cut(grid.lines, starts), grid.classes, strict=True)):
        begins = " starts" if place and place in starts else ""
        yield _row(line, grid.tags, f"{look}{begins}".strip(), f"{name}{place}" if name else "")
    yield "</tbody>"
    yield "</table>"


def named_heading(opening: str, number: int) -> str:
    """With the rows of the heading named "h0-0", "h0-1" for the first table."""
    first, *rows = opening.split("<tr")
    return first + "".join(f"<tr id=h{number}-{place}{row}" for place, row in enumerate(rows))


def _row(line: Line, tags: Sequence[str], look: str, name: str) -> str:
    cells = []
    for place, (tag, text) in enumerate(zip(tags, line.texts, strict=True)):
        rows, columns = line.span(place)
        if rows:
            cells.append(f"{_spanning(tag, rows, columns)}{as_lines(text)}")
    return f"{row_tag(look, name)}{''.join(cells)}"


def row_tag(look: str, name: str = "") -> str:
    quoted = f'"{look}"' if " " in look else look
    return f"<tr{f' class={quoted}' if look else ''}{f' id={name}' if name else ''}>"


def _spanning(tag: str, rows: int, columns: int) -> str:
    spans = (f" rowspan={rows}" if rows > 1 else "") + (f" colspan={columns}" if columns > 1 else "")
    return f"{tag[:-1]}{spans}>" if spans else tag


def as_lines(text: str) -> str:
    return unbroken(text).replace("\n", "<br>")


def unbroken(text: str) -> str:
    """As markup; "01/QĐ-TTg" and "đồng/năm" go on at their stroke, as in Word and on the plans themselves."""
    if "/" not in text:
        return escape(text)
    return _STROKED.sub(r'<span class="whole">\g<0></span>', escape(text))


def to_data(paper: Paper) -> dict[str, Any]:
    """For JSON."""
    pieces = [piece if isinstance(piece, str) else _grid_data(piece) for piece in paper.pieces]
    return {"head": paper.head, "landscape": paper.landscape, "pieces": pieces}


def _grid_data(grid: Grid) -> dict[str, Any]:
    lines = [[line.kind, line.texts, line.rows, line.columns] for line in grid.lines]
    return {"opening": grid.opening, "tags": grid.tags, "lines": lines, "classes": grid.classes}


def from_data(data: Mapping[str, Any]) -> Paper:
    pieces = tuple(piece if isinstance(piece, str) else _grid(piece) for piece in data["pieces"])
    return Paper(data["head"], pieces, data["landscape"])


def _grid(data: Mapping[str, Any]) -> Grid:
    lines = tuple(
        Line(RowKind(kind), None, tuple(texts), tuple(rows), tuple(columns))
        for kind, texts, rows, columns in data["lines"]
    )
    return Grid(data["opening"], tuple(data["tags"]), lines, tuple(data["classes"]))
