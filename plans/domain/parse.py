"""Raw sheets + definition + names → rows with their units, and every problem at its own cell.

Only what makes a row unreadable keeps it out. Nothing here knows what is stored or what sums should be.
"""

from collections.abc import Iterable, Mapping

from communes.domain.names import NameIndex

from .definition import AnnexDefinition
from .entries import Entry, Parsed, Scope
from .findings import Finding, Severity
from .heading import Headings
from .join import at_most, join, settle_sums
from .naming import Namer
from .read import RawSheet
from .shapes import SheetReader, reader_of


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
    parts: list[tuple[list[Entry], list[Finding]]] = []
    before: SheetReader | None = None
    for sheet, heading in found:
        if not sheet.hidden:
            reader = reader_of(definition)(sheet, heading, headings, Namer(index, scope, answers or {}))
            if before:
                reader.follow(before)
            parts.append(reader.parse())
            before = reader
    if not parts:
        return None
    entries, findings = join(parts, definition)
    hidden = [_hidden(sheet) for sheet, _ in found if sheet.hidden]
    return Parsed(settle_sums(entries, index, definition), at_most(findings, hidden))


def _hidden(sheet: RawSheet) -> Finding:
    message = f"Trang “{sheet.name}” đang ẩn nên không được đọc."
    return Finding(Severity.INFO, "hidden-sheet", message, sheet=sheet.name)
