"""What the plans pages show as tables: the list of uploads, and a matrix with its marks."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from ntm.templatetags.figures import luc

from .domain.definition import AnnexDefinition, Column
from .domain.entries import Standing
from .domain.findings import Finding
from .domain.merge import Change
from .domain.sums import has_data
from .domain.table import AnnexTable, Row, RowKind
from .domain.values import MET, NOT_MET
from .models import Upload
from .services.uploads import Preview


class UploadTable(tables.Table):
    made_at = tables.Column(verbose_name="Lúc")
    name = tables.Column(verbose_name="Tệp", linkify=("plans:upload", {"pk": tables.A("pk")}))
    annex = tables.Column(verbose_name="Biểu", order_by=("annex__plan", "annex__period", "annex__position"))
    user = tables.Column(verbose_name="Người tải lên", order_by=("user__full_name",))
    state = tables.Column(verbose_name="Kết quả")
    counts = tables.Column(verbose_name="Trong tệp", orderable=False, empty_values=())
    file = tables.Column(verbose_name="Tệp gốc", orderable=False)

    noun = "tệp"
    title = "Tệp đã tải"

    class Meta:
        order_by = "-made_at"
        attrs = {"class": "list cards"}
        empty_text = "Chưa có tệp nào được tải lên."
        default = ""

    def render_made_at(self, value):
        return luc(localtime(value))

    def render_counts(self, value, record):
        if record.state == Upload.State.UNREADABLE:
            return record.findings[0]["message"]
        return count_words(value, record.annex.noun)

    def render_file(self, record):
        return format_html('<a href="{}">Tải về</a>', reverse("plans:upload_file", args=[record.pk]))


def count_words(counts: Mapping[str, int], noun: str = "xã") -> str:
    """ "15 xã: 12 mới, 3 bị từ chối"; what is nought is left out."""
    parts = [f"{counts[key]} {word}" for key, word in _STATE_WORDS.items() if counts.get(key)]
    if counts.get("cells"):
        parts.append(f"{counts['cells']} ô")
    if counts.get("cells_refused"):
        parts.append(f"{counts['cells_refused']} ô bị từ chối")
    return f"{counts.get('rows', 0)} {noun}: {', '.join(parts)}" if parts else ""


_STATE_WORDS = {
    "new": "mới",
    "changed": "thay đổi",
    "same": "như cũ",
    "refused": "bị từ chối",
    "asked": "chờ trả lời",
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    text: str
    classes: str = ""
    anchor: str = ""
    computed: str = ""  # where it differs from what is stated
    old: str = ""  # what a change replaces

    @property
    def html(self) -> SafeString:
        """The whole cell: a table of ten thousand has no time for a template's questions."""
        anchor = f' id="{self.anchor}"' if self.anchor else ""
        classes = f' class="{self.classes}"' if self.classes else ""
        old = f"<s>{escape(self.old)}</s> " if self.old else ""
        computed = f'<span class="computed">{escape(self.computed)}</span>' if self.computed else ""
        said = '<span class="hidden">, tính lại</span> ' if computed else ""
        return mark_safe(f"<td{anchor}{classes}>{old}{escape(self.text)}{said}{computed}</td>")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    ordinal: str
    name: MatrixCell
    cells: tuple[MatrixCell, ...]
    kind: RowKind
    url: str = ""

    @property
    def classes(self) -> str:
        return {RowKind.UNIT: "", RowKind.TOTAL: "total"}.get(self.kind, "section")


