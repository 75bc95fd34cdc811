"""Raw sheets + definition + names → rows with their units, and every problem at its own cell.

Only what makes a row unreadable keeps it out. Nothing here knows what is stored or what sums should be.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from communes.domain.names import NameIndex, Unit
from ntm.text import fold

from .definition import AnnexDefinition, Column, ColumnType
from .entries import Entry, Parsed, Scope, Standing
from .findings import Finding, Severity
from .heading import CODE, DISTRICT, Heading, Headings
from .labels import Label, read_label
from .naming import Namer
from .places import Place
from .read import RawCell, RawSheet
from .table import Cell, Row, RowKind
from .values import Unreadable, read_figure, read_mark

_SECTION = 3  # so many communes of another district in a row are a section whose own row is missing
_PLAN_NUMBER = re.compile(r"(?:kế hoạch|KH)\s+số:?\s*(\d+)\s*/\s*KH", re.IGNORECASE)


def parse(
    sheets: Iterable[RawSheet],
    definition: AnnexDefinition,
    index: NameIndex,
    scope: Scope,
    answers: Mapping[str, str] | None = None,
) -> Parsed | None:
    """Read every visible sheet that holds the annex; None where none does.

    ``answers``: question of a finding → the value a person chose.
    """
    headings = Headings(definition)
    found = [(sheet, heading) for sheet in sheets if (heading := headings.find(sheet))]
    parts = [
        SheetParser(sheet, heading, headings, Namer(index, scope, answers or {})).parse()
        for sheet, heading in found
        if not sheet.hidden
    ]
    if not parts:
        return None
    entries, findings = _join(parts)
    hidden = [_hidden(sheet) for sheet, _ in found if sheet.hidden]
    return Parsed(_settle_total(entries, index), (*findings, *hidden))


class SheetParser:
    """Reads one sheet from its heading down."""

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        self.sheet, self.heading, self.headings, self.namer = sheet, heading, headings, namer
        self.definition = headings.definition
        self.district: Unit | None = namer.home(self._title_texts())
        self.sections_with_sums: set[int] = set()
        self.below_total = False
        self.findings: list[Finding] = list(heading.findings)
        self.entries: list[Entry] = []

    def parse(self) -> tuple[list[Entry], list[Finding]]:
        self._check_plan_number()
        for number in sorted(self.sheet.rows):
            if number > self.heading.bottom and not self.headings.repeats(self.sheet, number, self.heading):
                self._read_row(number)
        self._drop_footer_notes()
        self._note_legacy()
        if self.heading.blocks:  # without its columns no row can be taken, but its other problems are shown
            self.entries = [replace(entry, standing=Standing.REFUSED) for entry in self.entries]
        return self.entries, self.findings

    def _read_row(self, number: int) -> None:
        label = read_label(self.sheet, number, self.heading.columns)
        cells = self._cells(number)
        if not label.text and not any(cell.text for cell in cells.values()):
            return
        self._follow_district_column(number)
        kind = self._kind_of(label, cells)
        if kind is None:
            self._ignore(label, number)
        elif kind is RowKind.UNIT:
            self._read_unit(label, number, cells)
        elif kind is RowKind.TOTAL:
            self.below_total = True
            self._add(kind, None, label, number, cells, self.namer.standing_of_total())
        else:
            self._read_section(kind, label, number, cells)

    def _cells(self, number: int) -> dict[str, RawCell]:
        """The figure cells of the row that have a text, by column key."""
        columns = self.heading.columns
        found = {
            key: self.sheet.cell(number, columns[key])
            for key in self.definition.figure_keys
            if key in columns
        }
        return {key: cell for key, cell in found.items() if cell}

    def _kind_of(self, label: Label, cells: Mapping[str, RawCell]) -> RowKind | None:
        """What sort of row it is; None for a line of text below or between the rows."""
        if label.is_sum and not self.namer.is_commune(label.text, self.district):
            return self._kind_of_sum(label)
        if label.is_section or (_has_sums(self.definition, cells) and self.namer.is_district(label.text)):
            return RowKind.DISTRICT
        if label.is_numbered or self.namer.is_commune(label.text, self.district):
            return RowKind.UNIT
        return RowKind.UNIT if _has_figures(cells) and not self.below_total else None

    def _kind_of_sum(self, label: Label) -> RowKind:
        """ "Cộng" closes the section it stands in, unless the section row has stated the sums already."""
        if label.names_district:
            return RowKind.SUBTOTAL
        open_section = self.district is not None and self.district.id not in self.sections_with_sums
        return RowKind.SUBTOTAL if open_section and fold(label.text).startswith("cong") else RowKind.TOTAL

    def _follow_district_column(self, number: int) -> None:
        """Where the sheet has a column for the district, the rows below a name belong to it."""
        column = self.heading.columns.get(DISTRICT)
        cell = self.sheet.spread(number, column) if column else None
        if cell and cell.text:
            self.district = self.namer.district(cell, self.sheet.name).unit or self.district

    def _read_section(self, kind: RowKind, label: Label, number: int, cells: dict[str, RawCell]) -> None:
        named = self.namer.district(label.cell, self.sheet.name, label.district_text)
        self.findings += named.findings
        if named.unit or kind is RowKind.DISTRICT:
            self.district = named.unit
        if named.unit and cells:
            self.sections_with_sums.add(named.unit.id)
        self._add(kind, named.unit, label, number, cells, named.standing)

    def _read_unit(self, label: Label, number: int, cells: dict[str, RawCell]) -> None:
        column = self.heading.columns.get(CODE)
        code = self.sheet.text(number, column) if column else ""
        if lost := self._lost_section(label, number):
            self.district = lost
            name = lost.full_name
            message = f"Thiếu dòng {name} phía trên; từ dòng này được hiểu là các xã của {name}."
            self.findings.append(Place.of(label.cell, self.sheet.name).warning("missing-section", message))
        named = self.namer.commune(label.cell, self.sheet.name, self.district, code)
        self.findings += named.findings
        self._add(RowKind.UNIT, named.unit, label, number, cells, named.standing)

    def _lost_section(self, label: Label, number: int) -> Unit | None:
        """The other district that all rows from here to the next section belong to, if there are several.

        A page lost in scanning or pasting takes the row of the next district with it; a single stray row
        is no such thing and stays refused.
        """
        district = self.namer.foreign_district(label.text, self.district)
        if district is None:
            return None
        labels = list(self._labels_of_section(number))
        ours = all(self.namer.is_commune(below.text, district) for below in labels)
        return district if ours and len(labels) >= _SECTION else None

    def _labels_of_section(self, number: int) -> Iterator[Label]:
        """The labels of the commune rows from the row to the next section or sum."""
        for below in sorted(row for row in self.sheet.rows if row >= number):
            label = read_label(self.sheet, below, self.heading.columns)
            if label.is_section or label.is_sum:
                return
            if label.is_numbered:
                yield label

    def _add(
        self,
        kind: RowKind,
        unit: Unit | None,
        label: Label,
        number: int,
        cells: Mapping[str, RawCell],
        standing: Standing,
    ) -> None:
        values = label.cells(self.definition)
        for key in self.definition.figure_keys:
            if key not in self.heading.columns:
                continue
            cell = cells.get(key) or RawCell("", number, self.heading.columns[key])
            values[key], standing = self._read_cell(self.definition.column(key), cell, kind, standing)
        row = Row(kind, unit, values, sheet=self.sheet.name, number=number)
        self.entries.append(Entry(row, standing))

    def _read_cell(
        self, column: Column, cell: RawCell, kind: RowKind, standing: Standing
    ) -> tuple[Cell, Standing]:
        """The cell's meaning, and the row's standing after it: one unreadable cell keeps the row out."""
        try:
            value = self._value(column, cell, kind)
        except Unreadable as problem:
            place = Place.of(cell, self.sheet.name)
            self.findings.append(place.error(problem.code, problem.message, options=problem.options))
            value = ""
            if standing is not Standing.REFUSED:
                standing = Standing.ASKED if problem.options else Standing.REFUSED
        return Cell(cell.text, value, cell.address), standing

    def _value(self, column: Column, cell: RawCell, kind: RowKind) -> str:
        if cell.error:
            raise Unreadable(
                "formula-error", f"Ô có công thức lỗi {cell.text}. Hãy sửa công thức hoặc gõ số."
            )
        if cell.formula and not cell.text:
            raise Unreadable(
                "formula-without-value",
                "Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên.",
            )
        if column.type is ColumnType.MARK and kind is RowKind.UNIT:
            return read_mark(cell)
        return read_figure(cell, column, self.namer.answers.get(f"{self.sheet.name}!{cell.address}", ""))

    def _title_texts(self) -> Iterator[RawCell]:
        for number in sorted(self.sheet.rows):
            if number < self.heading.top:
                yield from self.sheet.rows[number].values()

    def _check_plan_number(self) -> None:
        ours = re.match(r"\d+", self.definition.plan_number)
        for cell in self._title_texts():
            stated = _PLAN_NUMBER.search(cell.text)
            if ours and stated and int(stated[1]) != int(ours[0]):
                message = f"Tệp ghi kế hoạch số {stated[1]}, kế hoạch đang nhập là số {ours[0]}."
                self.findings.append(Place.of(cell, self.sheet.name).warning("plan-number", message, ours[0]))

    def _note_legacy(self) -> None:
        old = [cell for cells in self.sheet.rows.values() for cell in cells.values() if cell.legacy]
        if old:
            message = (
                f"{len(old)} ô gõ bằng phông cũ (TCVN3, VNI) đã được đổi sang Unicode. Hãy xem lại tên xã."
            )
            self.findings.append(Place.of(old[0], self.sheet.name).warning("legacy-encoding", message))

    def _drop_footer_notes(self) -> None:
        """Signatures and the like below the last row are no news."""
        last = max((entry.row.number for entry in self.entries), default=0)
        self.findings = [
            finding for finding in self.findings if finding.code != "ignored-row" or (finding.row or 0) < last
        ]

    def _ignore(self, label: Label, number: int) -> None:
        if not self.below_total:
            message = f"Dòng {number} “{label.text}” không phải xã, huyện hay dòng tổng nên không được đọc."
            self.findings.append(Place.of(label.cell, self.sheet.name).info("ignored-row", message))


def _has_figures(cells: Mapping[str, RawCell]) -> bool:
    """Whether any cell holds what could be a figure; words alone are a note or a signature."""
    return any(
        cell.number is not None or cell.text[:1].isdecimal() or len(cell.text) == 1 for cell in cells.values()
    )


def _has_sums(definition: AnnexDefinition, cells: Mapping[str, RawCell]) -> bool:
    """Whether a mark column holds a number no mark can be: the row states sums."""
    texts = (cells[key].text for key in definition.keys(ColumnType.MARK) if key in cells)
    return any(text.isdecimal() and int(text) > 1 for text in texts)


def _join(parts: Iterable[tuple[list[Entry], list[Finding]]]) -> tuple[list[Entry], list[Finding]]:
    """All sheets as one list of rows, with the units that stand twice refused."""
    entries = [entry for part, _ in parts for entry in part]
    findings = [finding for _, part in parts for finding in part]
    counts = Counter(entry.row.key for entry in entries if entry.row.unit)
    seen: dict[tuple[RowKind, int | None], Row] = {}
    joined: list[Entry] = []
    for entry in entries:
        row = entry.row
        first = seen.setdefault(row.key, row)
        if row.kind is RowKind.UNIT and row.unit and counts[row.key] > 1:
            findings.append(_doubled(row))
            entry = replace(entry, standing=Standing.REFUSED)
        elif row is not first and row.kind is not RowKind.UNIT:
            if _says_more(row, first):
                findings.append(_doubled(row))
            continue  # the section's name again at the head of a page, or the same sums again
        joined.append(entry)
    return joined, findings


def _says_more(row: Row, first: Row) -> bool:
    return any(
        cell.value and cell.value != first.value(key) for key, cell in row.cells.items() if key not in _LABELS
    )


_LABELS = ("stt", "name")


def _doubled(row: Row) -> Finding:
    code = "duplicate-commune" if row.kind is RowKind.UNIT else "duplicate-sum"
    who = row.unit.title if row.unit else "Dòng tổng"
    message = f"{who} có nhiều dòng trong tệp; không rõ dòng nào đúng. Hãy chỉ giữ lại một dòng."
    return Place.in_row(row, "name").error(code, message)


def _settle_total(entries: list[Entry], index: NameIndex) -> tuple[Entry, ...]:
    """A total below the rows of a small part of the province is that part's, not the plan's own total."""
    units = {entry.row.unit for entry in entries if entry.row.kind is RowKind.UNIT and entry.row.unit}
    if 2 * len(units) > len(index.communes_of(None)):
        return tuple(entries)
    return tuple(
        replace(entry, standing=Standing.CONTEXT)
        if entry.row.kind is RowKind.TOTAL and entry.standing is Standing.READ
        else entry
        for entry in entries
    )


def _hidden(sheet: RawSheet) -> Finding:
    message = f"Trang “{sheet.name}” đang ẩn nên không được đọc."
    return Finding(Severity.INFO, "hidden-sheet", message, sheet=sheet.name)
