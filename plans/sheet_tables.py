"""An annex on the screen as it is printed: merged cells, lines of text, what is to be seen of each cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .domain.definition import AnnexDefinition, ColumnType
from .domain.entries import Standing
from .domain.findings import Finding, Severity
from .domain.merge import Change, State, is_taken_away
from .domain.table import EMPTY, AnnexTable, RowKind
from .domain.write.layout import HeadCell, column_numbers, head_rows
from .domain.write.lines import Line, Part, printed_lines
from .services.uploads import Preview

_STATE_WORDS = {State.NEW: "mới", State.CHANGED: "thay đổi", State.SAME: ""}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line; ``state`` says in words what would become of the row that begins here."""

    cells: SafeString
    classes: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A text that would be gone, and where it stood."""

    where: str
    text: str


class PrintedSheet:
    """The lines of an annex for the screen; in a preview each with what would happen to it."""

    def __init__(self, definition: AnnexDefinition, findings: Iterable[Finding]) -> None:
        self.definition = definition
        self.columns = definition.columns
        self.heads: Sequence[Sequence[HeadCell]] = head_rows(definition)
        self.numbers = column_numbers(definition)
        findings = tuple(findings)
        self.faults = {(found.sheet, found.cell) for found in findings if found.blocks}
        told = [found for found in findings if found.cell and not found.blocks and found.stated]
        self.noted = {(found.sheet, found.cell) for found in told if found.severity is not Severity.INFO}
        self.computed = {
            (found.sheet, found.cell, found.stated): found.computed for found in told if _is_figure(found)
        }
        self.rows: list[SheetLine] = []
        self.removed: list[Removed] = []
        self.has_states = False
        self._anchors: set[str] = set()

    @classmethod
    def of_table(
        cls, definition: AnnexDefinition, table: AnnexTable, findings: Iterable[Finding]
    ) -> "PrintedSheet":
        sheet = cls(definition, findings)
        sheet._add(table, {}, {})
        return sheet

    @classmethod
    def of_preview(cls, preview: Preview) -> "PrintedSheet":
        """The rows of the file as they came, refused ones too."""
        sheet = cls(preview.definition, preview.findings)
        sheet.has_states = True
        entries = preview.parsed.entries
        taken = {id(entry.row) for entry in entries if entry.standing is Standing.READ}
        by_key = {change.row.key: change for change in preview.changes}
        changes = {id(entry.row): by_key.get(entry.row.key) for entry in entries if id(entry.row) in taken}
        words = {id(entry.row): _STANDING_WORDS.get(entry.standing, "") for entry in entries}
        sheet._add(AnnexTable(tuple(entry.row for entry in entries)), changes, words)
        sheet.removed = [
            Removed(change.row.title, change.old.figures[key].text)
            for change in preview.effective
            for key in change.cleared
            if change.old and key not in change.row.cells
        ]
        return sheet

    def _add(self, table: AnnexTable, changes: Mapping[int, Change | None], words: Mapping[int, str]) -> None:
        for line in printed_lines(self.definition, table):
            part = line.part
            assert part is not None  # printed lines know what they were made of
            change = changes.get(id(part.root))
            cells = "".join(self._cell(line, place, part, change) for place in range(len(self.columns)))
            word = words.get(id(part.root), "") or self._state_of(change)
            state = word if part.row is part.root else ""
            self.rows.append(SheetLine(mark_safe(cells), _class_of(line), state))

    def _state_of(self, change: Change | None) -> str:
        if change is None:
            return ""
        goes = change.state is State.CHANGED and is_taken_away(self.definition, change.row)
        return "bỏ dòng" if goes else _STATE_WORDS[change.state]

    def _cell(self, line: Line, place: int, part: Part, change: Change | None) -> str:
        rows, columns = line.span(place)
        if not rows:
            return ""
        column = self.columns[place]
        cell = part.cells.get(column.key, EMPTY)
        spot = part.root.sheet, cell.address
        computed = self.computed.get((*spot, cell.text), "")
        path = part.paths.get(column.key, "")
        classes = [_KIND_CLASS.get(column.type, ""), "faulty" if cell.address and spot in self.faults else ""]
        classes += [
            "diff" if cell.address and spot in self.noted else "",
            _change_class(change, path, cell.text),
        ]
        old = (
            change.old.figures.get(path, EMPTY).text
            if change and change.old and path in change.changed
            else ""
        )
        return _td(line.texts[place], old, computed, self._attributes(classes, rows, columns, cell.address))

    def _attributes(self, classes: Iterable[str], rows: int, columns: int, address: str) -> str:
        named = " ".join(filter(None, classes))
        anchor = f' id="o-{address}"' if address and address not in self._anchors else ""
        self._anchors.add(address)
        spans = f' rowspan="{rows}"' if rows > 1 else ""
        spans += f' colspan="{columns}"' if columns > 1 else ""
        return anchor + spans + (f' class="{named}"' if named else "")


_FIGURE = re.compile(r"[\d.,]+%?")
_KIND_CLASS = {
    ColumnType.ORDINAL: "ordinal",
    ColumnType.COUNT: "num",
    ColumnType.DECIMAL: "num",
    ColumnType.NAME: "text",
    ColumnType.TEXT: "text",
}
_STANDING_WORDS = {
    Standing.REFUSED: "bị từ chối",
    Standing.ASKED: "chờ trả lời",
    Standing.CONTEXT: "chỉ để so",
}


def _is_figure(found: Finding) -> bool:
    """Whether what is stated and what is computed are two figures, which can stand side by side."""
    return bool(found.computed) and all(_FIGURE.fullmatch(text) for text in (found.stated, found.computed))


def _class_of(line: Line) -> str:
    if line.kind in (RowKind.SECTION, RowKind.SUBHEAD, RowKind.DISTRICT):
        return "section"
    return "total" if line.kind is RowKind.TOTAL else ""


def _change_class(change: Change | None, path: str, text: str) -> str:
    if change is None or path not in change.changed:
        return ""
    return "changed" if text else "cleared"


def _td(text: str, old: str, computed: str, attributes: str) -> str:
    shown = escape(text).replace("\n", "<br>")
    before = f"<s>{escape(old)}</s> " if old else ""
    beside = (
        f'<span class="hidden">, tính lại</span> <span class="computed">{escape(computed)}</span>'
        if computed
        else ""
    )
    return f"<td{attributes}>{before}{shown}{beside}</td>"


def shown_as_matrix(definition: AnnexDefinition) -> bool:
    """Whether the annex is a matrix of marks or results, which has a screen of its own."""
    return definition.fills_in or (definition.is_of_units and bool(definition.mark_keys))
