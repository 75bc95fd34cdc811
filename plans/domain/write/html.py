"""An annex table as an HTML document for paper; ``annex.css`` beside this module says how it looks."""

from collections.abc import Iterable, Sequence
from html import escape

from plans.domain.definition import AnnexDefinition, ColumnType
from plans.domain.table import RowKind

from .layout import HeadCell, Line, column_numbers, head_rows

_LEFT = (ColumnType.NAME, ColumnType.TEXT)


def as_html(definition: AnnexDefinition, lines: Sequence[Line], *, note: str = "") -> str:
    """The whole document: title block, table, note, and the "./." that ends an annex."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="vi">',
            _head(definition),
            f'<body class="{"landscape" if definition.landscape else "portrait"}">',
            *_title_block(definition),
            *_table(definition, lines),
            f'<p class="note">{escape(note)}</p>' if note else "",
            '<p class="end">./.</p>',
            "</body>",
            "</html>",
        ]
    )


def _head(definition: AnnexDefinition) -> str:
    title = escape(f"{definition.label}. {definition.title}".removeprefix(". "))
    widths = "".join(
        f"col:nth-child({place}){{width:{column.width}mm}}"
        for place, column in enumerate(definition.columns, start=1)
    )
    return f'<head><meta charset="utf-8"><title>{title}</title><style>{widths}</style></head>'


def _title_block(definition: AnnexDefinition) -> Iterable[str]:
    yield "<header>"
    if definition.label:
        yield f'<p class="label">{escape(definition.label)}</p>'
    yield f"<h1>{escape(definition.title.upper())}</h1>"
    yield f'<p class="attached">({escape(definition.attached_to)})</p>'
    yield "</header>"


def _table(definition: AnnexDefinition, lines: Sequence[Line]) -> Iterable[str]:
    yield "<table>"
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
