"""An annex table as an HTML document for paper; ``annex.css`` beside this module says how it looks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from plans.domain.definition import AnnexDefinition, ColumnType
from plans.domain.table import RowKind

from .layout import HeadCell, column_numbers, head_rows, part_of, parts_of
from .lines import Line

_LEFT = (ColumnType.NAME, ColumnType.TEXT)


def as_html(definition: AnnexDefinition, lines: Sequence[Line], *, note: str = "") -> str:
    """The whole document: title block, table, note, and the "./." that ends an annex.

    A table too wide for the paper comes in parts, one below the other.
    """
    parts = parts_of(definition)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="vi">',
            _head(definition, parts),
            f'<body class="{"landscape" if definition.landscape else "portrait"}">',
            *_title_block(definition),
            *(part for places in parts for part in _part(definition, lines, places)),
            f'<p class="note">{escape(note)}</p>' if note else "",
            '<p class="end">./.</p>',
            "</body>",
            "</html>",
        ]
    )


def _head(definition: AnnexDefinition, parts: Sequence[Sequence[int]]) -> str:
    title = escape(f"{definition.label}. {definition.title}".removeprefix(". "))
    widths = "".join(_widths(definition, parts))
    return f'<head><meta charset="utf-8"><title>{title}</title><style>{widths}</style></head>'


def _widths(definition: AnnexDefinition, parts: Sequence[Sequence[int]]) -> Iterable[str]:
    for number, places in enumerate(parts, start=1):
        table = f"table:nth-of-type({number})" if len(parts) > 1 else ""
        widths = [definition.columns[place].width for place in places]
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


def _part(definition: AnnexDefinition, lines: Sequence[Line], places: Sequence[int]) -> Iterable[str]:
    """The table, or those of its columns."""
    if len(places) == len(definition.columns):
        return _table(definition, lines)
    narrow = [replace(line, texts=tuple(line.texts[place] for place in places)) for line in lines]
    return _table(part_of(definition, places), narrow, " class=part")


def _table(definition: AnnexDefinition, lines: Sequence[Line], attributes: str = "") -> Iterable[str]:
    yield f"<table{attributes}>"
    yield f"<colgroup>{'<col>' * len(definition.columns)}</colgroup>"
    yield "<thead>"
    yield from (f"<tr>{''.join(map(_head_cell, cells))}</tr>" for cells in head_rows(definition))
    if numbers := column_numbers(definition):
        yield f'<tr class="numbers">{"".join(f"<td>{number}</td>" for number in numbers)}</tr>'
    yield "</thead>"
    yield "<tbody>"
    opening = ["<td class=left>" if column.type in _LEFT else "<td>" for column in definition.columns]
    yield from (_row(line, opening) for line in lines)
    yield "</tbody>"
    yield "</table>"


def _head_cell(cell: HeadCell) -> str:
    return f"<th colspan={cell.columns} rowspan={cell.rows}>{escape(cell.text)}</th>"


def _row(line: Line, opening: Sequence[str]) -> str:
    cells = "".join(f"{tag}{escape(text)}" for tag, text in zip(opening, line.texts, strict=True))
    return f"<tr>{cells}" if line.kind is RowKind.UNIT else f"<tr class={line.kind}>{cells}"
