"""The figures of one row of a sheet: what each cell means, and what is wrong with it."""

from collections.abc import Iterator, Mapping

from communes.domain.names import Unit

from .definition import AnnexDefinition, Column, ColumnType
from .entries import Entry, Standing
from .findings import SKIP, Finding
from .heading import Heading
from .labels import Label
from .places import Place
from .read import RawCell, RawSheet
from .result_values import is_rounded, read_result
from .table import Cell, Row, RowKind
from .values import Unreadable, read_mark, read_value

_BEYOND = 3  # columns right of the table in which slipped figures are looked for

Cells = Mapping[str, RawCell]


class RowReader:
    """Reads the rows of one sheet; what it finds is added to ``findings``."""

    def __init__(
        self,
        sheet: RawSheet,
        heading: Heading,
        definition: AnnexDefinition,
        answers: Mapping[str, str],
        findings: list[Finding],
    ) -> None:
        self.sheet, self.heading, self.definition = sheet, heading, definition
        self.answers, self.findings = answers, findings
        places = heading.columns
        self.figure_columns = {key: places[key] for key in definition.figure_keys if key in places}
        self.columns = [column for column in definition.columns if column.key in self.figure_columns]
        self.rounded: list[RawCell] = []  # numbers with more decimals than are kept or shown

    def cells(self, number: int) -> dict[str, RawCell]:
        """The figure cells of the row that hold something, by column key."""
        row = self.sheet.rows.get(number, {})
        return {key: row[place] for key, place in self.figure_columns.items() if place in row}

    def states_sums(self, cells: Cells) -> bool:
        """Whether a mark column holds a number no mark can be."""
        marks = (cells[key].text for key in self.definition.mark_keys if key in cells)
        return any(text.isdecimal() and int(text) > 1 for text in marks)

    def states_figures(self, cells: Cells) -> bool:
        """Whether a column that no row of marks has holds a figure."""
        return not self.definition.mark_keys and any(
            any(map(str.isdigit, cells[column.key].text)) for column in self.columns if column.key in cells
        )

    def states_marks(self, cells: Cells) -> bool:
        """Whether a mark column holds a mark, or what somebody may have meant as one."""
        return any(
            _is_mark(cells[column.key], column) or len(cells[column.key].text) == 1
            for column in self.columns
            if column.is_mark and column.key in cells
        )

    def read(self, kind: RowKind, unit: Unit | None, label: Label, number: int, standing: Standing) -> Entry:
        """The row with every cell's value; a cell that cannot be read lowers the row's standing."""
        cells = self.cells(number)
        values = label.cells(self.definition)
        for column in self.columns:
            cell = cells.get(column.key) or RawCell("", number, self.figure_columns[column.key])
            if self._is_taken(column, cell, kind):
                values[column.key], standing = self._read_cell(column, cell, kind, standing)
        row = Row(kind, unit, values, sheet=self.sheet.name, number=number)
        if kind is RowKind.UNIT:
            self.findings += self._slipped(row)
        return Entry(row, standing)

    def _is_taken(self, column: Column, cell: RawCell, kind: RowKind) -> bool:
        """Of a sheet that fills in: what somebody wrote for a unit. A sum that nobody computed is no news."""
        if not self.definition.fills_in:
            return True
        if kind is not RowKind.UNIT or (column.is_sum and not cell.text):
            return False
        return bool(cell.text) or cell.formula or self._origin(cell) is not None

    def _read_cell(
        self, column: Column, cell: RawCell, kind: RowKind, standing: Standing
    ) -> tuple[Cell, Standing]:
        place = Place.of(cell, self.sheet.name)
        answer = self.answers.get(place.question, "")
        mark = column.type is ColumnType.MARK and kind is RowKind.UNIT
        try:
            value = self._value_of(column, cell, mark, answer)
        except Unreadable as problem:
            self.findings.append(place.error(problem.code, problem.message, options=problem.options))
            value = ""
            if standing is not Standing.REFUSED:
                asked = problem.options and answer != SKIP
                standing = Standing.ASKED if asked else Standing.REFUSED
        return Cell(cell.text, value, cell.address), standing

    def _value_of(self, column: Column, cell: RawCell, mark: bool, answer: str) -> str:
        if mark or column.measure:
            self._refuse_merged(cell)
        if column.measure is None:
            return read_value(cell, column, mark=mark, answer=answer)
        if is_rounded(cell):
            self.rounded.append(cell)
        return read_result(cell, column.measure, answer)

    def _refuse_merged(self, cell: RawCell) -> None:
        if origin := self._origin(cell):
            message = f"Ô này đang gộp với ô {origin.address}. Hãy bỏ gộp ô và ghi dấu cho từng ô."
            raise Unreadable("bad-mark", message)

    def _origin(self, cell: RawCell) -> RawCell | None:
        """The figure this cell is merged with: Excel keeps it in the first and shows the others as one."""
        place = cell.row, cell.column
        first = self.sheet.merged.get(place, place)
        is_figure = first != place and first[1] in self.figure_columns.values()
        return self.sheet.cell(*first) if is_figure and self.sheet.text(*first) else None

    def _slipped(self, row: Row) -> Iterator[Finding]:
        """Figures right of the table, under no heading: the row's cells have moved over."""
        last = max(self.heading.columns.values())
        headed = {column for line in self.heading.rows for column in self.sheet.rows.get(line, {})}
        for column in range(last + 1, last + 1 + _BEYOND):
            cell = self.sheet.cell(row.number, column)
            if cell and column not in headed and cell.text.isdecimal():
                who = row.unit.title if row.unit else f"Dòng {row.number}"
                message = (
                    f"{who}: số {cell.text} nằm ngoài bảng; các ô trong dòng có vẻ bị lệch sang phải. "
                    "Hãy xem lại từng ô."
                )
                yield Place.of(cell, self.sheet.name).error("row-shifted", message, blocks=False)


def _is_mark(cell: RawCell, column: Column) -> bool:
    try:
        return read_mark(cell, column) != ""
    except Unreadable:
        return False
