"""Brings stored reference rows in line with the data the program ships, without touching a person's edits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from django.db.models import Model

BATCH = 200  # rows of one UPDATE: SQLite bounds the number of parameters


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the shipped rows of one kind. ``kept``: differs, but a person edited the stored row."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        names = [field.name for field in fields(self)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def is_quiet(self) -> bool:
        """Nothing was written."""
        return not self.created and not self.changed


def bring_in_line(
    wanted: Sequence[Any], *, key: Iterable[str], values: Iterable[str] = (), owner: str = ""
) -> tuple[list[Any], Counts]:
    """Create the rows that are missing and set ``values`` where they differ.

    ``wanted`` are unsaved rows of one model, ``key`` the fields that make two rows the same row. A stored
    row edited by hand stays as it is, and so does every row whose ``owner`` (a foreign key of it) was edited
    by hand: what a person took out of an edited unit must not come back. Rows that are stored only are left
    alone. Returns for each wanted row the one now stored (None where such an owner lacks it), and the counts.
    """
    if not wanted:
        return [], Counts()
    model, key_of, values = type(wanted[0]), _key_getter(key), tuple(values)
    stored = {key_of(row): row for row in model._default_manager.all()}
    fates = [_fate(stored.get(key_of(row)), row, values, owner) for row in wanted]
    missing = [row for row, fate in zip(wanted, fates, strict=True) if fate == "created"]
    stale = [row for row, fate in zip(wanted, fates, strict=True) if fate == "changed"]
    model._default_manager.bulk_create(missing, batch_size=BATCH)
    if stale:
        changed = [_copied(row, stored[key_of(row)], values) for row in stale]
        model._default_manager.bulk_update(changed, values, batch_size=BATCH)
    stored |= {key_of(row): row for row in missing}
    return [stored.get(key_of(row)) for row in wanted], Counts(**Counter(fates))


def _fate(old: Any, new: Any, values: tuple[str, ...], owner: str) -> str:
    """What happens to the row: the name of the field of Counts that counts it."""
    if old is not None and all(getattr(old, name) == getattr(new, name) for name in values):
        return "unchanged"
    if _edited(old) or (owner and _edited(getattr(new, owner))):
        return "kept"
    return "created" if old is None else "changed"


def _key_getter(key: Iterable[str]) -> Any:
    """Always a tuple, of one field too."""
    getters = [attrgetter(name) for name in key]
    return lambda row: tuple(getter(row) for getter in getters)


def _edited(row: Any) -> bool:
    return getattr(row, "edited_by_hand", False)


def _copied(source: Model, target: Model, values: tuple[str, ...]) -> Model:
    for name in values:
        setattr(target, name, getattr(source, name))
    return target
