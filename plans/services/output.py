"""Annexes on their way out: which rows a person gets, as printed or as computed, in which kind of file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from accounts.models import User
from communes.domain.names import NameIndex, Unit
from communes.models import District
from plans.domain.check import Checker
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import Scope
from plans.domain.findings import Finding, Severity
from plans.domain.rules import check_rules, computed_table
from plans.domain.table import AnnexTable, Row, RowKind
from plans.domain.write.layout import as_table, computed_lines, computed_note, sections_of
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex, AnnexVersion

from .files import CONTENT_TYPES as CONTENT_TYPES  # reports know it by this place
from .files import Printout, write_printout
from .result_output import ResultReading, make_result_template, read_results
from .rows import file_name, seen_by, template_rows
from .tables import definition_of, index_of, load_table, scope_of

PRINTED, COMPUTED = "printed", "computed"
FIGURE_WORDS = {PRINTED: "số đã ghi", COMPUTED: "số tính lại"}


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
    is_current: bool = True  # the version is the newest one

    @property
    def is_part(self) -> bool:
        return self.seen is not None

    def shows(self, unit: Unit | None) -> bool:
        return self.seen is None or (unit is not None and self.seen.holds(unit))

    @cached_property
    def table(self) -> AnnexTable:
        """The rows that are shown."""
        return self._shown(self.whole)

    def _shown(self, table: AnnexTable) -> AnnexTable:
        return AnnexTable(tuple(row for row in table.rows if self.shows(row.unit)))

    @cached_property
    def findings(self) -> list[Finding]:
        """What is to be said of the stored table: of its sums, and by the annex's own rules."""
        places = {row.number for whole in self.table.rows for row in whole.walk()}
        by_rules = check_rules(self.definition, self.whole, self.index)
        found = [finding for finding in by_rules if finding.row is None or finding.row in places]
        if not self.definition.is_of_units:
            return found
        return Checker(self.definition, self.whole, self.index).check(self.table.rows) + found

    @property
    def differences(self) -> list[Finding]:
        """Where what is stated is not what follows from the marks."""
        return [finding for finding in self.findings if finding.severity is not Severity.INFO]

    @property
    def headless(self) -> list[str]:
        """The districts whose communes were printed without their own section row."""
        if not self.definition.sums_by_district:
            return []
        rows = list(self.table.rows)
        titled = {row.unit.id for row in rows if row.unit and row.kind is RowKind.DISTRICT}
        present = {row.unit.district_id for row in rows if row.unit and row.kind is RowKind.UNIT}
        return [unit.full_name for unit in self.index.districts if unit.id in present - titled]

    @property
    def incomplete(self) -> list[Finding]:
        """Sums that could not be compared, since communes lack data."""
        return [finding for finding in self.findings if finding.severity is Severity.INFO]

    def printout(self, figures: str) -> Printout:
        """The rows to print and the note under them."""
        if figures == PRINTED:
            return Printout(self.definition, self.table)
        if not self.definition.sums_by_district:
            computed = computed_table(self.definition, self.whole, self.index)
            return Printout(self.definition, self._shown(computed))
        every = sections_of(self.definition, self.whole, self.index)
        sections = tuple(section for section in every if self.shows(section.unit))
        lines = computed_lines(self.definition, self.whole, self.index, sections)
        shown = as_table(self.definition, [line for line in lines if self.shows(line.unit)])
        return Printout(self.definition, shown, computed_note(self.definition, sections))

    @property
    def computes_anew(self) -> bool:
        """Whether the print with computed figures says anything else than the one as stated."""
        stated, computed = (
            [line.texts for line in printed_lines(made.definition, made.table)]
            for made in map(self.printout, (PRINTED, COMPUTED))
        )
        return stated != computed

    def file_name(self, kind: str, figures: str) -> str:
        words = [self.district.title] if self.district else []
        if self.version and not self.is_current:
            words.append(f"bản {self.version.number}")
        return file_name(self.annex, *words, FIGURE_WORDS[figures], kind=kind)

    def write(self, kind: str, figures: str) -> bytes:
        """The file's bytes; ``kind`` is a key of CONTENT_TYPES. Raises plans.pdf.PdfError."""
        return write_printout(self.printout(figures), kind)


def read_annex(
    annex: Annex, user: User, district: District | None = None, number: int | None = None
) -> Reading | ResultReading:
    """What the user sees of the annex, or of one district in it; ``number``: of an older version.

    Raises AnnexVersion.DoesNotExist where there is no such version.
    """
    if annex.period:
        return read_results(annex, user, district)
    definition, index = definition_of(annex), index_of(annex)
    current = version = AnnexVersion.objects.current(annex)
    if number and (current is None or number != current.number):
        version = AnnexVersion.objects.select_related("changeset__user").get(annex=annex, number=number)
    table = _addressed(definition, load_table(version, index))
    seen = seen_by(user, annex, district)
    return Reading(annex, definition, index, version, table, seen, district, version == current)


def _addressed(definition: AnnexDefinition, table: AnnexTable) -> AnnexTable:
    """The table with each cell's address in the annex itself: its rows came from many files."""
    letters = {column.key: get_column_letter(place) for place, column in enumerate(definition.columns, 1)}
    rows, number = [], 1
    for row in table.rows:
        placed, number = _addressed_row(row, number, letters)
        rows.append(placed)
    return AnnexTable(tuple(rows))


def _addressed_row(row: Row, number: int, letters: Mapping[str, str]) -> tuple[Row, int]:
    """The row with its place, and the number of the line below it."""
    cells = {
        key: replace(cell, address=f"{letters[key]}{number}")
        for key, cell in row.cells.items()
        if key in letters  # a column may have gone since
    }
    children, below = [], number
    for child in row.children:
        placed, below = _addressed_row(child, below, letters)
        children.append(placed)
    made = replace(row, sheet="", number=number, cells=cells, children=tuple(children))
    return made, max(below, number + 1)


def make_template(
    annex: Annex, user: User, *, blank: bool = False, district: District | None = None
) -> bytes:
    """A workbook to fill in: the user's own communes, with what is stored of them unless ``blank``.

    With ``district`` only those in it.
    """
    if annex.period:
        return make_result_template(annex, user, blank=blank, district=district)
    index, scope = index_of(annex), scope_of(user, annex.plan)
    stored = AnnexTable() if blank else load_table(AnnexVersion.objects.current(annex), index)
    definition = definition_of(annex)
    rows = template_rows(definition, index, scope, stored, district)
    return write_xlsx(definition, printed_lines(definition, AnnexTable(tuple(rows))), template=True)
