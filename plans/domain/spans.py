"""Cells merged over several free rows, when rows among these go, come or say something of their own."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from .table import AnnexTable, Cell, Row, RowKey


def settle_spans(stored: AnnexTable, table: AnnexTable, said: Collection[RowKey] = ()) -> AnnexTable:
    """``table`` came out of ``stored``: what a merged cell said of a row it still says, where the row itself
    does not say otherwise. Rows that came between are taken in. A sheet that holds all rows of a merged cell
    says itself how they are merged: ``said`` are the rows it holds.
    """
    rows = list(table.rows)
    places = {row.key: place for place, row in enumerate(rows)}
    for start, row in enumerate(stored.rows):
        for key, cell in row.cells.items():
            if cell.rows > 1 and not _is_said_anew(stored.rows[start:][: cell.rows], table, key, said):
                group = [places[one.key] for one in stored.rows[start:][: cell.rows] if one.key in places]
                _settle(rows, key, cell, group, _first_free(rows, places.get(row.key), key, cell))
    return AnnexTable(tuple(rows))


def _is_said_anew(group: Sequence[Row], table: AnnexTable, key: str, said: Collection[RowKey]) -> bool:
    """A cell that somebody states alone, outside a sheet, has no address."""
    now = table.by_key().get(group[0].key)
    return now is not None and bool(now.cell(key).address) and all(row.key in said for row in group)


def _first_free(rows: Sequence[Row], origin: int | None, key: str, cell: Cell) -> int:
    """The first place at which the old cell may stand: its own, or below that which is there now."""
    if origin is None:
        return 0
    now = rows[origin].cell(key)
    return origin if now.meaning == cell.meaning else origin + now.rows


def _settle(rows: list[Row], key: str, cell: Cell, group: Sequence[int], first: int) -> None:
    """Write the cell over each run of rows of the group that say nothing themselves."""
    begins: int | None = None
    for place in range(max(first, min(group, default=0)), max(group, default=-1) + 2):
        here = rows[place].cell(key) if place <= max(group) else None
        is_free = here is not None and (not here.text or (place == first and here.meaning == cell.meaning))
        if is_free and begins is None and place in group:
            begins = place
        elif not is_free and begins is not None:
            shown = replace(cell, rows=place - begins)
            rows[begins] = replace(rows[begins], cells={**rows[begins].cells, key: shown})
            begins = None
