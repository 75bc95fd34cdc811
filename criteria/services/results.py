"""The only writer of results: cells typed in the grid, brought by a workbook, or entered in the shell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from criteria.domain.stages import SUBMISSION_STATE_NAMES, SubmissionState
from criteria.domain.values import (
    EMPTY_VALUE,
    BadResultError,
    ResultValue,
    State,
    format_result,
    parse_result,
)
from criteria.domain.works import Work
from criteria.models import Criterion, RemainingWork, Result
from ntm.bulk import insert_rows
from ntm.text import clean

from .sheets import Sheet, closed_reason, rights_over
from .submissions import Unit, claim_units, unit_of

VALUE_FIELDS = ("state", "value", "numerator", "denominator", "male", "female", "level", "parts")
WRITTEN = (*VALUE_FIELDS, "basis", "reason", "note", "version", "changeset")
_CELL = ("period", "stage", "commune", "key")  # what makes two rows the same cell
NOT_YOURS = "Bạn không được nhập số liệu này."
CLOSED_WORDS = (
    f"Số liệu {SUBMISSION_STATE_NAMES[SubmissionState.SENT]} hoặc "
    f"{SUBMISSION_STATE_NAMES[SubmissionState.LOCKED]}: muốn sửa thì cần được trả lại."
)
MAX_NOTE, MAX_REASON = 2000, 300
Address = tuple[int, str]  # commune id, key of the column


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants of one cell. None leaves a part as it is; ``version`` is the one the person saw
    (0: none was stored). ``reason``: why the decision differs from the proposal; ``derived``: it is the
    proposal, taken over by the person."""

    commune_id: int
    key: str
    version: int
    text: str | None = None
    note: str | None = None
    works: tuple[Work, ...] | None = None
    reason: str | None = None
    derived: bool = False

    @property
    def at(self) -> Address:
        return self.commune_id, self.key


class Status(StrEnum):
    SAVED = "saved"
    SAME = "same"  # stored like that already
    REFUSED = "refused"  # cannot be read, or not the user's to enter
    CONFLICT = "conflict"  # somebody else changed the cell since: the person chooses
    CLOSED = "closed"  # sent or locked, or the period is not open


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored cell; ``Cell()`` where nothing was ever stored."""

    value: ResultValue = EMPTY_VALUE
    note: str = ""
    works: tuple[Work, ...] = ()
    version: int = 0
    reason: str = ""
    basis: str = Result.Basis.ASSERTED.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit; ``cell`` is what is stored now, ``text`` how it is written.

    ``by`` and ``at`` tell who stored what stands in the way of a conflict.
    """

    edit: Edit
    status: Status
    cell: Cell
    text: str = ""
    message: str = ""
    code: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Wish:
    """An edit that can be read."""

    edit: Edit
    value: ResultValue | None  # None: leave it
    unit: Unit


def load_cells(
    sheet: Sheet, communes: Iterable[int], keys: Iterable[str] | None = None, *, works: bool = False
) -> dict[Address, Cell]:
    """The stored cells of these communes, of all columns or of ``keys``.

    ``works``: also with what remains to be done (one more query).
    """
    communes = list(communes)
    rows = Result.objects.of_sheet(sheet.period, sheet.stage).of_communes(communes).order_by()
    if keys is not None:
        rows = rows.of_keys(keys)
    columns = ("commune_id", "key", "note", "version", "reason", "basis", *VALUE_FIELDS)
    todo = _works_of(sheet, communes) if works else {}
    cells = {}
    for commune, key, note, version, reason, basis, state, *figures in rows.values_list(*columns):
        at, value = (commune, key), ResultValue(State(state), *figures)
        cells[at] = Cell(value, note, todo.get(at, ()), version, reason, basis)
    return cells


def _works_of(sheet: Sheet, communes: Iterable[int]) -> dict[Address, tuple[Work, ...]]:
    rows = RemainingWork.objects.filter(
        result__period=sheet.period, result__stage=sheet.stage, result__commune__in=list(communes)
    ).order_by("result_id", "position")
    found: dict[Address, tuple[Work, ...]] = {}
    for commune, key, *work in rows.values_list(
        "result__commune_id", "result__key", "text", "quantity", "unit", "funded"
    ):
        found[commune, key] = (*found.get((commune, key), ()), Work(*work))
    return found


