"""What a sheet's rows would change in the stored table, and the table after it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from communes.domain.names import NameIndex

from .definition import AnnexDefinition, ColumnType, Shape
from .spans import settle_spans
from .sums import has_data
from .table import EMPTY, AnnexTable, Row, RowKey, RowKind


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the sheet beside the stored one. ``changed`` holds the keys whose value differs."""

    row: Row
    old: Row | None
    state: State
    changed: tuple[str, ...] = ()

    @property
    def cleared(self) -> tuple[str, ...]:
        """The figures that would go from something to blank."""
        old, new = (self.old.figures if self.old else {}), self.row.figures
        return tuple(
            key for key in self.changed if old.get(key, EMPTY).value and not new.get(key, EMPTY).value
        )


def compare(definition: AnnexDefinition, stored: AnnexTable, rows: Iterable[Row]) -> tuple[Change, ...]:
    """Each row of the sheet with what it changes. Two rows are the same when their values are.

    A column the sheet does not have keeps its stored cells, and so does a row of sums without any figure.
    A row keeps its number in the annex: a district's own sheet begins at I and 1 again.
    """
    known = stored.by_key()
    if definition.shape is Shape.BLOCKS:
        rows = _numbered(definition, known, tuple(rows))
    if definition.shape is not Shape.UNITS:
        written = tuple(_compare_written(definition, known.get(row.key), row) for row in rows)
        return written if known or _says_anything(definition, written) else ()
    changes = [_compare(definition, known.get(row.key), row) for row in rows]
    moved = {
        change.row.unit.district_id
        for change in changes
        if change.row.unit and change.row.unit.level == "commune" and change.state is not State.SAME
    }
    return tuple(_settle_label(definition, change, moved) for change in changes)


def _numbered(definition: AnnexDefinition, known: Mapping[RowKey, Row], rows: Sequence[Row]) -> Sequence[Row]:
    """The blocks with the numbers they have in the annex, unless the sheet numbers all of them anew."""
    key = definition.ordinal_key
    if known.keys() <= {row.key for row in rows}:
        return rows
    return [
        replace(row, cells={**row.cells, key: known[row.key].cell(key)}) if row.key in known else row
        for row in rows
    ]


def _settle_label(definition: AnnexDefinition, change: Change, moved: set[int | None]) -> Change:
    """The mere name of a district is new only together with rows of it."""
    row = change.row
    if row.kind is RowKind.UNIT or change.old or _has_figures(definition, row):
        return change
    return change if row.unit and row.unit.id in moved else replace(change, state=State.SAME)


def _has_figures(definition: AnnexDefinition, row: Row) -> bool:
    return any(row.value(key) for key in definition.figure_keys)


def _compare(definition: AnnexDefinition, old: Row | None, row: Row) -> Change:
    if old is None and definition.fills_in:
        brought = tuple(key for key in definition.stored_keys if row.value(key))
        return Change(row, None, State.NEW if brought else State.SAME, brought)
    if old is None:
        empty = row.kind is RowKind.UNIT and not has_data(definition, row)
        return Change(row, None, State.SAME if empty else State.NEW)
    if row.kind is not RowKind.UNIT and not _has_figures(definition, row):
        return Change(old, old, State.SAME)  # only the district's name above its rows: it states nothing
    numbers = {key: old.cell(key) for key in definition.keys(ColumnType.ORDINAL) if key in old.cells}
    row = replace(row, cells={**old.cells, **row.cells, **numbers})
    changed = tuple(key for key in definition.stored_keys if row.value(key) != old.value(key))
    return Change(row, old, State.CHANGED if changed else State.SAME, changed)


def _says_anything(definition: AnnexDefinition, changes: Iterable[Change]) -> bool:
    """Whether a form of fixed lines has been filled in at all; rows that somebody wrote say something."""
    keys = definition.keys_beside_labels
    return definition.shape is not Shape.LINES or any(
        change.row.cell(key).text for change in changes for key in keys
    )


def _compare_written(definition: AnnexDefinition, old: Row | None, row: Row) -> Change:
    """A row that somebody wrote: every cell counts, and a block is what the sheet says of its commune."""
    if old is None:
        return Change(row, None, State.SAME if is_taken_away(definition, row) else State.NEW)
    kept = dict.fromkeys(old.cells, EMPTY) if is_taken_away(definition, row) else old.cells
    row = replace(row, cells={**kept, **row.cells})
    before, after = old.figures, row.figures
    changed = tuple(
        key
        for key in dict.fromkeys((*before, *after))
        if before.get(key, EMPTY).meaning != after.get(key, EMPTY).meaning
    )
    return Change(row, old, State.CHANGED if changed else State.SAME, changed)


def is_taken_away(definition: AnnexDefinition, row: Row) -> bool:
    """Whether a row that somebody writes says nothing but which one it is: so it is taken out of the annex.

    Of a free row that is its number, of a commune's block all but what the block has to state.
    """
    if definition.shape is Shape.BLOCKS and row.kind is RowKind.UNIT:
        stated = (column.key for column in definition.columns if column.required)
        own = (key for key in stated if key not in definition.label_keys)
        return not row.children and not any(row.cell(key).text for key in own)
    return row.kind is RowKind.ITEM and not any(
        cell.text for key, cell in row.cells.items() if key != definition.ordinal_key
    )


