"""A period's results on their way out: the sheet to fill in, and the table with what is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.models import User
from communes.domain.names import NameIndex, Unit
from communes.models import District
from criteria.services.sheets import EntryRights, Sheet, entry_rights, open_sheet
from criteria.services.submissions import locked_communes
from plans.domain.definition import AnnexDefinition
from plans.domain.entries import WHOLE, Scope
from plans.domain.sums import row_totals
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx
from plans.models import Annex

from .files import Printout, write_printout
from .results import enterable, load_results
from .rows import file_name, listed_rows, seen_by
from .tables import index_of, result_definition

PROVISIONAL, LOCKED = "số liệu tạm", "số liệu đã chốt"


def make_result_template(
    annex: Annex, user: User, *, blank: bool = False, district: District | None = None
) -> bytes:
    """A workbook for what the user may enter: own communes and columns, with what is stored of them."""
    sheet = open_sheet(annex.period, annex.stage)
    rights, index = entry_rights(user, annex.period, annex.stage), index_of(annex)
    definition = _own_columns(result_definition(annex, sheet), sheet, rights)
    scope = enterable(rights, index)
    table = AnnexTable() if blank else _filled(sheet, definition, index, scope)
    rows = AnnexTable(tuple(listed_rows(index, scope, table.by_key(), district)))
    return write_xlsx(definition, printed_lines(definition, rows), template=True)


def _own_columns(definition: AnnexDefinition, sheet: Sheet, rights: EntryRights) -> AnnexDefinition:
    """Without the columns of criteria that other departments lead."""
    mine = [
        column.key
        for column in definition.columns
        if column.measure and rights.allows_any(sheet.criterion_of(column.measure.key))
    ]
    return definition.narrowed(mine)


def _filled(sheet: Sheet, definition: AnnexDefinition, index: NameIndex, scope: Scope) -> AnnexTable:
    """The stored rows of these communes, each with the sum of its criteria."""
    units = [unit for unit in index.communes_of(None) if scope.holds(unit)]
    table, _ = load_results(sheet, definition, units)
    totals = row_totals(definition, table)
    return AnnexTable(tuple(_totalled(row, totals.get(row.key, {})) for row in table.rows))


def _totalled(row: Row, totals: dict[str, str]) -> Row:
    return replace(row, cells={**row.cells, **{key: Cell(text, text) for key, text in totals.items()}})


@dataclass(frozen=True)
class ResultReading:
    """The stored results of one period and step, as far as one person may see them: all in one way, for
    nothing in them is stated that could be computed.
    """

    annex: Annex
    definition: AnnexDefinition
    table: AnnexTable
    locked: int  # of the communes shown
    district: District | None = None

    @property
    def communes(self) -> int:
        return sum(1 for _ in self.table.of_kind(RowKind.UNIT))

    @property
    def is_provisional(self) -> bool:
        return self.locked < self.communes or not self.communes

    def write(self, kind: str, figures: str = "") -> bytes:
        """The file's bytes; ``kind`` is a key of CONTENT_TYPES. Raises plans.pdf.PdfError."""
        content = write_printout(Printout(self.definition, self.table, self._note), kind)
        if kind != "json":
            return content
        told = json.loads(content) | {"provisional": self.is_provisional, "note": self._note}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()

    @property
    def _note(self) -> str:
        if not self.is_provisional:
            return "Ghi chú: số liệu đã chốt."
        return f"Ghi chú: số liệu tạm, đã chốt {self.locked}/{self.communes} xã. Ô trống là chưa có số liệu."

    def file_name(self, kind: str, figures: str = "") -> str:
        words = [self.district.title] if self.district else []
        return file_name(self.annex, *words, kind=kind)


def read_results(annex: Annex, user: User, district: District | None = None) -> ResultReading:
    """What the user sees of the results, or of one district's: every commune, with data or without."""
    sheet, index = open_sheet(annex.period, annex.stage), index_of(annex)
    definition = result_definition(annex, sheet)
    scope = seen_by(user, annex, district) or WHOLE
    units = [unit for unit in index.communes_of(None) if scope.holds(unit)]
    stored = _filled(sheet, definition, index, scope).by_key()
    rows = tuple(listed_rows(index, scope, stored, district))
    locked = _locked(sheet, units)
    state = PROVISIONAL if locked < len(units) or not units else LOCKED
    marked = replace(definition, attached_to=f"{definition.attached_to}; {state}")
    return ResultReading(annex, marked, AnnexTable(rows), locked, district)


def _locked(sheet: Sheet, units: Sequence[Unit]) -> int:
    return len(locked_communes(sheet.period, sheet.stage, {unit.id: unit.district_id for unit in units}))
