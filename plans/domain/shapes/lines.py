"""Rows that the definition names: known by their number and title, their figures as they are printed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, vietnamese
from plans.domain.definition import Column, ColumnType, FixedLine
from plans.domain.entries import Entry, Standing
from plans.domain.findings import SKIP, Option
from plans.domain.heading import Heading, Headings
from plans.domain.labels import Label, read_label
from plans.domain.line_names import LineNames, ordinal_key
from plans.domain.naming import Namer
from plans.domain.places import Place, quote
from plans.domain.read import RawCell, RawSheet
from plans.domain.table import Cell, Row, RowKind
from plans.domain.values import Unreadable, check_formula

from .sheet import SheetReader


class LineReader(SheetReader):
    """Reads one sheet of an annex with fixed lines."""

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        super().__init__(sheet, heading, headings, namer)
        self.names = LineNames(self.definition.lines)
        self.before: set[str] = set()
        self.columns = [
            column
            for column in self.definition.columns
            if column.key in heading.columns and column.key not in self.definition.label_keys
        ]

    def follow(self, before: SheetReader) -> None:
        """The lines of the sheets before, whose headings may stand again."""
        if isinstance(before, LineReader):
            self.before = before.before | {entry.row.line for entry in before.entries}

    def read(self) -> None:
        for number in self.numbers():
            self._read_row(number)
        self._drop_tail()

    def _read_row(self, number: int) -> None:
        label = self._label(number)
        cells = {column.key: self.cell(number, column.key) for column in self.columns}
        filled = any(cell.text or cell.formula for cell in cells.values())
        if not label.text and (not filled or self._goes_on(cells)):
            return
        line, standing = self._line_of(label, filled)
        if standing is None:
            self.ignore(label.cell, number)
            return
        values = label.cells(self.definition)
        if self.definition.ordinal_key and line and label.ordinal.number is not None:
            values[self.definition.ordinal_key] = Cell(line.ordinal, line.ordinal, label.ordinal.address)
        for column in self.columns:
            values[column.key], standing = self._read_cell(column, cells[column.key], line, standing)
        row = Row(RowKind.LINE, None, values, (), self.sheet.name, number, line.key if line else "")
        if not self._repeats(row):
            self.entries.append(Entry(row, standing))

    def _label(self, number: int) -> Label:
        """Number and title; both may stand in one cell."""
        columns = self.heading.columns
        label = read_label(self.sheet, number, columns, self.definition.ordinal_key, self.definition.name_key)
        if label.ordinal.text:
            return label
        ordinal, title = self.names.split(label.text)
        if not ordinal:
            return label
        return Label(
            replace(label.cell, text=title, lines=()), replace(label.ordinal, text=ordinal, number=None)
        )

    def _goes_on(self, cells: dict[str, RawCell]) -> bool:
        """A row of nothing but words carries on the words of the row above: a note cut by a page."""
        keys = [key for key, cell in cells.items() if cell.text]
        words = [self.definition.column(key).type is ColumnType.TEXT for key in keys]
        if not self.entries or not all(words):
            return False
        entry = self.entries[-1]
        joined = {
            key: Cell(
                text := f"{entry.row.cell(key).text}\n{cells[key].full_text}".strip(),
                text,
                cells[key].address,
            )
            for key in keys
        }
        row = replace(entry.row, cells={**entry.row.cells, **joined})
        self.entries[-1] = replace(entry, row=row)
        return True

    def _line_of(self, label: Label, filled: bool) -> tuple[FixedLine | None, Standing | None]:
        """The line, if it is clear, and whether the row is taken; no standing: it is no line at all."""
        place = Place.of(label.cell, self.sheet.name)
        if not label.text:
            message = "Dòng có số liệu nhưng không ghi mục tiêu nào. Hãy ghi tên mục tiêu ở ô này."
            self.findings.append(place.error("unknown-line", message))
            return None, Standing.REFUSED
        found = self.names.find(label.ordinal.text, label.text)
        if found.line:
            self._tell(label, found.line, found.is_exact)
            return found.line, Standing.READ
        if not filled and not label.ordinal.text and not found.candidates:
            return None, None
        if found.candidates:
            return self._ask(place, found.candidates)
        message = f"{quote(label.text)} không phải là một dòng của biểu. Hãy ghi tên dòng như trong tệp mẫu."
        self.findings.append(place.error("unknown-line", message))
        return None, Standing.REFUSED

    def _tell(self, label: Label, line: FixedLine, is_exact: bool) -> None:
        """A title or a number that differs is shown; the printed one is kept."""
        title = f"{line.ordinal} {line.title}".strip()
        place = Place.of(label.cell, self.sheet.name)
        if not is_exact:
            message = f"{quote(label.text)} được hiểu là dòng {quote(title)}."
            self.findings.append(place.warning("name-differs", message, title))
        elif line.ordinal and label.ordinal.text and ordinal_key(label.ordinal.text) != line.ordinal:
            message = f"{quote(label.text)} mang số {label.ordinal.text}, trong biểu mẫu là {line.ordinal}."
            place = Place.of(label.ordinal, self.sheet.name)
            self.findings.append(place.warning("name-differs", message, line.ordinal))

    def _ask(self, place: Place, lines: tuple[FixedLine, ...]) -> tuple[FixedLine | None, Standing]:
        options = tuple(Option(line.key, f"{line.ordinal} {line.title}".strip()) for line in lines)
        message = f"Không rõ {quote(place.text)} là dòng nào của biểu. Hãy chọn dòng đúng hoặc bỏ dòng này."
        finding = place.error("name-ambiguous", message, options=options)
        answer = self.namer.answers.get(finding.question)
        chosen = next((line for line in lines if line.key == answer), None)
        if chosen:
            message = f"{quote(place.text)} được bạn chọn là dòng “{chosen.title}”."
            self.findings.append(place.warning("name-differs", message, chosen.title))
            return chosen, Standing.READ
        self.findings.append(finding)
        return None, Standing.REFUSED if answer == SKIP else Standing.ASKED

    def _read_cell(
        self, column: Column, cell: RawCell, line: FixedLine | None, standing: Standing
    ) -> tuple[Cell, Standing]:
        place = Place.of(cell, self.sheet.name)
        answer = self.namer.answers.get(place.question, "")
        if column.type is ColumnType.TEXT:
            return Cell(cell.full_text, cell.full_text, cell.address), standing
        try:
            return Cell(cell.text, read_target(cell, line, answer), cell.address), standing
        except Unreadable as problem:
            finding = place.error(problem.code, problem.message, options=problem.options)
        self.findings.append(finding)
        asked = finding.options and answer != SKIP and standing is not Standing.REFUSED
        return Cell(cell.text, "", cell.address), Standing.ASKED if asked else Standing.REFUSED

    def _repeats(self, row: Row) -> bool:
        """Whether a heading without figures stands again, as at the top of a page."""
        beside = self.definition.keys_beside_labels
        seen = {entry.row.line for entry in self.entries} | self.before
        return bool(row.line) and row.line in seen and not any(row.cell(key).text for key in beside)

    def _drop_tail(self) -> None:
        """Rows of words below the last line are signatures and notes."""
        beside = self.definition.keys(ColumnType.COUNT, ColumnType.DECIMAL)
        known = [entry.row.number for entry in self.entries if entry.standing is Standing.READ]
        tail = {
            entry.row.number
            for entry in self.entries
            if known and entry.row.number > known[-1] and not _has_digits(entry.row, beside)
        }
        self.entries[:] = [entry for entry in self.entries if entry.row.number not in tail]
        self.findings[:] = [
            finding
            for finding in self.findings
            if finding.code not in ("unknown-line", "name-ambiguous") or finding.row not in tail
        ]


def _has_digits(row: Row, keys: Sequence[str]) -> bool:
    return any(letter.isdigit() for key in keys for letter in row.cell(key).text)


def read_target(cell: RawCell, line: FixedLine | None, answer: str = "") -> str:
    """The figure in one spelling, of "90,4%" too; what is no figure ("≥ 65") is its own text.

    Raises Unreadable for a formula without a value and a figure with two readings.
    """
    check_formula(cell)
    if cell.number is not None:
        return plain(cell.number)
    if not cell.text:
        return ""
    try:
        return plain(_number(cell.text, is_count=bool(line and line.is_count)))
    except NotANumber:
        return cell.text
    except AmbiguousNumber as error:
        options = tuple(Option(plain(reading), vietnamese(reading)) for reading in error.readings)
    if answer in {option.value for option in options}:
        return answer
    first, second = (option.label for option in options)
    message = f"{quote(cell.text)} có thể là {first} hoặc {second}. Hãy chọn số đúng."
    raise Unreadable("ambiguous-number", message, options)


def _number(text: str, *, is_count: bool) -> Decimal:
    """Of a count "1.269" is a whole number; one with decimals is a figure all the same."""
    if is_count:
        try:
            return parse_number(text, decimals=False)
        except NotANumber:
            pass
    return parse_number(text, decimals=True)
