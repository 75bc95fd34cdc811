"""What happens to a file somebody brings: kept, previewed, confirmed, taken back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from accounts.models import Changeset, User
from accounts.services import open_changeset
from communes.domain.names import NameIndex
from ntm.workbooks import WorkbookRefusedError
from plans.domain.check import check_sheet
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Parsed, Scope, Standing
from plans.domain.findings import Finding, Severity
from plans.domain.heading import Headings
from plans.domain.merge import Change, State, compare, merge, take_back
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable, Row, RowKind
from plans.models import Annex, AnnexVersion, Upload

from .tables import definition_of, load_table, name_index, record_figures, save_table, scope_of

_ATTEMPTS = 5  # at storing, when others store to the same annex in the same moment


class StaleError(Exception):
    """The rows are no longer stored as they were when the preview was made."""


class UndoRefusedError(Exception):
    """The message says in Vietnamese why the upload cannot be taken back."""


class NotWholeError(Exception):
    """All or nothing was asked, and some rows are refused or wait for an answer."""


@dataclass(frozen=True)
class Preview:
    """What confirming would do, and everything that was found on the way."""

    definition: AnnexDefinition
    base: int  # number of the version the file was compared with, 0 where there is none
    parsed: Parsed
    changes: tuple[Change, ...]
    table: AnnexTable
    findings: tuple[Finding, ...]

    @cached_property
    def effective(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.state is not State.SAME)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows of units by what would become of them; ``cleared`` counts cells of any row that go blank,
        ``sums`` the rows of sums that change.
        """
        units = [change for change in self.changes if change.row.kind is RowKind.UNIT]
        entries = [entry for entry in self.parsed.entries if entry.row.kind is RowKind.UNIT]
        return {
            "rows": len(entries),
            **{str(state): sum(change.state is state for change in units) for state in State},
            "cleared": sum(len(change.cleared) for change in self.changes),
            "refused": sum(entry.standing is Standing.REFUSED for entry in entries),
            "asked": sum(entry.standing is Standing.ASKED for entry in entries),
            "sums": sum(change.row.kind is not RowKind.UNIT for change in self.effective),
        }

    @property
    def stored_units(self) -> int:
        return self.counts["new"] + self.counts["changed"]

    @property
    def left_out(self) -> int:
        return self.counts["refused"] + self.counts["asked"]

    @property
    def is_whole(self) -> bool:
        """Whether no row at all stays out."""
        return not any(entry.standing in (Standing.REFUSED, Standing.ASKED) for entry in self.parsed.entries)

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
        """Stands for exactly these rows, as they are stored and as they would be.

        Another district's rows have no part in it: what they became meanwhile changes nothing here.
        """
        rows = [[*change.row.key, _texts(change.old), _texts(change.row)] for change in self.effective]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _texts(row: Row | None) -> dict[str, str]:
    return {key: cell.text for key, cell in row.cells.items()} if row else {}


def preview(annex: Annex, data: bytes, user: User, answers: Mapping[str, str] | None = None) -> Preview:
    """Read the file against what is stored; writes nothing. Raises WorkbookRefusedError."""
    definition, index = definition_of(annex), name_index(annex.plan)
    scope = scope_of(user, annex.plan)
    parsed = _read(data, definition, index, scope, answers or {})
    version = AnnexVersion.objects.current(annex)
    stored = load_table(version, index)
    changes = compare(definition, stored, parsed.rows)
    table = merge(stored, changes, index)
    findings = check_sheet(definition, table, index, parsed, scope)
    return Preview(
        definition=definition,
        base=version.number if version else 0,
        parsed=parsed,
        changes=changes,
        table=table,
        findings=tuple(
            sorted((*parsed.findings, *findings), key=lambda found: (found.sheet, found.row or 0))
        ),
    )