@transaction.atomic
def save_edits(
    *,
    sheet: Sheet,
    user: User,
    edits: Sequence[Edit],
    today: date,
    channel: str = Changeset.Channel.BROWSER,
    address: str | None = None,
    reason: str = "",
) -> list[Outcome]:
    """Store each edit that may be stored and record it; the outcomes come in the order of the edits.

    One edit that is refused keeps no other from being stored. Nothing of a district that was sent is written.
    Raises ValueError where two edits are of one cell.
    """
    if len({edit.at for edit in edits}) < len(edits):
        raise ValueError("two edits of one cell")
    touched = {edit.commune_id for edit in edits} & sheet.districts.keys()
    districts = {pk: sheet.districts[pk] for pk in touched}
    read = _read(sheet, user, edits, districts)
    wishes = [wish for wish in read if isinstance(wish, _Wish)]
    closed = closed_reason(sheet.period, user, today)
    free = {} if closed else claim_units(sheet.period, sheet.stage, (wish.unit for wish in wishes))
    stored = load_cells(sheet, {wish.edit.commune_id for wish in wishes}, works=True)
    judged = [_judge(sheet, wish, stored, free) if isinstance(wish, _Wish) else wish for wish in read]
    saved = [outcome for outcome in judged if outcome.status is Status.SAVED]
    if saved:
        changeset = open_changeset(user=user, channel=channel, address=address, reason=reason)
        _write(sheet, saved, changeset)
        record_changes(changeset, _changes(sheet, saved, stored, districts))
    return _told(sheet, judged, closed)


def _read(
    sheet: Sheet, user: User, edits: Sequence[Edit], districts: Mapping[int, int | None]
) -> list[_Wish | Outcome]:
    rights = rights_over(user, sheet.period, sheet.stage, districts)

    def read(edit: Edit) -> _Wish | Outcome:
        if edit.key not in sheet.measures or edit.commune_id not in districts:
            return Outcome(edit, Status.REFUSED, Cell(), message=NOT_YOURS, code="not-allowed")
        criterion = sheet.criterion_of(edit.key)
        if not rights.allows(edit.commune_id, criterion):
            return Outcome(edit, Status.REFUSED, Cell(), message=NOT_YOURS, code="not-allowed")
        unit = unit_of(sheet.stage, edit.commune_id, districts[edit.commune_id], criterion.pk)
        try:
            value = None if edit.text is None else parse_result(edit.text, sheet.measures[edit.key])
            _check_length("Ghi chú", edit.note, MAX_NOTE)
            _check_length("Lý do", edit.reason, MAX_REASON)
        except BadResultError as error:
            return Outcome(edit, Status.REFUSED, Cell(), message=str(error), code=error.code)
        return _Wish(edit, value, unit)

    return [read(edit) for edit in edits]


def _check_length(name: str, text: str | None, most: int) -> None:
    if len(text or "") > most:
        raise BadResultError("out-of-range", f"{name} tối đa {most} ký tự.")


def _judge(sheet: Sheet, wish: _Wish, stored: dict[Address, Cell], free: Mapping[Unit, bool]) -> Outcome:
    """What becomes of the edit, against the stored cell."""
    edit = wish.edit
    now = stored.get(edit.at, Cell())
    value = now.value if wish.value is None else wish.value
    reason = _reason(edit, now, value)
    wanted = replace(
        now,
        value=value,
        note=now.note if edit.note is None else _clean_note(edit.note),
        works=now.works if edit.works is None else edit.works,
        reason=reason,
        basis=_basis(edit, now, value, reason),
    )
    if wanted == now:
        return Outcome(edit, Status.SAME, now)
    if not free.get(wish.unit, False):
        return Outcome(edit, Status.CLOSED, now)
    if now.version != edit.version:
        return Outcome(edit, Status.CONFLICT, now)
    return Outcome(edit, Status.SAVED, replace(wanted, version=now.version + 1))


def _reason(edit: Edit, now: Cell, value: ResultValue) -> str:
    """What was said of a decision goes with it."""
    if edit.reason is not None:
        return clean(edit.reason)
    return now.reason if value.state is now.value.state else ""


def _basis(edit: Edit, now: Cell, value: ResultValue, reason: str) -> str:
    if edit.derived:
        return Result.Basis.DERIVED.value
    if value == now.value and reason == now.reason:
        return now.basis
    return Result.Basis.OVERRIDDEN.value if reason else Result.Basis.ASSERTED.value


def _clean_note(text: str) -> str:
    """Line by line: the breaks are the person's."""
    return "\n".join(map(clean, text.splitlines())).strip()


