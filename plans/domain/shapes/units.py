"""The keyed matrix: one row per unit, communes in sections by district, with the sums they state."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from communes.domain.names import Unit
from ntm.text import fold
from plans.domain.entries import Standing
from plans.domain.heading import CODE, DISTRICT, Heading, Headings
from plans.domain.labels import Label, read_label
from plans.domain.naming import Named, Namer
from plans.domain.places import Place
from plans.domain.read import RawSheet
from plans.domain.rows import Cells, RowReader
from plans.domain.table import RowKind

from .sheet import SheetReader

_LOST = 3  # so many communes of another district in a row are a section whose own row is missing


@dataclass(frozen=True, slots=True)
class Section:
    """The district the rows belong to. ``standing`` is READ unless its name is not clear.

    ``opened``: by a row or a column of the sheet, not only by a title.
    """

    district: Unit | None = None
    standing: Standing = Standing.READ
    opened: bool = False
    states_sums: bool = False


class UnitReader(SheetReader):
    """Reads one sheet from its heading down."""

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        super().__init__(sheet, heading, headings, namer)
        self.rows = RowReader(sheet, heading, headings.definition, namer.answers, self.findings)
        self.labels = {
            number: read_label(
                sheet, number, heading.columns, self.definition.ordinal_key, self.definition.name_key
            )
            for number in self.numbers()
        }
        self.section = Section(namer.home(self.titles(), list(self._leading_names())))
        self.sums_below = False  # sections of this sheet are summed in a row below them
        self.below_total = False
        self.last_number = 0
        self.last_section = max(
            (row for row, label in self.labels.items() if label.is_section and not label.is_group), default=0
        )
        self.no_lost_section = False  # in the open section none was found: it need not be sought again
        self.districts: dict[str, Named] = {}  # as named in the column for the district

    def read(self) -> None:
        for number, label in self.labels.items():
            self._read_row(number, label)
        self.note_rounded(self.rows.rounded)

    def _read_row(self, number: int, label: Label) -> None:
        cells = self.rows.cells(number)
        if not label.text and not cells:
            return
        self._follow_district_column(number)
        kind = self._kind_of(label, number, cells)
        if kind is None:
            self._ignore(label, number)
        elif kind is RowKind.UNIT:
            self._read_unit(label, number)
        elif kind is RowKind.TOTAL:
            self.below_total = any(entry.row.kind is RowKind.UNIT for entry in self.entries)
            self._add(kind, None, label, number, self.namer.standing_of_total())
        elif kind is RowKind.SUBTOTAL:
            self._read_subtotal(label, number)
        else:
            self._open_section(label, number, cells)

    def _kind_of(self, label: Label, number: int, cells: Cells) -> RowKind | None:
        """What sort of row it is; None for a line of text between or below the rows."""
        is_commune = self.namer.is_commune(label.text, self.section.district)
        if label.is_sum and not is_commune:
            return self._kind_of_sum(label, number) if cells else None
        if self._is_section(label, cells, is_commune):
            return None if label.is_group else RowKind.DISTRICT
        if is_commune:
            return RowKind.UNIT
        return RowKind.UNIT if self._is_unit(label, cells) else None

    def _is_section(self, label: Label, cells: Cells, is_commune: bool) -> bool:
        """By words, by number, or a district's bare name: a commune or town may have the same."""
        if label.names_district or label.names_commune:
            return label.names_district
        is_district = self.namer.is_district(label.text)
        if label.is_section_number or label.starts_roman:
            return is_district or not is_commune
        heads_rows = not label.is_numbered and not cells  # "Mường Nhé" alone in its row is the district
        return is_district and (heads_rows or not is_commune or self.rows.states_sums(cells))

    def _is_unit(self, label: Label, cells: Cells) -> bool:
        """Whether a row of no known commune may still be a commune's: signatures and notes are not."""
        if label.names_commune or self.namer.is_commune_elsewhere(label.text, self.section.district):
            return bool(cells) or label.is_numbered or not self.below_total
        if label.is_numbered and label.text and not label.is_long:
            return bool(cells) or not self.below_total
        if self.rows.states_figures(cells) and label.text:
            return not label.is_long and not self.below_total
        return self.rows.states_marks(cells) and not self.rows.states_sums(cells) and not self.below_total

    def _kind_of_sum(self, label: Label, number: int) -> RowKind:
        """A sum without a district's name closes the open section where sections are summed below them."""
        if label.names_district and self.namer.is_like_district(label.district_text):
            return RowKind.SUBTOTAL
        if not self.section.opened or self.section.states_sums:
            return RowKind.TOTAL
        below = fold(label.text).split()[0] == "cong" or self.sums_below or number < self.last_section
        return RowKind.SUBTOTAL if below and not self._names_province(label) else RowKind.TOTAL

    def _names_province(self, label: Label) -> bool:
        return "tinh" in fold(label.text).split()

    def _follow_district_column(self, number: int) -> None:
        """Where the sheet has a column for the district, the rows below a name belong to it."""
        column = self.heading.columns.get(DISTRICT)
        cell = self.sheet.spread(number, column) if column else None
        if cell is None or not cell.text:
            return
        named = self.districts.get(cell.text)
        if named is None:
            named = self.districts[cell.text] = self.namer.find_district(cell, self.sheet.name)
            self.findings += named.findings
        if (named.unit, named.standing) != (self.section.district, self.section.standing):
            self.section = Section(named.unit, named.standing, opened=True)

    def _open_section(self, label: Label, number: int, cells: Cells) -> None:
        found = self.namer.find_district(label.cell, self.sheet.name, label.district_text)
        self.section = Section(found.unit, found.standing, opened=True, states_sums=bool(cells))
        self.below_total, self.last_number, self.no_lost_section = False, 0, False
        self._add_sums(RowKind.DISTRICT, found, label, number)

    def _read_subtotal(self, label: Label, number: int) -> None:
        found = Named(self.section.district, self.section.standing)
        if label.names_district:
            found = self.namer.find_district(label.cell, self.sheet.name, label.district_text)
        self.section = replace(self.section, states_sums=True)
        self.sums_below = True
        self._add_sums(RowKind.SUBTOTAL, found, label, number)

    def _add_sums(self, kind: RowKind, found: Named, label: Label, number: int) -> None:
        named = self.namer.judge_sums(found, Place.of(label.cell, self.sheet.name))
        self.findings += named.findings
        self._add(kind, named.unit, label, number, named.standing)

    def _read_unit(self, label: Label, number: int) -> None:
        self.below_total = False
        if self.section.standing is not Standing.READ:  # the section's own row says why
            self._add(RowKind.UNIT, None, label, number, self.section.standing)
            return
        self._find_lost_section(label, number)
        column = self.heading.columns.get(CODE)
        code = self.sheet.text(number, column) if column else ""
        named = self.namer.commune(label.cell, self.sheet.name, self.section.district, code)
        self.findings += named.findings
        self.last_number = label.number or 0
        self._add(RowKind.UNIT, named.unit, label, number, named.standing)

    def _find_lost_section(self, label: Label, number: int) -> None:
        """Open the other district that all rows down to the next section belong to, if there are several.

        A page lost in scanning or pasting takes the row of the next district with it, and the numbering
        breaks. Rows numbered on belong where they stand, and a single stray row is no section.
        """
        district = self.namer.foreign_district(label.text, self.section.district)
        if district is None or self.no_lost_section or label.number == self.last_number + 1:
            return
        names = [below.text for below in self._labels_of_section(number)]
        if len(names) < _LOST or not all(self.namer.is_commune(name, district) for name in names):
            self.no_lost_section = True
            return
        self.section = Section(district, opened=True)
        name = district.full_name
        message = f"Thiếu dòng {name} phía trên; từ dòng này được hiểu là các xã của {name}."
        self.findings.append(Place.of(label.cell, self.sheet.name).warning("missing-section", message))

    def _labels_of_section(self, number: int) -> Iterator[Label]:
        """The labels of the commune rows from the row to the next section or sum."""
        for row, label in self.labels.items():
            if row >= number and (label.is_section or label.is_sum):
                return
            if row >= number and label.is_numbered:
                yield label

    def _add(self, kind: RowKind, unit: Unit | None, label: Label, number: int, standing: Standing) -> None:
        self.entries.append(self.rows.read(kind, unit, label, number, standing))

    def _leading_names(self) -> Iterator[str]:
        """The names of the rows above the first section."""
        for label in self.labels.values():
            if label.is_section:
                return
            if label.is_numbered or self.namer.is_commune(label.text, None):
                yield label.text

    def _ignore(self, label: Label, number: int) -> None:
        if not label.is_sum:  # else the place of a sum that nobody has filled in
            self.ignore(label.cell, number)
