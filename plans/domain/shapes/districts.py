"""The keyed matrix whose units are districts: a row each, and a total below them."""

from plans.domain.heading import CODE, Heading, Headings
from plans.domain.labels import Label, read_label
from plans.domain.naming import Named, Namer
from plans.domain.read import RawSheet
from plans.domain.rows import Cells, RowReader
from plans.domain.table import RowKind

from .sheet import SheetReader


class DistrictReader(SheetReader):
    """Reads one sheet from its heading down."""

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        super().__init__(sheet, heading, headings, namer)
        self.rows = RowReader(sheet, heading, headings.definition, namer.answers, self.findings)
        self.below_total = False

    def read(self) -> None:
        for number in self.numbers():
            label = read_label(
                self.sheet,
                number,
                self.heading.columns,
                self.definition.ordinal_key,
                self.definition.name_key,
            )
            self._read_row(label, number)
        self.note_rounded(self.rows.rounded)

    def _read_row(self, label: Label, number: int) -> None:
        cells = self.rows.cells(number)
        if label.is_sum and not self.namer.is_district(label.text):
            if cells:  # else the place of a sum that nobody has filled in
                self.below_total = True
                self._add(RowKind.TOTAL, Named(None, self.namer.standing_of_total()), label, number)
        elif self._is_unit(label, cells):
            self._add(RowKind.UNIT, self._district(label, number), label, number)
        elif label.text:
            self.ignore(label.cell, number)

    def _is_unit(self, label: Label, cells: Cells) -> bool:
        """Signatures and notes are none; below the total not even where they name a district."""
        is_named = self.namer.is_district(label.text) or label.names_district or label.is_numbered
        if cells:
            return is_named or self.rows.states_figures(cells)
        return bool(label.text) and is_named and not label.is_long and not self.below_total

    def _district(self, label: Label, number: int) -> Named:
        column = self.heading.columns.get(CODE)
        code = self.sheet.text(number, column) if column else ""
        named = self.namer.district(label.cell, self.sheet.name, code)
        self.findings += named.findings
        return named

    def _add(self, kind: RowKind, named: Named, label: Label, number: int) -> None:
        self.entries.append(self.rows.read(kind, named.unit, label, number, named.standing))
