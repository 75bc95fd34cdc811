"""Documents laid out by WeasyPrint: only the PDF program of its own process imports this."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .lines import Line
from .pagination import Heights, Layout, divided, lay_out, tall_cells, tall_lines, unmerged
from .papers import Grid, Paper, as_html, as_lines, named_heading, row_tag

STYLESHEETS = (Path(__file__).with_name("annex.css"), Path(__file__).with_name("plan.css"))

_MM = 25.4 / 96  # of the pixels in which WeasyPrint says its places
_TALLEST = 1_000_000  # mm: a page on which everything is measured at once
_TRIES = 3
_MARGINS = {True: (20, 210 - 20), False: (20, 297 - 20)}  # landscape: mm from the top edge, as in annex.css


class Press:
    """Raises OSError where Pango or one of its kin cannot be loaded."""

    def __init__(self) -> None:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher

        self._html, self._nothing = HTML, URLFetcher(allowed_protocols=())  # a document brings all it needs
        self._styles = [CSS(path) for path in STYLESHEETS]
        self._measuring = CSS(string=f"@page{{size:210mm {_TALLEST}mm}}@page wide{{size:297mm {_TALLEST}mm}}")

    def pdf(self, papers: Sequence[Paper]) -> bytes:
        """One file of all of them, each with pages of its own."""
        documents = [self._render(as_html(*self._paged(paper))) for paper in papers]
        pages = [page for document in documents for page in document.pages]
        pdf: bytes = documents[0].copy(pages).write_pdf(pdf_variant="pdf/a-2u")
        return pdf

    def layouts(self, paper: Paper) -> list[Layout | None]:
        """Each table on its pages; None for one that had to be divided to fit them."""
        fitted, layouts = self._fitted(paper)
        if layouts:
            pairs = zip(paper.grids, fitted.grids, layouts, strict=True)
            return [layout if len(old.lines) == len(new.lines) else None for old, new, layout in pairs]
        return self._natural(paper)

    def _paged(self, paper: Paper) -> tuple[Paper, list[tuple[int, ...]]]:
        fitted, layouts = self._fitted(paper)
        return fitted, [layout.starts for layout in layouts]

    def _fitted(self, paper: Paper) -> tuple[Paper, list[Layout]]:
        """The paper with nothing higher than a page, and its tables on their pages; where no cell takes
        several lines WeasyPrint finds the pages by itself."""
        if not any(grid.has_tall_cells for grid in paper.grids):
            return paper, []
        for _ in range(_TRIES):
            measured = self._measure(paper)
            if not any(tall_lines(heights) or tall_cells(heights) for heights in measured):
                break
            pairs = zip(paper.grids, measured, strict=True)
            paper = paper.with_grids([_lowered(grid, heights) for grid, heights in pairs])
        return paper, [lay_out(grid.lines, h) for grid, h in zip(paper.grids, measured, strict=True)]

    def _measure(self, paper: Paper) -> list[Heights]:
        """All on one page as high as need be, each merged cell in a line of its own below the others."""
        html = as_html(Paper(paper.head, tuple(_measurable(paper)), paper.landscape))
        rects = self._render(html, self._measuring).pages[0].anchors
        return [
            _heights(paper, grid, number, {name: _place(rect) for name, rect in rects.items()})
            for number, grid in enumerate(paper.grids)
        ]

    def _natural(self, paper: Paper) -> list[Layout | None]:
        if not paper.grids:
            return []
        document = self._render(as_html(paper, named=True))
        pages = [{name: _place(rect) for name, rect in page.anchors.items()} for page in document.pages]
        return [_found(paper, number, pages) for number in range(len(paper.grids))]

    def _render(self, html: str, *styles: Any) -> Any:
        document = self._html(string=html, url_fetcher=self._nothing)
        return document.render(stylesheets=[*self._styles, *styles])


def _place(rect: Sequence[float]) -> tuple[float, float]:
    """Upper and lower edge, mm."""
    return rect[1] * _MM, rect[3] * _MM


def _lowered(grid: Grid, heights: Heights) -> Grid:
    """Without merged cells higher than a page; if there are none, without such lines."""
    if cells := tall_cells(heights):
        return replace(grid, lines=unmerged(grid.lines, cells))
    made = divided(grid.lines, heights, tall_lines(heights))
    looks = iter(grid.classes)
    look, classes = "", []
    for _, goes_on in made:
        look = f"{look.removesuffix(' goes-on')} goes-on".strip() if goes_on else next(looks)
        classes.append(look)
    return replace(grid, lines=tuple(line for line, _ in made), classes=tuple(classes))


def _measurable(paper: Paper) -> Iterator[str]:
    number = 0
    for piece in paper.pieces:
        if isinstance(piece, str):
            yield piece
            continue
        yield named_heading(piece.opening, number)
        yield "<tbody>"
        yield from _measured_rows(piece, number)
        yield "</tbody></table>"
        number += 1
    yield "<p id=bottom></p>"


def _measured_rows(grid: Grid, number: int) -> Iterator[str]:
    size = len(grid.tags)
    for place, (line, look) in enumerate(zip(grid.lines, grid.classes, strict=True)):
        yield row_tag(look, f"r{number}-{place}")
        for column, tag in enumerate(grid.tags):
            rows, columns = line.span(column)
            if rows == 1:
                spans = f" colspan={columns}" if columns > 1 else ""
                yield f"{tag[:-1]}{spans}>{as_lines(line.texts[column])}"
            elif rows > 1 or not _covered_beside(line, column):
                yield "<td>"
    for place, column in _tall(grid):
        _, columns = grid.lines[place].span(column)
        text = as_lines(grid.lines[place].texts[column])
        before, after = "<td>" * column, "<td>" * (size - column - columns)
        yield row_tag(grid.classes[place], f"m{number}-{place}-{column}")
        yield f"{before}{grid.tags[column][:-1]} colspan={columns}>{text}{after}"
    yield f"<tr id=z{number}>{'<td>' * size}"


def _covered_beside(line: Line, column: int) -> bool:
    """Whether a cell at its left, of this line alone, covers the column."""
    return any(line.span(left)[0] == 1 and left + line.span(left)[1] > column for left in range(column))


def _tall(grid: Grid) -> list[tuple[int, int]]:
    return [
        (place, column)
        for place, line in enumerate(grid.lines)
        for column, rows in enumerate(line.rows)
        if rows > 1
    ]


def _heights(paper: Paper, grid: Grid, number: int, places: dict[str, tuple[float, float]]) -> Heights:
    top, bottom = _MARGINS[paper.landscape]
    head, first = places[f"h{number}-0"][0], places[f"r{number}-0"][0]
    last = places[f"z{number}"][1]
    tail = places["bottom"][0] - last if number == len(paper.grids) - 1 else 0
    room = bottom - top - (first - head)
    return Heights(
        tuple(_height(places[f"r{number}-{place}"]) for place in range(len(grid.lines))),
        {place: _height(places[f"m{number}-{place[0]}-{place[1]}"]) for place in _tall(grid)},
        room if number else bottom - first,
        room,
        tail,
        _heading(number, places),
    )


def _heading(number: int, places: dict[str, tuple[float, float]]) -> tuple[float, ...]:
    """The heights of a table's heading rows."""
    start = f"h{number}-"
    return tuple(_height(place) for name, place in places.items() if name.startswith(start))


def _height(place: tuple[float, float]) -> float:
    return place[1] - place[0]


def _found(paper: Paper, number: int, pages: Sequence[dict[str, tuple[float, float]]]) -> Layout:
    """A table as WeasyPrint has set it on pages."""
    _, bottom = _MARGINS[paper.landscape]
    start = f"r{number}-"
    rows = [
        {int(name.removeprefix(start)): place for name, place in page.items() if name.startswith(start)}
        for page in pages
    ]
    held = [page for page in rows if page]
    heights = {line: _height(place) for page in held for line, place in page.items()}
    return Layout(
        tuple(min(page) for page in held[1:]),
        tuple(heights[line] for line in sorted(heights)),
        tuple(bottom - max(place[1] for place in page.values()) for page in held[:-1]),
        next((head for page in pages if (head := _heading(number, page))), ()),
    )
