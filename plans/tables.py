"""What the plans pages show as tables: the list of uploads, and a matrix with its marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from ntm.templatetags.figures import luc

from .domain.definition import AnnexDefinition, Column, ColumnType
from .domain.entries import Standing
from .domain.findings import Finding
from .domain.sums import has_data
from .domain.table import AnnexTable, Row, RowKind
from .domain.values import MET, NOT_MET
from .models import Upload
from .services.uploads import Preview


class UploadTable(tables.Table):
    made_at = tables.Column(verbose_name="Lúc")
    name = tables.Column(verbose_name="Tệp", linkify=("plans:upload", {"pk": tables.A("pk")}))
    annex = tables.Column(verbose_name="Biểu", order_by=("annex__plan", "annex__position"))
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
        return count_words(value)

    def render_file(self, record):
        return format_html('<a href="{}">Tải về</a>', reverse("plans:upload_file", args=[record.pk]))


def count_words(counts: Mapping[str, int]) -> str:
    """ "15 xã: 12 mới, 3 bị từ chối"; what is nought is left out."""
    parts = [f"{counts[key]} {word}" for key, word in _STATE_WORDS.items() if counts.get(key)]
    return f"{counts.get('rows', 0)} xã: {', '.join(parts)}" if parts else ""


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

    def __init__(self, definition: AnnexDefinition, findings: Iterable[Finding]) -> None:
        self.definition = definition
        self.columns = [column for column in definition.columns if column.key not in ("stt", "name")]
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
        """The rows of the file, with what would change marked."""
        matrix = cls(preview.definition, preview.findings)
        changes = {change.row.key: change for change in preview.changes if change.old}
        for entry in preview.parsed.entries:
            change = changes.get(entry.row.key) if entry.standing is Standing.READ else None
            changed, cleared = (change.changed, change.cleared) if change else ((), ())
            matrix.add(entry.row, changed, cleared)
        return matrix

    def add(self, row: Row, changed: Iterable[str] = (), cleared: Iterable[str] = (), url: str = "") -> None:
        known = row.kind is not RowKind.UNIT or has_data(self.definition, row)
        cells = tuple(
            self._cell(row, column, known, column.key in changed, column.key in cleared)
            for column in self.columns
        )
        name = self._plain(row, "name", row.cell("name").text)
        self.rows.append(MatrixRow(row.cell("stt").text, name, cells, row.kind, url))

    def _cell(self, row: Row, column: Column, known: bool, changed: bool, cleared: bool) -> MatrixCell:
        cell = self._plain(row, column.key, row.cell(column.key).text)
        classes = [cell.classes, _CLASS_OF_CHANGE[cleared] if changed else ""]
        if column.type is not ColumnType.MARK:
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