def _read(
    data: bytes, definition: AnnexDefinition, index: NameIndex, scope: Scope, answers: Mapping[str, str]
) -> Parsed:
    sheets = read_workbook(data)
    if all(sheet.hidden for sheet in sheets):
        raise WorkbookRefusedError("sheet-not-found", "Tệp không có trang tính nào đang hiện.")
    parsed = parse(sheets, definition, index, scope, answers)
    if parsed is None:
        names = ", ".join(f"“{sheet.name}”" for sheet in sheets if not sheet.hidden)
        near = " ".join(filter(None, (Headings(definition).missed(sheet) for sheet in sheets)))
        raise WorkbookRefusedError(
            "header-not-found",
            f"Không tìm thấy đầu bảng của {definition.label} trong trang {names}. {near} Bảng cần có cột tên "
            "đơn vị và các cột tiêu chí như trong tệp mẫu.".replace("  ", " "),
        )
    if not parsed.entries:
        message = "Bảng chỉ có phần đầu, không có dòng xã nào bên dưới. Hãy điền bảng rồi tải lên."
        raise WorkbookRefusedError("no-rows", message)
    return parsed


def receive_upload(*, annex: Annex, user: User, name: str, data: bytes) -> tuple[Upload, Preview | None]:
    """Keep the file and say what it would change. Nothing of the annex is touched yet.

    The preview is None where the file cannot be read at all; its finding then stands in the upload.
    """
    upload = Upload(
        annex=annex, user=user, name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    upload.file.save(f"{upload.sha256[:16]}.xlsx", ContentFile(data), save=False)
    try:
        found = preview(annex, data, user)
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


def review_upload(upload: Upload) -> Preview:
    """A waiting upload against what is stored now; looking at it writes nothing."""
    found = preview(upload.annex, _bytes_of(upload), upload.user, upload.answers)
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
) -> AnnexVersion | None:
    """Store what the preview with this digest said, in one transaction; None when it was stored before.

    Raises StaleError when one of the rows or the file's meaning changed since, NotWholeError.
    """
    for _ in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                if not Upload.objects.claim(upload):
                    return None  # a second click, or a second tab
                found = preview(upload.annex, _bytes_of(upload), upload.user, upload.answers)
                if found.digest != digest or not found.effective:
                    raise StaleError
                if all_or_nothing and not found.is_whole:
                    raise NotWholeError
                return _store(upload, user, found, channel, address)
        except IntegrityError:  # somebody else made the version with this number: look again
            continue
    raise StaleError


def _store(upload: Upload, user: User, found: Preview, channel: str, address: str | None) -> AnnexVersion:
    changeset = open_changeset(user=user, channel=channel, address=address, reason=upload.name)
    record_figures(upload.annex, found.effective, changeset)
    return save_table(
        annex=upload.annex, number=found.base + 1, table=found.table, changeset=changeset, upload=upload
    )


def undo_upload(
    *,
    upload: Upload,
    user: User,
    channel: str = Changeset.Channel.BROWSER,
    address: str | None = None,
) -> AnnexVersion:
    """A new version in which the rows this upload changed are as they were before it.

    Raises UndoRefusedError where a later upload touched one of them, or the upload is not a stored one.
    """
    try:
        with transaction.atomic():
            return _undo(upload, user, channel, address)
    except IntegrityError as error:
        raise UndoRefusedError(
            "Số liệu vừa được người khác thay đổi. Hãy tải lại trang rồi thử lại."
        ) from error


def _undo(upload: Upload, user: User, channel: str, address: str | None) -> AnnexVersion:
    version = upload.versions.first()
    if version is None or not Upload.objects.release(upload):
        raise UndoRefusedError("Tệp này chưa được lưu hoặc đã được hoàn tác.")
    annex, index = upload.annex, name_index(upload.annex.plan)
    current = AnnexVersion.objects.current(annex)
    before = load_table(AnnexVersion.objects.numbered(annex, version.number - 1), index)
    found = take_back(definition_of(annex), before, load_table(version, index), load_table(current, index))
    if found.later:
        names = ", ".join(row.unit.title if row.unit else "dòng tổng" for row in found.later)
        raise UndoRefusedError(f"Không hoàn tác được: {names} đã được thay đổi sau lần tải lên này.")
    changeset = open_changeset(user=user, channel=channel, address=address, reason=f"Hoàn tác {upload.name}")
    record_figures(annex, found.changes, changeset)
    return save_table(
        annex=annex, number=current.number + 1, table=found.table, changeset=changeset, undoes=upload
    )


def abandon_upload(upload: Upload) -> None:
    """The person does not want the waiting file stored; it stays in the list."""
    Upload.objects.abandon(upload)
