"""A period's results as an annex: read from criteria's results, written only by their one writer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import FigureChange, User
from communes.domain.names import NameIndex, Unit
from criteria.domain.stages import OPEN_STATES, SUBMISSION_STATE_NAMES, Stage, SubmissionState
from criteria.domain.values import Measure, format_result
from criteria.models import ReportingPeriod, Result
from criteria.services.gate import Gate, open_gate
from criteria.services.results import NOT_YOURS, Edit, Outcome, Status, load_cells, save_edits
from criteria.services.sheets import EntryRights, Sheet, entry_rights, open_sheet
from plans.annexes.commune_results import LABELS, TITLES
from plans.domain.definition import AnnexDefinition, Column
from plans.domain.entries import Scope
from plans.domain.findings import Finding
from plans.domain.merge import Change, State
from plans.domain.places import Place
from plans.domain.table import AnnexTable, Cell, Row, RowKey, RowKind
from plans.domain.titles import lowered
from plans.models import Annex, Upload

from .stores import Act, Judged, StaleError, Stored, UndoRefusedError
from .tables import index_of, result_definition

NOT_OPEN = "not-open"
_NAMED = 3  # cells that a refusal names

CellKey = tuple[int, str]  # commune id, key of the column in the annex


def results_annex(period: ReportingPeriod, stage: str, code: str) -> Annex | None:
    """The annex of the period's results; unsaved where no file was ever brought. None: no such annex."""
    if code not in LABELS:
        return None
    stored = Annex.objects.of_results(period, stage).filter(code=code).for_list().first()
    position = list(LABELS).index(code) + 1
    return stored or Annex(
        period=period, stage=stage, code=code, label=LABELS[code], title=TITLES[code], position=position
    )


def kept(annex: Annex) -> Annex:
    """The annex as it is stored; one of a period is first stored when a file comes."""
    if annex.pk:
        return annex
    at = {"period": annex.period, "stage": annex.stage, "code": annex.code}
    facts = {"label": annex.label, "title": annex.title, "position": annex.position}
    return Annex.objects.get_or_create(**at, defaults=facts)[0]


def has_columns(annex: Annex) -> bool:
    """A set may come without indicators; then there is no annex of them."""
    return bool(result_definition(annex, open_sheet(annex.period, annex.stage)).unit_keys)


def siblings(annex: Annex) -> list[Annex]:
    """The annexes of the same results, itself among them."""
    every = (results_annex(annex.period, annex.stage, code) for code in LABELS)
    return [one for one in every if one and has_columns(one)]


def may_enter(user: User, annex: Annex) -> bool:
    """Whether the user may fill in anything of the annex."""
    return any(entry_rights(user, annex.period, annex.stage).departments.values())


class ResultStore:
    """Of an annex of a period: a change is an edit of single results, with the version each had."""

    base = 0  # results have no versions as a whole

    def __init__(self, annex: Annex, user: User, today: date) -> None:
        self.annex, self.user, self.today = annex, user, today
        self.sheet = open_sheet(annex.period, annex.stage)
        self.definition = result_definition(annex, self.sheet)
        self.index = index_of(annex)
        self.versions: Mapping[CellKey, int] = {}

    @cached_property
    def gate(self) -> Gate:
        return open_gate(self.sheet, self.user, self.sheet.districts.items(), self.today)

    @cached_property
    def scope(self) -> Scope:
        return enterable(self.gate.rights, self.index)

    def load(self, units: Sequence[Unit]) -> AnnexTable:
        table, self.versions = load_results(self.sheet, self.definition, units)
        return table

    def judge(self, changes: Sequence[Change]) -> Judged:
        return judge_changes(self.gate, self.definition, changes)

    def stamp(self, change: Change) -> list[Any]:
        unit = change.row.unit
        assert unit
        return [
            [unit.id, key, self.versions.get((unit.id, key), 0), change.row.value(key)]
            for key in change.changed
        ]

    def save(self, upload: Upload, changes: Sequence[Change], table: AnnexTable, act: Act) -> Stored:
        columns = {column.key: column for column in self.definition.columns}
        edits = [
            self._edit(unit, columns[key], change.row.value(key))
            for change in changes
            if (unit := change.row.unit)
            for key in change.changed
        ]
        outcomes = self._save(edits, act, upload.name)
        if any(outcome.status is not Status.SAVED for outcome in outcomes):
            raise StaleError
        return self._stored(edits[0])

    def _edit(self, unit: Unit, column: Column, text: str) -> Edit:
        assert column.measure
        return Edit(unit.id, column.measure.key, self.versions.get((unit.id, column.key), 0), text=text)

    def _save(self, edits: Sequence[Edit], act: Act, reason: str) -> list[Outcome]:
        return save_edits(
            sheet=self.sheet,
            user=act.user,
            edits=edits,
            today=act.today,
            channel=act.channel,
            address=act.address,
            reason=reason,
        )

    def _stored(self, edit: Edit) -> Stored:
        rows = Result.objects.of_sheet(self.sheet.period, self.sheet.stage).of_communes([edit.commune_id])
        return Stored(rows.select_related("changeset").get(key=edit.key).changeset)

    def undo(self, upload: Upload, act: Act) -> Stored:
        """Each cell back to what it was before; refused where one was changed since, or may not be."""
        made = list(FigureChange.objects.filter(changeset=upload.changeset_id, subject=self.sheet.subject))
        # The stored cells come first: what changes between the two questions is then seen as later.
        now = load_cells(self.sheet, {change.commune_id for change in made})
        later = self._changed_since(made)
        if later:
            raise UndoRefusedError(f"Không hoàn tác được: {later} đã được thay đổi sau lần tải lên này.")
        edits = [
            Edit(change.commune_id, change.key, now[change.commune_id, change.key].version, text=change.old)
            for change in made
        ]
        outcomes = self._save(edits, act, f"Hoàn tác {upload.name}")
        wrong = next((one for one in outcomes if one.status is not Status.SAVED), None)
        if wrong:
            raise UndoRefusedError(f"Không hoàn tác được. {wrong.message or _CHANGED}")
        return self._stored(edits[0])

    def _changed_since(self, made: Sequence[FigureChange]) -> str:
        """The cells of these that have changed again, in words; "" where none has."""
        cells = {(change.commune_id, change.key) for change in made}
        later = FigureChange.objects.filter(
            subject=self.sheet.subject,
            changeset__gt=made[0].changeset_id,
            commune__in={commune for commune, _ in cells},
        ).values_list("commune_id", "key")
        again = [cell for cell in dict.fromkeys(later) if cell in cells]
        units = {unit.id: unit for unit in self.index.communes}
        names = [f"{units[commune].title} ({self.sheet.measures[key].number})" for commune, key in again]
        return ", ".join(names[:_NAMED]) + (
            f" và {len(names) - _NAMED} ô khác" if len(names) > _NAMED else ""
        )


