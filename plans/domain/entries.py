"""What the reading of a file hands on."""

from dataclasses import dataclass
from enum import StrEnum

from communes.domain.names import Unit

from .findings import Finding
from .table import Row


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units' rows the person may bring; None: all of the province."""

    communes: frozenset[int] | None = None
    districts: frozenset[int] | None = None

    def holds(self, unit: Unit) -> bool:
        allowed = self.districts if unit.level == "district" else self.communes
        return allowed is None or unit.id in allowed

    @property
    def is_whole(self) -> bool:
        return self.communes is None


WHOLE = Scope()


class Standing(StrEnum):
    READ = "read"
    CONTEXT = "context"  # a sum that is checked but is not this person's to state: never stored
    REFUSED = "refused"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the sheet and whether it can be taken."""

    row: Row
    standing: Standing = Standing.READ


@dataclass(frozen=True, slots=True)
class Parsed:
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that can be taken."""
        return tuple(entry.row for entry in self.entries if entry.standing is Standing.READ)
