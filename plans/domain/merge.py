"""What a sheet's rows would change in the stored table, and the table after it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from communes.domain.names import NameIndex

from .definition import AnnexDefinition, ColumnType
from .sums import has_data
from .table import AnnexTable, Row, RowKind


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
        return tuple(
            key for key in self.changed if self.old and self.old.value(key) and not self.row.value(key)
        )


def compare(definition: AnnexDefinition, stored: AnnexTable, rows: Iterable[Row]) -> tuple[Change, ...]:
    """Each row of the sheet with what it changes. Two rows are the same when their values are.

    A column the sheet does not have keeps its stored cells, and so does a row of sums without any figure.
    A row keeps its number in the annex: a district's own sheet begins at I and 1 again.
    """
    known = stored.by_key()
    changes = [_compare(definition, known.get(row.key), row) for row in rows]
    moved = {
        change.row.unit.district_id
        for change in changes
        if change.row.unit and change.row.unit.level == "commune" and change.state is not State.SAME
    }
    return tuple(_settle_label(definition, change, moved) for change in changes)


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


def merge(stored: AnnexTable, changes: Iterable[Change], index: NameIndex) -> AnnexTable:
    """The stored rows with the changed ones in their places and the new ones in official order.

    Into an empty table the rows go in the order of the sheet.
    """
    changes = [change for change in changes if change.state is not State.SAME]
    by_key = {change.row.key: change.row for change in changes}
    rows = [by_key.pop(row.key, row) for row in stored.rows]
    if not rows:
        return AnnexTable(tuple(by_key.values()))
    rank = Ranking(index)
    for row in by_key.values():
        after = [position for position, other in enumerate(rows) if rank.of(other) < rank.of(row)]
        rows.insert(after[-1] + 1 if after else 0, row)
    return AnnexTable(tuple(rows))


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
    later = tuple(current.get(key, row) for key, row in touched.items() if current.get(key) != row)
    rows = tuple(
        former[row.key] if row.key in touched else row
        for row in now.rows
        if row.key not in touched or row.key in former
    )
    changes = tuple(_reverse(definition, former.get(key), row) for key, row in touched.items())
    return Undoing(AnnexTable(rows), changes, later)


def _reverse(definition: AnnexDefinition, former: Row | None, row: Row) -> Change:
    """The change back from ``row``; a row that goes away goes blank."""
    after = former or replace(row, cells={})
    changed = (key for key in definition.figure_keys if after.cell(key).text != row.cell(key).text)
    return Change(after, row, State.CHANGED, tuple(changed))


class Ranking:
    """The official order: districts, in each the section row, communes, subtotal; the total last."""

    def __init__(self, index: NameIndex) -> None:
        self._districts = {unit.id: place for place, unit in enumerate(index.districts)}
        self._communes = {unit.id: place for place, unit in enumerate(index.communes)}

    def of(self, row: Row) -> tuple[int, int, int]:
        if row.unit is None:
            return len(self._districts) + 1, 0, 0
        if row.unit.level == "district":
            place = self._districts.get(row.unit.id, len(self._districts))
            return place, 0 if row.kind is RowKind.DISTRICT else 2, 0
        district = self._districts.get(row.unit.district_id or 0, len(self._districts))
        return district, 1, self._communes.get(row.unit.id, len(self._communes))
