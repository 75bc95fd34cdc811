"""The upload of an annex, from the shell."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Changeset, User
from communes.domain.names import Unit
from ntm.workbooks import WorkbookRefusedError
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Entry, Standing
from plans.domain.findings import Finding
from plans.domain.table import Row
from plans.models import Annex
from plans.services.results import kept
from plans.services.uploads import (
    NotWholeError,
    Preview,
    StaleError,
    abandon_upload,
    confirm_upload,
    file_finding,
    preview,
    receive_upload,
)

from ._common import acting_user, add_annex_arguments, annex_of, read_bytes

STORED, ROWS_LEFT_OUT, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = "Nhập một biểu từ tệp Excel. Mã thoát: 0 lưu mọi dòng, 1 có dòng bị từ chối, 2 không đọc được tệp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        add_annex_arguments(parser)
        parser.add_argument("--as", dest="user", help="tên đăng nhập của người nhập; mặc định: system")
        parser.add_argument("--all-or-nothing", action="store_true", help="chỉ lưu khi mọi dòng đều đọc được")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không lưu gì")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        user, annex = acting_user(options["user"]), annex_of(options)
        if annex.plan_id and not Annex.objects.editable_by(user).contains(annex):
            message = f"Người dùng “{user.username}” không được nhập {annex}."
            raise CommandError(message, returncode=UNREADABLE)
        report = Report(annex)
        try:
            self._run(report, user, read_bytes(options["file"]), options)
        except WorkbookRefusedError as error:
            report.findings = [file_finding(error)]
        self.stdout.write(report.as_json() if options["json"] else report.as_text())
        if report.exit_code:
            sys.exit(report.exit_code)

    def _run(self, report: "Report", user: User, data: bytes, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            report.show(preview(report.annex, data, user))
            return
        annex, name = kept(report.annex), options["file"].name
        upload, found = receive_upload(annex=annex, user=user, name=name, data=data)
        if found is None:
            finding = upload.findings[0]
            raise WorkbookRefusedError(finding["code"], finding["message"])
        report.show(found)
        report.findings += [Finding(**told) for told in upload.findings if told["code"] == "same-file"]
        if not found.effective:  # nothing to store: the same figures again, or no row that can be taken
            abandon_upload(upload)
            return
        try:
            stored = confirm_upload(
                upload=upload,
                user=user,
                digest=found.digest,
                channel=Changeset.Channel.SHELL,
                all_or_nothing=options["all_or_nothing"],
            )
        except NotWholeError:
            abandon_upload(upload)
            return
        except StaleError:
            abandon_upload(upload)
            message = "Chưa lưu gì: số liệu vừa được người khác thay đổi. Hãy chạy lại lệnh."
            raise CommandError(message, returncode=ROWS_LEFT_OUT) from None
        report.version = (stored and stored.number) or report.version
        report.stored = True


class Report:
    """What is told of one import, as text or as the JSON of DESIGN §7."""

    def __init__(self, annex: Annex) -> None:
        self.annex = annex
        self.found: Preview | None = None
        self.findings: list[Finding] = []
        self.stored = False
        self.version = 0

    def show(self, found: Preview) -> None:
        self.found, self.findings, self.version = found, list(found.findings), found.base

    @property
    def exit_code(self) -> int:
        if self.found is None:
            return UNREADABLE
        return STORED if self.found.is_whole else ROWS_LEFT_OUT

    def as_json(self) -> str:
        report = {
            "annex": self.annex.code,
            **_owner(self.annex),
            "stored": self.stored,
            "version": self.version or None,
            "counts": self.found.counts if self.found else {},
            "rows": self._rows(),
            "findings": [finding.as_dict() for finding in self.findings],
        }
        return json.dumps(report, ensure_ascii=False, indent=1)

    def _rows(self) -> list[dict[str, Any]]:
        if self.found is None:
            return []
        by_key = {change.row.key: change.state for change in self.found.changes}
        return [self._row(entry, by_key) for entry in self.found.parsed.entries]

    def _row(self, entry: Entry, states: dict[Any, Any]) -> dict[str, Any]:
        assert self.found is not None
        state = states.get(entry.row.key, "same") if entry.standing is Standing.READ else entry.standing
        return _row_of(self.found.definition, entry.row, str(state))

    def as_text(self) -> str:
        lines = [f"{_place(finding)}{finding.message} [{finding.code}]" for finding in self.findings]
        if self.found is None:
            return "\n".join(lines)
        counts = self.found.counts
        lines.append(
            "{rows} {noun}: {new} mới, {changed} thay đổi, {same} như cũ, {refused} bị từ chối, "
            "{asked} chờ trả lời; {cleared} ô bị xóa.".format(**counts, noun=self.annex.noun)
        )
        version = f", phiên bản {self.version}" if self.version else ""
        lines.append(f"Đã lưu{version}." if self.stored else "Không lưu gì.")
        return "\n".join(lines)


def _owner(annex: Annex) -> dict[str, str]:
    if annex.period is None:
        return {"plan": annex.plan.slug}
    return {"province": annex.province.code, "period": annex.period.code, "stage": annex.stage}


def _place(finding: Finding) -> str:
    return f"{finding.sheet}!{finding.cell}: " if finding.cell else ""


def _row_of(definition: AnnexDefinition, row: Row, state: str) -> dict[str, Any]:
    """Of units their figures; of other rows all they say."""
    keys = definition.figure_keys if definition.is_of_units else [column.key for column in definition.columns]
    return {
        "row": row.number,
        "sheet": row.sheet,
        "kind": str(row.kind),
        **({"line": row.line} if row.line else {}),
        "state": state,
        "unit": _unit(row.unit),
        "values": {key: row.value(key) for key in keys if key in row.cells},
        "children": [_row_of(definition, child, state) for child in row.children],
    }


def _unit(unit: Unit | None) -> dict[str, str] | None:
    return {"code": unit.code, "name": unit.name} if unit else None
