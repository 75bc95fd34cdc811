"""What happens to a file somebody brings: kept, previewed, confirmed, taken back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from accounts.models import Changeset, User
from ntm.workbooks import WorkbookRefusedError
from plans.domain.blank_sheet import check_blank
from plans.domain.check import check_sheet
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Parsed, Standing
from plans.domain.findings import Finding, Severity
from plans.domain.join import at_most
from plans.domain.merge import Change, State, compare, merge
from plans.domain.not_found import not_found
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.same_rows import known_by_words
from plans.domain.sums import met_count
from plans.domain.table import OWN_KINDS, AnnexTable
from plans.domain.titles import same_label
from plans.models import Annex, Upload

from .results import ResultStore
from .stores import Act, Judged, StaleError, Store, Stored, UndoRefusedError, VersionStore, units_of

_ATTEMPTS = 5  # at storing, when others store to the same annex in the same moment


class NotWholeError(Exception):
    """All or nothing was asked, and some rows are refused or wait for an answer."""


@dataclass(frozen=True)
class Preview:
    """What confirming would do, and everything that was found on the way.

    ``left_cells``: single figures that stay out while the rest of their row is taken.
    """

    store: Store
    parsed: Parsed
    changes: tuple[Change, ...]
    table: AnnexTable
    findings: tuple[Finding, ...]
    left_cells: int = 0

    @property
    def definition(self) -> AnnexDefinition:
        return self.store.definition

    @property
    def base(self) -> int:
        """Number of the version the file was compared with, 0 where there is none."""
        return self.store.base

    @cached_property
    def effective(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.state is not State.SAME)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows with figures of their own by what would become of them; ``cleared`` counts cells of any row
        that go blank, ``sums`` the rows of sums that change.
        """
        units = [change for change in self.changes if change.row.kind in OWN_KINDS]
        entries = [entry for entry in self.parsed.entries if entry.row.kind in OWN_KINDS]
        counts = {
            "rows": len(entries),
            **{str(state): sum(change.state is state for change in units) for state in State},
            "cleared": sum(len(change.cleared) for change in self.changes),
            "refused": sum(entry.standing is Standing.REFUSED for entry in entries),
            "asked": sum(entry.standing is Standing.ASKED for entry in entries),
            "sums": sum(change.row.kind not in OWN_KINDS for change in self.effective),
        }
        return counts | self._cell_counts if self.definition.fills_in else counts

    @property
    def _cell_counts(self) -> dict[str, int]:
        """Single figures, where a sheet brings some of a row: ``cells`` change, ``cells_new`` of them where
        nothing was; ``cells_refused`` stay out.
        """
        changed = [(change, key) for change in self.effective for key in change.changed]
        new = sum(not (change.old and change.old.value(key)) for change, key in changed)
        return {"cells": len(changed), "cells_new": new, "cells_refused": self.left_cells}

    @property
    def stored_units(self) -> int:
        return self.counts["new"] + self.counts["changed"]

    @property
    def left_out(self) -> int:
        return self.counts["refused"] + self.counts["asked"]

    @property
    def is_whole(self) -> bool:
        """Whether no row and no figure at all stays out."""
        return not self.left_cells and not any(
            entry.standing in (Standing.REFUSED, Standing.ASKED) for entry in self.parsed.entries
        )

    @cached_property
    def questions(self) -> tuple[Finding, ...]:
        """The findings that ask something and have no answer yet."""
        waiting = (entry.row for entry in self.parsed.entries if entry.standing is Standing.ASKED)
        asked = {(row.sheet, row.number) for row in waiting}
        return tuple(
            finding for finding in self.findings if finding.options and (finding.sheet, finding.row) in asked
        )

    @cached_property
    def digest(self) -> str:
        """Stands for exactly these changes of what is stored now."""
        stamps = [self.store.stamp(change) for change in self.effective]
        return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()


