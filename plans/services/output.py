"""Annexes on their way out: which rows a person gets, as printed or as computed, in which kind of file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from accounts.models import User
from communes.domain.names import NameIndex, Unit
from communes.models import Commune, District
from plans.domain.check import Checker
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Scope
from plans.domain.findings import Finding, Severity
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.html import as_html
from plans.domain.write.json import as_json
from plans.domain.write.layout import (
    Line,
    computed_lines,
    computed_note,
    printed_lines,
    roman,
    sections_of,
)
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex, AnnexVersion
from plans.pdf import make_pdf

from .tables import definition_of, load_table, name_index, scope_of

PRINTED, COMPUTED = "printed", "computed"
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class Reading:
    """The current version of an annex, as far as one person may see it."""

    annex: Annex
    definition: AnnexDefinition
    index: NameIndex  # of the units the person sees
    version: AnnexVersion | None
    table: AnnexTable
    is_part: bool = False  # of the province: without its total row

    @cached_property
    def findings(self) -> list[Finding]:
        """What is to be said of the stored table's sums."""
        found = Checker(self.definition, self.table, self.index).check(self.table.rows)
        return [finding for finding in found if finding.code != "missing-commune"]

    @property
    def differences(self) -> list[Finding]:
        """Where what is stated is not what follows from the marks."""
        return [finding for finding in self.findings if finding.severity is not Severity.INFO]

    @property
    def incomplete(self) -> list[Finding]:
        """Sums that could not be compared, since communes lack data."""
        return [finding for finding in self.findings if finding.severity is Severity.INFO]

    def lines(self, figures: str) -> tuple[tuple[Line, ...], str]:
        """The rows to print and the note under them."""
        if figures == PRINTED:
            return printed_lines(self.definition, self.table), ""
        sections = sections_of(self.definition, self.table, self.index)
        if self.is_part:
            sections = tuple(section for section in sections if section.unit)
        note = computed_note(self.definition, sections)
        return computed_lines(self.definition, self.table, self.index, sections), note

    def write(self, kind: str, figures: str) -> bytes:
        """The file's bytes; ``kind`` is a key of CONTENT_TYPES. Raises plans.pdf.PdfError."""
        lines, note = self.lines(figures)
        if kind == "xlsx":
            return write_xlsx(self.definition, lines, note=note)
        if kind == "pdf":
            return make_pdf(as_html(self.definition, lines, note=note))
        return json.dumps(as_json(self.definition, lines), ensure_ascii=False, indent=1).encode()


def read_annex(annex: Annex, user: User, district: District | None = None) -> Reading:
    """What the user sees of the annex, or of one district in it.

    Of a part the province's total row is left out: it would stand under rows it does not sum.
    """
    index = name_index(annex.plan)
    version = AnnexVersion.objects.current(annex)
    table = load_table(version, index)
    seen = _seen_by(user, annex, district)
    if seen is not None:
        index = NameIndex(unit for unit in index.units if seen.holds(unit))
        table = AnnexTable(tuple(row for row in table.rows if row.unit and seen.holds(row.unit)))
    definition = definition_of(annex)
    return Reading(annex, definition, index, version, _addressed(definition, table), seen is not None)


def _addressed(definition: AnnexDefinition, table: AnnexTable) -> AnnexTable:
    """The table with each cell's address in the annex itself: its rows came from many files."""
    letters = {column.key: get_column_letter(place) for place, column in enumerate(definition.columns, 1)}
    return AnnexTable(
        tuple(
            replace(
                row,
                sheet="",
                number=number,
                cells={
                    key: replace(cell, address=f"{letters[key]}{number}") for key, cell in row.cells.items()
                },
            )
            for number, row in enumerate(table.rows, start=1)
        )
    )


def _seen_by(user: User, annex: Annex, district: District | None) -> Scope | None:
    """The units whose rows are shown; None: all of the plan's province."""
    province = annex.plan.province_id
    if district is None and any(area.covers(province) for area in user.areas):
        return None
    day = annex.plan.units_date
    communes = Commune.objects.visible_to(user).in_programme(day).filter(province=province)
    districts = District.objects.visible_to(user).filter(province=province)
    if district is not None:
        communes, districts = communes.filter(district_id=district.pk), districts.filter(pk=district.pk)
    return Scope(
        frozenset(communes.values_list("pk", flat=True)), frozenset(districts.values_list("pk", flat=True))
    )


def make_template(annex: Annex, user: User, *, blank: bool = False) -> bytes:
    """A workbook to fill in: the user's own communes, with what is stored of them unless ``blank``."""
    index, scope = name_index(annex.plan), scope_of(user, annex.plan)
    stored = {} if blank else load_table(AnnexVersion.objects.current(annex), index).by_key()
    definition = definition_of(annex)
    rows = tuple(_template_rows(index, scope, stored))
    if scope.is_whole:
        total = Row(RowKind.TOTAL, None, {"name": Cell(definition.total_label)})
        rows = (*rows, stored.get(total.key, total))
    return write_xlsx(definition, printed_lines(definition, AnnexTable(rows)), template=True)


def _template_rows(index: NameIndex, scope: Scope, stored: dict) -> Iterable[Row]:
    for place, district in enumerate(index.districts, start=1):
        communes = [unit for unit in index.communes_of(district.id) if scope.holds(unit)]
        if not communes:
            continue
        section = _labelled(RowKind.DISTRICT, district, roman(place))
        yield stored.get(section.key, section) if scope.holds(district) else section
        for number, unit in enumerate(communes, start=1):
            row = _labelled(RowKind.UNIT, unit, str(number))
            yield stored.get(row.key, row)


def _labelled(kind: RowKind, unit: Unit, number: str) -> Row:
    return Row(kind, unit, {"stt": Cell(number), "name": Cell(unit.title)})
