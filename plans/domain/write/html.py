"""An annex table as a document for paper; ``annex.css`` beside this module says how it looks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from plans.domain.definition import AnnexDefinition

from . import papers
from .layout import HeadCell, column_numbers, head_rows, part_of, parts_of
from .lines import Line
from .looks import Align, align_of, kind_of, widths_of
from .papers import Grid, Paper

_TAGS = {Align.LEFT: "<td class=left>", Align.CENTER: "<td>", Align.JUSTIFY: "<td class=words>"}


def as_html(definition: AnnexDefinition, lines: Sequence[Line], *, note: str = "") -> str:
    """The document as one text, its merged cells where they are in the table."""
    return papers.as_html(as_paper(definition, lines, note=note))


def as_paper(definition: AnnexDefinition, lines: Sequence[Line], *, note: str = "") -> Paper:
    """The whole document: title block, intro, table, note, and the "./." that ends an annex.

    A table too wide for the paper comes in parts, one below the other.
    """
    parts = parts_of(definition)
    closing = [f'<p class="note">{escape(note)}</p>' if note else "", '<p class="end">./.</p>']
    pieces: tuple[str | Grid, ...] = (
        "\n".join([*_title_block(definition), *_intro(definition)]),
        *(_grid(definition, lines, places) for places in parts),
        "\n".join(closing),
    )
    return Paper(_head(definition, parts), pieces, definition.landscape)


def _head(definition: AnnexDefinition, parts: Sequence[Sequence[int]]) -> str:
    title = escape(f"{definition.label}. {definition.title}".removeprefix(". "))
    widths = "".join(_widths(definition, parts))
    head = f'<head><meta charset="utf-8"><title>{title}</title><style>{widths}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="vi">\n{head}'


def _widths(definition: AnnexDefinition, parts: Sequence[Sequence[int]]) -> Iterable[str]:
    for number, places in enumerate(parts, start=1):
        table = f"table:nth-of-type({number})" if len(parts) > 1 else ""
        widths = widths_of(definition, places)
        for place, width in enumerate(widths, start=1):
            yield f"{table} col:nth-child({place}){{width:{width}mm}}".lstrip()
        if table:
            yield f"{table}{{width:{sum(widths)}mm}}"


def _title_block(definition: AnnexDefinition) -> Iterable[str]:
    yield "<header>"
    if definition.label:
        yield f'<p class="label">{escape(definition.label)}</p>'
    yield f"<h1>{escape(definition.title.upper())}</h1>"
    yield f'<p class="attached">({escape(definition.attached_to)})</p>'
    yield "</header>"


def _intro(definition: AnnexDefinition) -> Iterable[str]:
    return (f'<p class="intro">{escape(text)}</p>' for text in definition.intro)


def _grid(definition: AnnexDefinition, lines: Sequence[Line], places: Sequence[int]) -> Grid:
    """The table, or those of its columns."""
    whole = len(places) == len(definition.columns)
    shown = definition if whole else part_of(definition, places)
    return Grid(
        "\n".join(_opening(shown, whole=whole)),
        tuple(_TAGS[align_of(column)] for column in shown.columns),
        tuple(lines) if whole else tuple(narrowed(line, places) for line in lines),
        tuple(kind_of(definition, line) for line in lines),
    )


def narrowed(line: Line, places: Sequence[int]) -> Line:
    """The line with those of its columns; a cell merged over columns is one in each part."""
    texts = tuple(line.texts[place] for place in places)
    if not line.rows:
        return replace(line, texts=texts)
    rows = tuple(line.rows[place] for place in places)
    return replace(line, texts=texts, rows=rows, columns=tuple(min(1, line.columns[p]) for p in places))


def _opening(definition: AnnexDefinition, *, whole: bool) -> Iterable[str]:
    looks = [] if definition.is_of_units else ["prose"]
    looks += [] if whole else ["part"]
    yield f'<table class="{" ".join(looks)}">' if looks else "<table>"
    yield f"<colgroup>{'<col>' * len(definition.columns)}</colgroup>"
    yield "<thead>"
    yield from (f"<tr>{''.join(map(_head_cell, cells))}</tr>" for cells in head_rows(definition))
    if numbers := column_numbers(definition):
        yield f'<tr class="numbers">{"".join(f"<td>{number}</td>" for number in numbers)}</tr>'
    yield "</thead>"


def _head_cell(cell: HeadCell) -> str:
    return f"<th colspan={cell.columns} rowspan={cell.rows}>{escape(cell.text)}</th>"