def _write(sheet: Sheet, saved: Sequence[Outcome], changeset: Changeset) -> None:
    insert_rows(
        Result,
        (*_CELL, "criterion", "indicator", *WRITTEN),
        (_row(sheet, outcome, changeset) for outcome in saved),
        unique=_CELL,
        update=WRITTEN,
    )
    with_works = [outcome for outcome in saved if outcome.edit.works is not None]
    if with_works:
        _write_works(sheet, with_works)


def _row(sheet: Sheet, outcome: Outcome, changeset: Changeset) -> tuple[Any, ...]:
    key, cell, value = outcome.edit.key, outcome.cell, outcome.cell.value
    row = sheet.rows[key]
    criterion, indicator = (row.pk, None) if isinstance(row, Criterion) else (row.criterion_id, row.pk)
    return (
        *(sheet.period.pk, str(sheet.stage), outcome.edit.commune_id, key, criterion, indicator),
        *(str(value.state), value.value, value.numerator, value.denominator),
        *(value.male, value.female, value.level, value.parts),
        *(cell.basis, cell.reason, cell.note, cell.version, changeset.pk),
    )


def _write_works(sheet: Sheet, saved: Sequence[Outcome]) -> None:
    rows = Result.objects.of_sheet(sheet.period, sheet.stage).of_communes(
        {outcome.edit.commune_id for outcome in saved}
    )
    keys = {(row.commune_id, row.key): row.pk for row in rows.only("commune_id", "key")}
    touched = [(keys[outcome.edit.at], outcome.cell.works) for outcome in saved]
    RemainingWork.objects.filter(result__in=[key for key, _ in touched]).delete()
    RemainingWork.objects.bulk_create(
        RemainingWork(
            result_id=key,
            position=position,
            text=work.text,
            quantity=work.quantity,
            unit=work.unit,
            funded=work.funded,
        )
        for key, works in touched
        for position, work in enumerate(works, start=1)
    )


def _changes(
    sheet: Sheet,
    saved: Iterable[Outcome],
    stored: Mapping[Address, Cell],
    districts: Mapping[int, int | None],
) -> list[Change]:
    """What the history keeps: figure, note and remaining work apart, as written before and after."""
    found = []
    for outcome in saved:
        commune, key = outcome.edit.at
        old, new = stored.get((commune, key), Cell()), outcome.cell
        for name, before, after in _parts(sheet, key, old, new):
            if before != after:
                found.append(
                    Change(
                        subject=sheet.subject,
                        key=name,
                        old=before,
                        new=after,
                        province_id=sheet.period.province_id,
                        district_id=districts[commune],
                        commune_id=commune,
                    )
                )
    return found


def _parts(sheet: Sheet, key: str, old: Cell, new: Cell) -> Iterable[tuple[str, str, str]]:
    measure = sheet.measures[key]
    yield key, format_result(old.value, measure), format_result(new.value, measure)
    yield f"{key}:note", old.note, new.note
    yield f"{key}:reason", old.reason, new.reason
    yield f"{key}:works", _lines(old.works), _lines(new.works)


def _lines(works: Iterable[Work]) -> str:
    return "\n".join(map(str, works))


def _told(sheet: Sheet, judged: Sequence[Outcome], closed: str) -> list[Outcome]:
    """The outcomes with what a person has to know: the text, why it is closed, who was faster."""
    authors = _authors(sheet, [outcome for outcome in judged if outcome.status is Status.CONFLICT])
    closed = closed or CLOSED_WORDS
    told = []
    for outcome in judged:
        if outcome.status is Status.CLOSED:
            outcome = replace(outcome, message=closed)
        if outcome.edit.at in authors:
            by, at = authors[outcome.edit.at]
            outcome = replace(outcome, by=by, at=at)
        if outcome.status is not Status.REFUSED:
            measure = sheet.measures[outcome.edit.key]
            outcome = replace(outcome, text=format_result(outcome.cell.value, measure))
        told.append(outcome)
    return told


def _authors(sheet: Sheet, conflicts: Sequence[Outcome]) -> dict[Address, tuple[str, datetime]]:
    if not conflicts:
        return {}
    rows = Result.objects.of_sheet(sheet.period, sheet.stage).of_communes(
        {outcome.edit.commune_id for outcome in conflicts}
    )
    wanted = {outcome.edit.at for outcome in conflicts}
    return {
        (row.commune_id, row.key): (str(row.changeset.user), row.changeset.made_at)
        for row in rows.with_author()
        if (row.commune_id, row.key) in wanted
    }
