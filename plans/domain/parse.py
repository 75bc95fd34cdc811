"""Raw sheets + definition + names → rows with their units, and every problem at its own cell.

Only what makes a row unreadable keeps it out. Nothing here knows what is stored or what sums should be.
"""

from collections.abc import Iterable, Mapping

from communes.domain.names import NameIndex

from .definition import AnnexDefinition
from .entries import Entry, Parsed, Scope
from .findings import Finding, Severity
from .heading import Heading, Headings
from .join import at_most, join, settle_sums
from .naming import Namer
from .places import Place, quote
from .read import RawSheet
from .shapes import SheetReader, reader_of
from .titles import StatedLabel, stated_label, states_annex


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
    found, others = _of_annex(
        [(sheet, heading) for sheet in sheets if (heading := headings.find(sheet))], definition
    )
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
    return Parsed(settle_sums(entries, index, definition), at_most(findings, [*others, *hidden]))


def _of_annex(
    found: list[tuple[RawSheet, Heading]], definition: AnnexDefinition
) -> tuple[list[tuple[RawSheet, Heading]], list[Finding]]:
    """Without the sheets that state another annex, where one of the workbook states this one.

    Annexes of one shape have one heading, and offices keep all of a plan in one workbook; a page without a
    label goes on from the sheet before it.
    """
    labels: list[StatedLabel | None] = []
    for sheet, heading in found:
        labels.append(stated_label(sheet, heading.top) or (labels[-1] if labels else None))
    is_other = [
        label is not None and label.differs(definition) and not states_annex(sheet, definition)
        for (sheet, _), label in zip(found, labels, strict=True)
    ]
    has_own = any(label and not other for label, other in zip(labels, is_other, strict=True))
    told = [
        _other_annex(sheet, label, definition, skipped=has_own)
        for (sheet, heading), label, other in zip(found, labels, is_other, strict=True)
        if label and other and (has_own or stated_label(sheet, heading.top))
    ]
    kept = [one for one, other in zip(found, is_other, strict=True) if not (has_own and other)]
    return kept, told


def _other_annex(
    sheet: RawSheet, label: StatedLabel, definition: AnnexDefinition, *, skipped: bool
) -> Finding:
    place = Place.of(label.cell, sheet.name) if label.cell else Place(sheet.name, "")
    if skipped:
        message = (
            f"Trang “{sheet.name}” là {quote(label.text)}, không phải {definition.label}, nên không được đọc."
        )
        return Place(sheet.name, "").info("other-annex", message)
    message = (
        f"Trang “{sheet.name}” ghi {quote(label.text)}, biểu đang nhập là {definition.label}. "
        "Hãy chọn đúng tệp; nếu đúng là tệp này, hãy sửa tên biểu trong tệp."
    )
    return place.error("other-annex", message, blocks=False)


def _hidden(sheet: RawSheet) -> Finding:
    message = f"Trang “{sheet.name}” đang ẩn nên không được đọc."
    return Finding(Severity.INFO, "hidden-sheet", message, sheet=sheet.name)