def merge(
    definition: AnnexDefinition, stored: AnnexTable, changes: Iterable[Change], index: NameIndex
) -> AnnexTable:
    """The stored rows with the changed ones in their places and the new ones in official order.

    Into an empty table the rows go in the order of the sheet. Blocks go by their numbers.
    """
    changes = list(changes)
    by_key = {change.row.key: change.row for change in changes if change.state is not State.SAME}
    rows = [by_key.pop(row.key, row) for row in stored.rows]
    rank = Ranking(definition, index)
    for row in by_key.values():
        after = [position for position, other in enumerate(rows) if rank.of(other) < rank.of(row)]
        place = (after[-1] + 1 if after else 0) if stored.rows else len(rows)
        rows.insert(place, row)
    if definition.shape is Shape.BLOCKS and stored.rows:
        rows.sort(key=lambda row: _by_number(row.cell(definition.ordinal_key).text))
    made = AnnexTable(tuple(row for row in rows if not is_taken_away(definition, row)))
    said = {change.row.key for change in changes}
    return settle_spans(stored, made, said) if definition.shape is Shape.ROWS else made


def _by_number(text: str) -> tuple[bool, tuple[int, ...]]:
    """What has no number comes last."""
    number = natural_order(text)
    return not number, number


@dataclass(frozen=True, slots=True)
class Undoing:
    """``later``: rows the act changed that something after it changed again; then nothing can be undone."""

    table: AnnexTable
    changes: tuple[Change, ...]
    later: tuple[Row, ...]


def take_back(definition: AnnexDefinition, before: AnnexTable, made: AnnexTable, now: AnnexTable) -> Undoing:
    """``now`` without what led from ``before`` to ``made``; every other row stays as it is now."""
    former, current = before.by_key(), now.by_key()
    touched = {row.key: row for row in made.rows if former.get(row.key) != row}
    gone = {row.key: row for row in before.rows if row.key not in made.by_key()}
    later = tuple(current.get(key, row) for key, row in touched.items() if current.get(key) != row)
    later += tuple(current[key] for key in gone if key in current)
    rows = [
        former[row.key] if row.key in touched else row
        for row in now.rows
        if row.key not in touched or row.key in former
    ]
    for key, row in gone.items():
        rows.insert(_place_again(before, key, rows), row)
    changes = [_reverse(definition, former.get(key), row) for key, row in touched.items()]
    changes += [_reverse(definition, row, replace(row, cells={}, children=())) for row in gone.values()]
    return Undoing(AnnexTable(tuple(rows)), tuple(changes), later)


def _place_again(before: AnnexTable, key: RowKey, rows: Sequence[Row]) -> int:
    """Where a row that was taken away stands again: behind the nearest of those that stood above it."""
    places = {row.key: place for place, row in enumerate(rows, start=1)}
    above = takewhile(lambda row: row.key != key, before.rows)
    return max((places[row.key] for row in above if row.key in places), default=0)


def _reverse(definition: AnnexDefinition, former: Row | None, row: Row) -> Change:
    """The change back from ``row``; a row that goes away goes blank."""
    after = former or replace(row, cells={}, children=())
    old, new = row.figures, after.figures
    keys = definition.figure_keys if definition.shape is Shape.UNITS else dict.fromkeys((*old, *new))
    changed = (key for key in keys if new.get(key, EMPTY).text != old.get(key, EMPTY).text)
    return Change(after, row, State.CHANGED, tuple(changed))


class Ranking:
    """The order of an annex. Of units the official one: districts, in each the section row, communes,
    subtotal; the total last. Fixed lines as they are declared, free rows by their numbers.
    """

    def __init__(self, definition: AnnexDefinition, index: NameIndex) -> None:
        self.shape = definition.shape
        self._districts = {unit.id: place for place, unit in enumerate(index.districts)}
        self._communes = {unit.id: place for place, unit in enumerate(index.communes)}
        self._lines = {line.key: place for place, line in enumerate(definition.lines)}

    def of(self, row: Row) -> tuple[int, ...]:
        if self.shape is Shape.LINES:
            return (self._lines.get(row.line, len(self._lines)),)
        if self.shape is Shape.ROWS:
            return natural_order(row.line)
        if row.unit is None:
            return len(self._districts) + 1, 0, 0
        if row.unit.level == "district":
            place = self._districts.get(row.unit.id, len(self._districts))
            return place, 0 if row.kind is RowKind.DISTRICT else 2, 0
        district = self._districts.get(row.unit.district_id or 0, len(self._districts))
        return district, 1, self._communes.get(row.unit.id, len(self._communes))


_NUMBER_PARTS = re.compile(r"\b[A-H]\b|[IVXLC]+|\d+|[a-zđ]|\.$")
_LETTERS = "ABCDEFGH"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def natural_order(line: str) -> tuple[int, ...]:
    """ "II.10" → (2, 10): the order of numbered rows, a section before its rows.

    "II." is the heading of columns below a section; "B" and "a" are counted as letters.
    """
    return tuple(_order_of(part) for part in _NUMBER_PARTS.findall(line))


def _order_of(part: str) -> int:
    if part == ".":
        return 0
    if part.isdecimal():
        return int(part)
    return ord(part.upper()) - ord("A") + 1 if part in _LETTERS or part.islower() else _of_roman(part)


def _of_roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(
        -value if any(later > value for later in values[place + 1 :]) else value
        for place, value in enumerate(values)
    )
