"""An annex as part of a Word document that an office edits and prints: the same pages as the PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plans.domain.definition import AnnexDefinition

from .html import narrowed
from .layout import column_numbers, head_rows, part_of, parts_of
from .lines import Line, cut
from .looks import KEEPS_NEXT, Align, align_in, is_bold, room_of, widths_of
from .pagination import Layout
from .word import WordBook, paragraph, said, twips

MARGINS = (
    20,
    15,
    19,
    30,
)  # mm; at the bottom one less than on paper, for programs never measure quite the same
_RULE = Decimal(45)  # mm
_STYLES = {Align.LEFT: "OTrai", Align.CENTER: "OGiua", Align.JUSTIFY: "ODeu"}
_BOLD = "<w:b/><w:bCs/>"
_NARROW = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 0), ("left", 10), ("bottom", 0), ("right", 10))
)  # instead of the 2 mm that Word leaves beside every text
_PAGE_BREAK = "<w:pageBreakBefore/>"
_BESIDE = Decimal("0.9")  # mm beside the text of a cell
_SPARE = 1.0  # mm: so much less than its next row a page leaves free where it ends


@dataclass(frozen=True, slots=True)
class Printed:
    """An annex to be written; ``layouts``: of its tables, None where nothing is known of their pages."""

    definition: AnnexDefinition
    lines: Sequence[Line]
    note: str = ""
    layouts: Sequence[Layout | None] = ()


def write_docx(printed: Printed) -> bytes:
    definition = printed.definition
    title = f"{definition.label}. {definition.title}".removeprefix(". ")
    book = WordBook(title, definition.attached_to)
    add_annex(book, printed, last=True)
    return book.to_bytes()


def add_annex(book: WordBook, printed: Printed, *, last: bool) -> None:
    """The annex as a section of its own."""
    elements = _elements(printed)
    book.add_section(elements, margins=MARGINS, landscape=printed.definition.landscape, last=last)


def _elements(printed: Printed) -> Iterator[str]:
    definition = printed.definition
    yield from _title_block(definition)
    parts = parts_of(definition)
    layouts = printed.layouts or [None] * len(parts)
    for number, (places, layout) in enumerate(zip(parts, layouts, strict=True)):
        if number:
            yield paragraph("NgatPhan", properties=_PAGE_BREAK)
        whole = len(places) == len(definition.columns)
        shown = definition if whole else part_of(definition, places)
        lines = printed.lines if whole else [narrowed(line, places) for line in printed.lines]
        yield "".join(_table(shown, lines, layout, widths_of(definition, places)))
    if printed.note:
        yield paragraph("GhiChu", said(printed.note))
    yield paragraph("KetThuc", said("./."))


def _title_block(definition: AnnexDefinition) -> Iterator[str]:
    if definition.label:
        yield paragraph("KyHieuBieu", said(definition.label))
    yield paragraph("TenBieu", said(definition.title.upper()))
    yield paragraph("KemTheo", said(f"({definition.attached_to})"))
    yield short_rule("GachNgan", (room_of(definition) - _RULE) / 2)
    for text in definition.intro:
        yield paragraph("LoiDan", said(text))


def short_rule(style: str, beside: Decimal) -> str:
    """A rule with so many mm free at both sides."""
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    indent = f'<w:ind w:left="{twips(beside)}" w:right="{twips(beside)}"/>'
    return paragraph(style, properties=f"{border}{indent}")


def _table(
    definition: AnnexDefinition, lines: Sequence[Line], layout: Layout | None, widths: Sequence[Decimal]
) -> Iterator[str]:
    columns = [twips(width) for width in widths]
    border = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(
        f"<w:{side} {border}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_NARROW}</w:tblCellMar></w:tblPr>"
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    yield f"<w:tblGrid>{grid}</w:tblGrid>"
    yield from _heading(definition, columns, layout)
    yield from _rows(definition, lines, layout, columns)
    yield "</w:tbl>"


def _heading(definition: AnnexDefinition, columns: Sequence[int], layout: Layout | None) -> Iterator[str]:
    """Its rows, column numbers too, are repeated on every page."""
    levels = head_rows(definition)
    heights = iter(layout.head if layout else ())
    for depth in range(len(levels)):
        cells = []
        for above, level in enumerate(levels[: depth + 1]):
            for head in level:
                if above + head.rows <= depth:
                    continue
                width = sum(columns[head.column : head.column + head.columns])
                text = paragraph("DauCot", said(head.text) if above == depth else "")
                cells.append(
                    (head.column, _cell(text, width, head.columns, head.rows, begins=above == depth))
                )
        yield _row([cell for _, cell in sorted(cells)], next(heights, 0), heading=True)
    if numbers := column_numbers(definition):
        written = [
            _cell(paragraph("SoCot", said(n)), width) for n, width in zip(numbers, columns, strict=True)
        ]
        yield _row(written, next(heights, 0), heading=True)


def _rows(
    definition: AnnexDefinition, lines: Sequence[Line], layout: Layout | None, columns: Sequence[int]
) -> Iterator[str]:
    starts = layout.starts if layout else ()
    heights = _heights(layout) if layout else [0.0] * len(lines)
    covering = _Covering(len(columns))
    for place, (line, height) in enumerate(zip(cut(lines, starts), heights, strict=True)):
        cells = covering.cells(definition, line, columns, opens_page=place in starts)
        yield _row(cells, height, may_break=layout is None)


def _heights(layout: Layout) -> list[float]:
    """Of a page's last row as much more as keeps the next row off the page in every program."""
    heights = list(layout.heights)
    for start, slack in zip(layout.starts, layout.slack, strict=True):
        heights[start - 1] += max(0, slack + _SPARE - layout.heights[start] + _SPARE)
    return heights


