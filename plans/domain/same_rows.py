"""Free rows that a sheet does not number, or lists with dashes: which stored rows they are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ntm.text import fold

from .definition import AnnexDefinition, Shape
from .entries import Parsed
from .table import AnnexTable, Row, RowKind

_BULLET = re.compile(r"^[\W_]+")


def known_by_words(definition: AnnexDefinition, stored: AnnexTable, parsed: Parsed) -> Parsed:
    """What was read, rows without a number with the line and the number of the stored row that says the same
    under the same section. Words that stand twice settle nothing.
    """
    if definition.shape is not Shape.ROWS or not stored.rows:
        return parsed
    rows = _known(definition, stored, [entry.row for entry in parsed.entries])
    entries = zip(parsed.entries, rows, strict=True)
    return replace(parsed, entries=tuple(replace(entry, row=row) for entry, row in entries))


def _known(definition: AnnexDefinition, stored: AnnexTable, rows: Sequence[Row]) -> Sequence[Row]:
    lines = {row.line for row in rows}
    free = [row for row in stored.rows if row.kind is RowKind.ITEM and row.line not in lines]
    places = _by_words(definition, free)
    counts = Counter(_words(definition, row) for row in rows)
    return [
        _numbered(definition, row, places.get(_words(definition, row)))
        if "+" in row.line and counts[_words(definition, row)] == 1
        else row
        for row in rows
    ]


def _numbered(definition: AnnexDefinition, row: Row, known: Row | None) -> Row:
    if known is None or row.kind is not RowKind.ITEM:
        return row
    key = definition.ordinal_key
    cells = {**row.cells, key: known.cell(key)} if key else row.cells
    return replace(row, cells=cells, line=known.line)


def _by_words(definition: AnnexDefinition, rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    counts = Counter(_words(definition, row) for row in rows)
    return {words: row for row in rows if counts[words := _words(definition, row)] == 1}


def _words(definition: AnnexDefinition, row: Row) -> tuple[str, str]:
    """The section and what the row says, without marks and the dash before it."""
    text = _BULLET.sub("", fold(row.cell(definition.name_key).text))
    return row.line.partition(".")[0] if "." in row.line else "", text.rstrip(" .:;")