def open_store(annex: Annex, user: User, today: date | None = None) -> Store:
    """Where the annex's figures live, as the user may change them on the day."""
    if annex.period:
        return ResultStore(annex, user, today or localdate())
    return VersionStore(annex, user)


def preview(
    annex: Annex,
    data: bytes,
    user: User,
    answers: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Preview:
    """Read the file against what is stored; writes nothing. Raises WorkbookRefusedError."""
    store = open_store(annex, user, today)
    parsed = _read(data, store, answers or {})
    _refuse_other_annex(annex, parsed)
    stored = store.load(units_of(parsed))
    parsed = known_by_words(store.definition, stored, parsed)
    judged = store.judge(compare(store.definition, stored, parsed.rows))
    parsed = _without_refused(parsed, judged)
    table = merge(store.definition, stored, judged.changes, store.index)
    shown = _completed(parsed, judged, store.definition) if store.definition.fills_in else parsed
    findings = check_sheet(store.definition, table, store.index, shown, store.scope)
    blank = check_blank(store.definition, parsed.rows, judged.changes)
    found = sorted(
        (*blank, *parsed.findings, *judged.findings, *findings),
        key=lambda found: (found.sheet, found.row or 0),
    )
    return Preview(store, parsed, judged.changes, table, at_most(found, []), judged.cells)


def _without_refused(parsed: Parsed, judged: Judged) -> Parsed:
    if not judged.refused:
        return parsed
    entries = (
        replace(entry, standing=Standing.REFUSED) if entry.row.key in judged.refused else entry
        for entry in parsed.entries
    )
    return replace(parsed, entries=tuple(entries))


def _completed(parsed: Parsed, judged: Judged, definition: AnnexDefinition) -> Parsed:
    """The rows of a sheet that fills in with what is stored: over that their sums are made. A row that
    states the sum of its own cells stays: its sheet left out what is to stay, and counts the rest."""
    full = {change.row.key: change.row for change in judged.changes if change.row.number}
    total = definition.row_total
    entries = (
        entry
        if total and entry.row.value(total.target) == str(met_count(definition, entry.row))
        else replace(entry, row=full.get(entry.row.key, entry.row))
        for entry in parsed.entries
    )
    return replace(parsed, entries=tuple(entries))


def _read(data: bytes, store: Store, answers: Mapping[str, str]) -> Parsed:
    sheets, definition = read_workbook(data), store.definition
    if all(sheet.hidden for sheet in sheets):
        raise WorkbookRefusedError("sheet-not-found", "Tệp không có trang tính nào đang hiện.")
    parsed = parse(sheets, definition, store.index, store.scope, answers)
    if parsed is None:
        raise WorkbookRefusedError("header-not-found", not_found(definition, sheets))
    if not parsed.entries:
        message = "Bảng chỉ có phần đầu, không có dòng nào bên dưới. Hãy điền bảng rồi tải lên."
        raise WorkbookRefusedError("no-rows", message)
    return parsed


def _refuse_other_annex(annex: Annex, parsed: Parsed) -> None:
    """A sheet that states the label of another annex of the plan, and of this one none, is that annex's."""
    for told in parsed.findings:
        is_other = told.code == "other-annex" and told.severity is Severity.ERROR
        if is_other and annex.plan and _is_labelled(annex.plan.annexes.exclude(pk=annex.pk), told.stated):
            raise WorkbookRefusedError(told.code, told.message)


def _is_labelled(annexes: Iterable[Annex], label: str) -> bool:
    return any(same_label(other.label, label) for other in annexes)


def receive_upload(
    *, annex: Annex, user: User, name: str, data: bytes, today: date | None = None
) -> tuple[Upload, Preview | None]:
    """Keep the file and say what it would change. Nothing of the annex is touched yet.

    The preview is None where the file cannot be read at all; its finding then stands in the upload.
    """
    upload = Upload(
        annex=annex, user=user, name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    upload.file.save(f"{upload.sha256[:16]}.xlsx", ContentFile(data), save=False)
    try:
        found = preview(annex, data, user, today=today)
    except WorkbookRefusedError as error:
        upload.state = Upload.State.UNREADABLE
        upload.findings = [file_finding(error).as_dict()]
        upload.save()
        return upload, None
    _note(upload, found)
    upload.save()
    return upload, found


def file_finding(error: WorkbookRefusedError) -> Finding:
    return Finding(Severity.ERROR, error.code, error.message, blocks=True)


def review_upload(upload: Upload, today: date | None = None) -> Preview:
    """A waiting upload against what is stored now; looking at it writes nothing."""
    found = preview(upload.annex, _bytes_of(upload), upload.user, upload.answers, today)
    _note(upload, found)
    return found


def answer_upload(upload: Upload, answers: Mapping[str, str]) -> Preview:
    """Keep the answers in the place of earlier ones, and what follows from them."""
    upload.answers = dict(answers)
    found = review_upload(upload)
    upload.save(update_fields=["answers", "counts", "findings", "state"])
    return found


def questions_of(upload: Upload) -> tuple[Finding, ...]:
    """All that the file asks, answered or not: an answer may be changed until the file is stored."""
    return preview(upload.annex, _bytes_of(upload), upload.user).questions


def _bytes_of(upload: Upload) -> bytes:
    with upload.file.open("rb") as file:
        return bytes(file.read())


def _note(upload: Upload, found: Preview) -> None:
    """Write into the upload what was found; an upload that would change nothing is done."""
    findings = [finding.as_dict() for finding in found.findings]
    before = Upload.objects.stored_before(upload)
    if before:
        message = f"Tệp này đã được {before.user} tải lên và lưu ngày {localtime(before.made_at):%d/%m/%Y}."
        findings.insert(0, Finding(Severity.INFO, "same-file", message).as_dict())
    upload.counts, upload.findings = found.counts, findings
    if not found.effective and found.is_whole:
        upload.state = Upload.State.SAME


def confirm_upload(
    *,
    upload: Upload,
    user: User,
    digest: str,
    channel: str = Changeset.Channel.UPLOAD,
    all_or_nothing: bool = False,
    address: str | None = None,
    today: date | None = None,
) -> Stored | None:
    """Store what the preview with this digest said, in one transaction; None when it was stored before.

    Raises StaleError when one of the figures or the file's meaning changed since, NotWholeError.
    """
    act = Act(user, channel, address, today or localdate())
    for _ in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                if not Upload.objects.claim(upload):
                    return None  # a second click, or a second tab
                found = preview(upload.annex, _bytes_of(upload), upload.user, upload.answers, act.today)
                if found.digest != digest or not found.effective:
                    raise StaleError
                if all_or_nothing and not found.is_whole:
                    raise NotWholeError
                return _store(upload, found, act)
        except IntegrityError:  # somebody else made the version with this number: look again
            continue
    raise StaleError


def _store(upload: Upload, found: Preview, act: Act) -> Stored:
    stored = found.store.save(upload, found.effective, found.table, act)
    upload.changeset = stored.changeset
    upload.save(update_fields=["changeset"])
    return stored


def undo_upload(
    *,
    upload: Upload,
    user: User,
    channel: str = Changeset.Channel.BROWSER,
    address: str | None = None,
    today: date | None = None,
) -> Stored:
    """What this upload changed is as it was before it.

    Raises UndoRefusedError where something was changed again later, or the upload is not a stored one.
    """
    act = Act(user, channel, address, today or localdate())
    try:
        with transaction.atomic():
            if not Upload.objects.release(upload):
                raise UndoRefusedError("Tệp này chưa được lưu hoặc đã được hoàn tác.")
            return open_store(upload.annex, user, act.today).undo(upload, act)
    except IntegrityError as error:
        raise UndoRefusedError(
            "Số liệu vừa được người khác thay đổi. Hãy tải lại trang rồi thử lại."
        ) from error


def abandon_upload(upload: Upload) -> None:
    """The person does not want the waiting file stored; it stays in the list."""
    Upload.objects.abandon(upload)