class _Covering:
    """Which columns are covered by a cell that began further up, while the lines go by."""

    def __init__(self, size: int) -> None:
        self._open: list[tuple[int, int]] = [(0, 1)] * size  # lines still to cover, columns of the cell

    def cells(
        self, definition: AnnexDefinition, line: Line, columns: Sequence[int], *, opens_page: bool
    ) -> list[str]:
        made, place = [], 0
        while place < len(columns):
            left, across = self._open[place]
            if left:
                self._open[place] = (left - 1, across)
                empty = paragraph("OGiua")
                made.append(_cell(empty, sum(columns[place : place + across]), across, 2, begins=False))
                place += across
                continue
            rows, across = line.span(place)
            across = max(across, 1)
            self._open[place] = (max(rows - 1, 0), across)
            text = _text(definition, line, place, opens_page and not made)
            made.append(_cell(text, sum(columns[place : place + across]), across, rows, beside=True))
            place += across
        return made


def _text(definition: AnnexDefinition, line: Line, place: int, opens_page: bool) -> str:
    """A paragraph for each of its lines: a mere break would stretch the line before it from edge to edge.

    ``opens_page``: Word begins the page here.
    """
    kept = "<w:keepNext/>" if line.kind in KEEPS_NEXT else ""
    marks = [_BOLD] if is_bold(definition, line) else []
    style = _STYLES[align_in(line, definition.columns[place])]
    first, *others = line.texts[place].split("\n")
    top = paragraph(style, said(first, *marks), properties=f"{kept}{_PAGE_BREAK if opens_page else ''}")
    return top + "".join(paragraph(style, said(text, *marks), properties=kept) for text in others)


def _cell(
    text: str, width: int, columns: int = 1, rows: int = 1, *, begins: bool = True, beside: bool = False
) -> str:
    margin = twips(_BESIDE)
    sides = f'<w:tcMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tcMar>'
    merged = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else "",
        merged if rows > 1 else "",
        sides if beside and _is_words(text) else "",
        '<w:vAlign w:val="center"/>',
    )
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{text}</w:tc>"


def _is_words(text: str) -> bool:
    return '"OTrai"' in text or '"ODeu"' in text


def _row(cells: Iterable[str], height: float, *, heading: bool = False, may_break: bool = False) -> str:
    """Not torn apart over two pages, unless nobody knows how high it is."""
    properties = (
        "" if may_break else "<w:cantSplit/>",
        f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else "",
        "<w:tblHeader/>" if heading else "",
    )
    return f"<w:tr><w:trPr>{''.join(properties)}</w:trPr>{''.join(cells)}</w:tr>"