_CHANGED = "Số liệu vừa được người khác thay đổi."


def enterable(rights: EntryRights, index: NameIndex) -> Scope:
    """The communes of which the person enters anything, and the districts in which they lie."""
    communes = frozenset(pk for pk, names in rights.departments.items() if names)
    lying = (unit.district_id for unit in index.communes if unit.id in communes)
    return Scope(communes, frozenset(pk for pk in lying if pk))


def load_results(
    sheet: Sheet, definition: AnnexDefinition, units: Iterable[Unit]
) -> tuple[AnnexTable, Mapping[CellKey, int]]:
    """The stored results of these units as rows of the annex, and the version of each cell."""
    columns = {column.measure.key: column for column in definition.columns if column.measure}
    known = {unit.id: unit for unit in units}
    cells: dict[int, dict[str, Cell]] = {}
    versions: dict[CellKey, int] = {}
    for (commune, key), stored in load_cells(sheet, known).items():
        column = columns.get(key)
        if column is None or column.measure is None:
            continue
        versions[commune, column.key] = stored.version
        text = format_result(stored.value, column.measure)
        if text:
            cells.setdefault(commune, {})[column.key] = Cell(text, text)
    rows = (Row(RowKind.UNIT, known[commune], found) for commune, found in cells.items())
    return AnnexTable(tuple(rows)), versions


def judge_changes(gate: Gate, definition: AnnexDefinition, changes: Iterable[Change]) -> Judged:
    """The changes without what the person may not change now: another's criteria, what was sent or locked.

    The writer of results refuses the same; here the person learns of it at the cell.
    """
    measures = {column.key: column.measure for column in definition.columns if column.measure}
    kept: list[Change] = []
    findings: list[Finding] = []
    refused: set[RowKey] = set()
    cells = 0
    for change in changes:
        reason = _refusal_of_row(gate, change)
        if reason:
            refused.add(change.row.key)
            findings.append(Place.in_row(change.row, "name").error(NOT_OPEN, reason))
            continue
        wrong = dict(_refusals_of_cells(gate, measures, change))
        findings += wrong.values()
        cells += len(wrong)
        kept.append(_without(change, wrong) if wrong else change)
    return Judged(tuple(kept), frozenset(refused), tuple(findings), cells)


def _refusal_of_row(gate: Gate, change: Change) -> str:
    unit = change.row.unit
    if unit is None or change.state is State.SAME:
        return ""
    if gate.closed:
        return gate.closed
    if gate.sheet.stage is Stage.DEPARTMENT:
        return ""  # sent criterion by criterion
    state = gate.state(unit.id)
    return "" if state in OPEN_STATES else _sent(unit.title, state)


def _refusals_of_cells(
    gate: Gate, measures: Mapping[str, Measure], change: Change
) -> Iterator[tuple[str, Finding]]:
    """By key."""
    unit = change.row.unit
    for key in change.changed if unit else ():
        assert unit
        measure = measures[key]
        criterion = gate.sheet.criterion_of(measure.key)
        if gate.is_open(unit.id, criterion):
            continue
        place = Place.in_row(change.row, key)
        if gate.is_yours(unit.id, criterion):
            whose = f"{unit.title}, tiêu chí {criterion.number}"
            yield key, place.error(NOT_OPEN, _sent(whose, gate.state(unit.id, criterion)))
        else:
            message = f"Cột {measure.number}, {unit.title}: {lowered(NOT_YOURS)}"
            yield key, place.error("not-allowed", message)


def _sent(whose: str, state: SubmissionState) -> str:
    name = SUBMISSION_STATE_NAMES[state]
    return f"{whose}: số liệu {name} nên không được nhận. Muốn sửa thì cần được trả lại."


def _without(change: Change, keys: Mapping[str, object]) -> Change:
    """The change with these cells as they are stored."""
    stored = change.old.cells if change.old else {}
    cells = {key: cell for key, cell in change.row.cells.items() if key not in keys}
    cells |= {key: stored[key] for key in keys if key in stored}
    changed = tuple(key for key in change.changed if key not in keys)
    state = change.state if changed else State.SAME
    return replace(change, row=replace(change.row, cells=cells), changed=changed, state=state)
