"""Annexes on their way out: which rows a person gets, as printed or as computed, in which kind of file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet
from django.utils.text import slugify
from openpyxl.utils import get_column_letter

from accounts.models import User
from communes.domain.names import NameIndex, Unit
from communes.models import Commune, District
from ntm.text import fold
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
from plans.models import Annex, AnnexVersion, Plan
from plans.pdf import make_pdf

from .tables import definition_of, load_table, name_index, scope_of

PRINTED, COMPUTED = "printed", "computed"
FIGURE_WORDS = {PRINTED: "số đã ghi", COMPUTED: "số tính lại"}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class Reading:
    """The current version of an annex, as far as one person may see it.

    Sums are made and judged over the whole table: who sees three communes of a district is not told that
    its subtotal is wrong. ``seen`` None: everything is shown; else no total row, since it would stand under
    rows it does not sum.
    """

    annex: Annex
    definition: AnnexDefinition
    index: NameIndex
    version: AnnexVersion | None
    whole: AnnexTable
    seen: Scope | None = None
    district: District | None = None

    @property
    def is_part(self) -> bool:
        return self.seen is not None

    def shows(self, unit: Unit | None) -> bool:
        return self.seen is None or (unit is not None and self.seen.holds(unit))

    @cached_property
    def table(self) -> AnnexTable:
        """The rows that are shown."""
        return AnnexTable(tuple(row for row in self.whole.rows if self.shows(row.unit)))

    @cached_property
    def findings(self) -> list[Finding]:
        """What is to be said of the stored table's sums."""
        return Checker(self.definition, self.whole, self.index).check(self.table.rows)

    @property
    def differences(self) -> list[Finding]:
        """Where what is stated is not what follows from the marks."""
        return [finding for finding in self.findings if finding.severity is not Severity.INFO]

    @property
    def headless(self) -> list[str]:
        """The districts whose communes were printed without their own section row."""
        rows = list(self.table.rows)
        titled = {row.unit.id for row in rows if row.unit and row.kind is RowKind.DISTRICT}
        present = {row.unit.district_id for row in rows if row.unit and row.kind is RowKind.UNIT}
        return [unit.full_name for unit in self.index.districts if unit.id in present - titled]

    @property
    def incomplete(self) -> list[Finding]:
        """Sums that could not be compared, since communes lack data."""
        return [finding for finding in self.findings if finding.severity is Severity.INFO]

    def lines(self, figures: str) -> tuple[tuple[Line, ...], str]:
        """The rows to print and the note under them."""
        if figures == PRINTED:
            return printed_lines(self.definition, self.table), ""
        every = sections_of(self.definition, self.whole, self.index)
        sections = tuple(section for section in every if self.shows(section.unit))
        lines = computed_lines(self.definition, self.whole, self.index, sections)
        shown = tuple(line for line in lines if self.shows(line.unit))
        return shown, computed_note(self.definition, sections)

    def file_name(self, kind: str, figures: str) -> str:
        words = [self.district.title] if self.district else []
        return file_name(self.annex, *words, FIGURE_WORDS[figures], kind=kind)

    def write(self, kind: str, figures: str) -> bytes:
        """The file's bytes; ``kind`` is a key of CONTENT_TYPES. Raises plans.pdf.PdfError."""
        lines, note = self.lines(figures)
        if kind == "xlsx":
            return write_xlsx(self.definition, lines, note=note)
        if kind == "pdf":
            return make_pdf(as_html(self.definition, lines, note=note))
        return json.dumps(as_json(self.definition, lines), ensure_ascii=False, indent=1).encode()


def read_annex(annex: Annex, user: User, district: District | None = None) -> Reading:
    """What the user sees of the annex, or of one district in it."""
    definition, index = definition_of(annex), name_index(annex.plan)
    version = AnnexVersion.objects.current(annex)
    table = _addressed(definition, load_table(version, index))
    return Reading(annex, definition, index, version, table, _seen_by(user, annex, district), district)


def file_name(annex: Annex, *words: str, kind: str) -> str:
    """ "bieu-so-02-1986-kh-ubnd-so-da-ghi.pdf": plain letters, as old mail programs want them."""
    return f"{slugify(fold(' '.join((annex.label, annex.plan.number.replace('/', '-'), *words))))}.{kind}"


def districts_of(plan: Plan, user: User) -> QuerySet[District]:
    """The districts of the plan that the user sees, in official order."""
    return District.objects.visible_to(user).on(plan.units_date).filter(province=plan.province_id)


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
                    key: replace(cell, address=f"{letters[key]}{number}")
                    for key, cell in row.cells.items()
                    if key in letters  # a column may have gone since
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
    districts = districts_of(annex.plan, user)
    if district is not None:
        communes, districts = communes.filter(district_id=district.pk), districts.filter(pk=district.pk)
    return Scope(
        frozenset(communes.values_list("pk", flat=True)), frozenset(districts.values_list("pk", flat=True))
    )


def make_template(
    annex: Annex, user: User, *, blank: bool = False, district: District | None = None
) -> bytes:
    """A workbook to fill in: the user's own communes, with what is stored of them unless ``blank``.

    With ``district`` only those in it.
    """
    index, scope = name_index(annex.plan), scope_of(user, annex.plan)
    stored = {} if blank else load_table(AnnexVersion.objects.current(annex), index).by_key()
    definition = definition_of(annex)
    rows = tuple(_template_rows(index, scope, stored, district))
    if scope.is_whole and district is None:
        total = Row(RowKind.TOTAL, None, {"name": Cell(definition.total_label)})
        rows = (*rows, stored.get(total.key, total))
    return write_xlsx(definition, printed_lines(definition, AnnexTable(rows)), template=True)


def _template_rows(index: NameIndex, scope: Scope, stored: dict, only: District | None) -> Iterable[Row]:
    """Communes of no district first, then district by district."""
    mine = [unit for unit in index.communes_of(None) if scope.holds(unit)]
    if only is None:
        yield from _unit_rows([unit for unit in mine if unit.district_id is None], stored)
    for place, district in enumerate(index.districts, start=1):
        communes = [unit for unit in mine if unit.district_id == district.id]
        if not communes or (only and only.pk != district.id):
            continue
        section = _labelled(RowKind.DISTRICT, district, roman(place))
        yield stored.get(section.key, section) if scope.holds(district) else section
        yield from _unit_rows(communes, stored)


def _unit_rows(units: Iterable[Unit], stored: dict) -> Iterable[Row]:
    for number, unit in enumerate(units, start=1):
        row = _labelled(RowKind.UNIT, unit, str(number))
        yield stored.get(row.key, row)


def _labelled(kind: RowKind, unit: Unit, number: str) -> Row:
    return Row(kind, unit, {"stt": Cell(number), "name": Cell(unit.title)})
