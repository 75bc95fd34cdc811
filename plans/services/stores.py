"""Where the figures of an annex live: a plan's in its versions, a period's in criteria's results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from accounts.models import Changeset, User
from accounts.services import open_changeset
from communes.domain.names import NameIndex, Unit
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Parsed, Scope
from plans.domain.findings import Finding
from plans.domain.merge import Change, take_back
from plans.domain.table import AnnexTable, Row, RowKey
from plans.models import Annex, AnnexVersion, Upload

from .tables import definition_of, index_of, load_table, record_figures, save_table, scope_of


class StaleError(Exception):
    """The figures are no longer stored as they were when the preview was made."""


class UndoRefusedError(Exception):
    """The message says in Vietnamese why the upload cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who stores, from where."""

    user: User
    channel: str
    address: str | None
    today: date


@dataclass(frozen=True, slots=True)
class Judged:
    """The changes that may be made.

    ``refused``: rows that may not be changed as things stand; ``cells`` counts single figures of other rows.
    """

    changes: tuple[Change, ...]
    refused: frozenset[RowKey] = frozenset()
    findings: tuple[Finding, ...] = ()
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the record of it, and for an annex of versions the new one."""

    changeset: Changeset
    version: AnnexVersion | None = None

    @property
    def number(self) -> int | None:
        return self.version.number if self.version else None


class Store(Protocol):
    """What the way of an upload needs of the place its figures go to."""

    definition: AnnexDefinition
    index: NameIndex
    scope: Scope
    base: int  # number of the version that is stored, 0 where there is none

    def load(self, units: Sequence[Unit]) -> AnnexTable:
        """What is stored, at least of these units."""

    def judge(self, changes: Sequence[Change]) -> Judged:
        """Which of the changes may be made."""

    def stamp(self, change: Change) -> list[Any]:
        """Stands for exactly this change of what is stored now."""

    def save(self, upload: Upload, changes: Sequence[Change], table: AnnexTable, act: Act) -> Stored:
        """Make the changes, after which the annex is ``table``. Raises StaleError."""

    def undo(self, upload: Upload, act: Act) -> Stored:
        """Take back what the upload changed. Raises UndoRefusedError."""


@dataclass
class VersionStore:
    """Of an annex of a plan: each act makes the next version of the whole table."""

    annex: Annex
    user: User
    definition: AnnexDefinition = field(init=False)
    index: NameIndex = field(init=False)
    scope: Scope = field(init=False)
    base: int = field(init=False)

    def __post_init__(self) -> None:
        self.definition, self.index = definition_of(self.annex), index_of(self.annex)
        self.scope = scope_of(self.user, self.annex.plan)
        self._version = AnnexVersion.objects.current(self.annex)
        self.base = self._version.number if self._version else 0

    def load(self, units: Sequence[Unit]) -> AnnexTable:
        return load_table(self._version, self.index)

    def judge(self, changes: Sequence[Change]) -> Judged:
        return Judged(tuple(changes))

    def stamp(self, change: Change) -> list[Any]:
        """Another district's rows have no part in it: what they became meanwhile changes nothing here."""
        return [*change.row.key, _texts(change.old), _texts(change.row)]

    def save(self, upload: Upload, changes: Sequence[Change], table: AnnexTable, act: Act) -> Stored:
        changeset = open_changeset(
            user=act.user, channel=act.channel, address=act.address, reason=upload.name
        )
        record_figures(self.annex, changes, changeset)
        version = save_table(
            annex=self.annex, number=self.base + 1, table=table, changeset=changeset, upload=upload
        )
        return Stored(changeset, version)

    def undo(self, upload: Upload, act: Act) -> Stored:
        """A new version in which the rows the upload changed are as they were before it."""
        version = upload.versions.first()
        before = load_table(AnnexVersion.objects.numbered(self.annex, version.number - 1), self.index)
        found = take_back(self.definition, before, load_table(version, self.index), self.load(()))
        if found.later:
            names = ", ".join(row.title for row in found.later)
            raise UndoRefusedError(f"Không hoàn tác được: {names} đã được thay đổi sau lần tải lên này.")
        if not all(self._may_touch(change) for change in found.changes):
            raise UndoRefusedError("Không hoàn tác được: có dòng không còn thuộc địa bàn của bạn.")
        changeset = open_changeset(
            user=act.user, channel=act.channel, address=act.address, reason=f"Hoàn tác {upload.name}"
        )
        record_figures(self.annex, found.changes, changeset)
        made = save_table(
            annex=self.annex,
            number=self.base + 1,
            table=found.table,
            changeset=changeset,
            undoes=upload,
        )
        return Stored(changeset, made)

    def _may_touch(self, change: Change) -> bool:
        """As of today: a person may have brought the row for a district that is another's now."""
        unit = change.row.unit
        return self.scope.is_whole or bool(unit and self.scope.holds(unit))


def _texts(row: Row | None) -> Mapping[str, list[str | int]]:
    if row is None:
        return {}
    return {key: [cell.text, cell.rows, cell.columns] for key, cell in row.figures.items()}


def units_of(parsed: Parsed) -> list[Unit]:
    """The units whose rows can be taken."""
    return [row.unit for row in parsed.rows if row.unit]