class Matrix:
    """Rows of an annex for the screen, each cell with what is to be seen of it."""

    def __init__(
        self, definition: AnnexDefinition, findings: Iterable[Finding], shown: Container[str] | None = None
    ) -> None:
        """``shown``: the only figures to show; None: all."""
        self.definition = definition
        every = [column for column in definition.columns if column.key not in definition.label_keys]
        self.columns = [column for column in every if shown is None or column.key in shown]
        self.left_out = len(every) - len(self.columns)
        self.same = 0  # rows of units that are left out, since nothing happens to them
        findings = tuple(findings)
        self.faults = {(found.sheet, found.cell) for found in findings if found.blocks}
        self.computed = {
            (f.sheet, f.cell): f.computed for f in findings if f.computed and f.code in _SUM_CODES
        }
        self.rows: list[MatrixRow] = []
        self.anchors: set[str] = set()  # two sheets of a file may have cells of one address

    @classmethod
    def of_table(
        cls, definition: AnnexDefinition, table: AnnexTable, findings: Iterable[Finding]
    ) -> "Matrix":
        """The rows of a stored table."""
        matrix = cls(definition, findings)
        for row in table.rows:
            matrix.add(row)
        return matrix

    @classmethod
    def of_preview(cls, preview: Preview) -> "Matrix":
        """The rows of the file, with what would change marked.

        Of a sheet that fills in only what happens is shown: few of its many cells may be new.
        """
        if preview.definition.fills_in:
            return cls._of_filling(preview)
        matrix = cls(preview.definition, preview.findings)
        changes = {change.row.key: change for change in preview.changes if change.old}
        for entry in preview.parsed.entries:
            change = changes.get(entry.row.key) if entry.standing is Standing.READ else None
            changed, cleared = (change.changed, change.cleared) if change else ((), ())
            matrix.add(entry.row, changed, cleared)
        return matrix

    @classmethod
    def _of_filling(cls, preview: Preview) -> "Matrix":
        changes = {change.row.key: change for change in preview.changes}
        noted = {(found.sheet, found.cell) for found in preview.findings if found.cell}
        happening = {key for change in preview.effective for key in change.changed}
        for row in (entry.row for entry in preview.parsed.entries):
            happening |= {key for key, cell in row.cells.items() if (row.sheet, cell.address) in noted}
        matrix = cls(preview.definition, preview.findings, happening)
        section: Row | None = None
        for entry in preview.parsed.entries:
            row = entry.row
            change = changes.get(row.key) if entry.standing is Standing.READ else None
            places = ((row.sheet, cell.address) for cell in row.cells.values())
            if row.kind is not RowKind.UNIT:
                section = row if row.kind is RowKind.DISTRICT else None
            elif change and not change.changed and noted.isdisjoint(places):
                matrix.same += 1
            else:
                if section:
                    matrix.add(section)
                section = None
                matrix.add_filling(row, change)
        return matrix

    def add_filling(self, row: Row, change: Change | None) -> None:
        """A row of results as the file has it, its changes beside what they replace."""
        changed = frozenset(change.changed) if change else frozenset()
        old = change.old if change else None
        cells = tuple(self._filled(row, column, old, column.key in changed) for column in self.columns)
        name = self._plain(row, self.definition.name_key, row.cell(self.definition.name_key).text)
        self.rows.append(MatrixRow(row.cell(self.definition.ordinal_key).text, name, cells, row.kind))

    def _filled(self, row: Row, column: Column, old: Row | None, changed: bool) -> MatrixCell:
        cell = self._plain(row, column.key, row.cell(column.key).text)
        value, before = row.value(column.key), old.value(column.key) if old else ""
        classes = [cell.classes]
        if changed:
            classes.append("cleared" if not value else "changed" if before else "fresh")
        elif not cell.classes:
            classes.append("same")
        if column.is_mark and (value or changed):
            classes.append({MET: "met", NOT_MET: "unmet"}.get(value, ""))
        elif column.is_sum and cell.computed:
            classes.append("diff")
        shown = value if changed and value else cell.text
        replaced = before if changed and not column.is_mark else ""
        return MatrixCell(shown, " ".join(filter(None, classes)), cell.anchor, cell.computed, replaced)

    def add(self, row: Row, changed: Iterable[str] = (), cleared: Iterable[str] = (), url: str = "") -> None:
        known = row.kind is not RowKind.UNIT or has_data(self.definition, row)
        cells = tuple(
            self._cell(row, column, known, column.key in changed, column.key in cleared)
            for column in self.columns
        )
        name = self._plain(row, self.definition.name_key, row.cell(self.definition.name_key).text)
        self.rows.append(MatrixRow(row.cell(self.definition.ordinal_key).text, name, cells, row.kind, url))

    def _cell(self, row: Row, column: Column, known: bool, changed: bool, cleared: bool) -> MatrixCell:
        cell = self._plain(row, column.key, row.cell(column.key).text)
        classes = [cell.classes, _CLASS_OF_CHANGE[cleared] if changed else ""]
        if column.is_sum:
            classes += ["sum", "diff" if cell.computed else ""]
        elif row.kind is RowKind.UNIT:
            classes.append(
                {MET: "met", NOT_MET: "unmet"}.get(row.value(column.key), "" if known else "no-data")
            )
        elif cell.computed:
            classes.append("diff")
        return MatrixCell(cell.text, " ".join(filter(None, classes)), cell.anchor, cell.computed)

    def _plain(self, row: Row, key: str, text: str) -> MatrixCell:
        address = row.cell(key).address
        place = (row.sheet, address)
        faulty = "faulty" if address and place in self.faults else ""
        anchor = f"o-{address}" if address and address not in self.anchors else ""
        self.anchors.add(address)
        return MatrixCell(text, faulty, anchor, self.computed.get(place, ""))


_SUM_CODES = frozenset({"row-sum", "row-shifted", "subtotal", "total", "average", "rounding"})
_CLASS_OF_CHANGE = {True: "cleared", False: "changed"}
