"""What the titles of a sheet say it is: another annex, or of another period or step, or targets of a plan."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from criteria.domain.values import Kind
from ntm.text import fold

from .definition import AnnexDefinition
from .findings import Finding
from .places import Place, quote
from .read import RawCell, RawSheet

_LABEL = re.compile(r"^(bieu|phu luc)(?: mau)?(?: so)?[ :]*(?:0*(\d{1,2})|([ivx]{1,4}))\b")
_LEADING_NUMBER = re.compile(r"^\D*\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class StatedLabel:
    """The label of an annex as a sheet states it, "BIỂU SỐ 02"; without ``cell`` it is the sheet's name."""

    text: str
    number: tuple[str, str]
    cell: RawCell | None = None

    def differs(self, definition: AnnexDefinition) -> bool:
        """Whether it is surely another annex: of the same sort of labels, with another number."""
        ours = _number_of(definition.label)
        return ours is not None and ours[0] == self.number[0] and ours != self.number


def stated_label(sheet: RawSheet, top: int) -> StatedLabel | None:
    """The label above the heading, else in the sheet's name."""
    for row in sorted(row for row in sheet.rows if row < top):
        for cell in sheet.rows[row].values():
            if label := label_in(cell):
                return label
    number = _number_of(sheet.name)
    return StatedLabel(sheet.name, number) if number else None


def label_in(cell: RawCell) -> StatedLabel | None:
    """The label with which the cell's text begins."""
    number = _number_of(cell.text)
    return StatedLabel(cell.text[: _length_of(cell.text)], number, cell) if number else None


def states_annex(sheet: RawSheet, definition: AnnexDefinition) -> bool:
    """Whether the annex's own label stands anywhere in the sheet: several may stand below each other."""
    ours = _number_of(definition.label)
    cells = (cell for cells in sheet.rows.values() for cell in cells.values())
    return ours is not None and any(_number_of(cell.text) == ours for cell in cells if _may_be_label(cell))


def _may_be_label(cell: RawCell) -> bool:
    """A quick look that spares most cells the long one."""
    return cell.text[:1] in "BbPp*"


def same_label(one: str, other: str) -> bool:
    """Whether both are the label of one annex: "Biểu số 02", "BIỂU 2"."""
    number = _number_of(one)
    return number is not None and number == _number_of(other)


def _number_of(text: str) -> tuple[str, str] | None:
    found = _LABEL.match(fold(text))
    return (found[1], found[2] or found[3]) if found else None


def _length_of(text: str) -> int:
    found = _LABEL.match(fold(text))
    return found.end() if found else 0


def check_titles(cells: Iterable[RawCell], definition: AnnexDefinition, sheet: str) -> Iterator[Finding]:
    """A warning of each kind for titles that do not fit; a sheet without titles of ours says nothing."""
    if definition.fills_in:
        found = (finding for cell in cells for finding in _check_title(cell, definition, sheet))
        yield from {finding.code: finding for finding in found}.values()


def _check_title(cell: RawCell, definition: AnnexDefinition, sheet: str) -> Iterator[Finding]:
    said, place = fold(cell.text), Place.of(cell, sheet)
    ours, step = fold(definition.title), fold(definition.attached_to)
    words, _, period = definition.title.rpartition(", ")
    if said.startswith(("muc tieu", "(kem theo ke hoach")):
        message = f"Tệp ghi {quote(cell.text)}: đó là mục tiêu của kế hoạch, không phải kết quả của {period}."
        yield place.warning("other-figures", message)
    elif said.startswith(f"{fold(words)}, ") and said != ours:
        theirs = cell.text.rpartition(", ")[2]
        yield place.warning("other-period", f"Tệp ghi {quote(theirs)}, kỳ đang nhập là {period}.")
    elif said.startswith("(buoc ") and not said.startswith((f"({step})", f"({step};")):
        message = f"Tệp ghi {quote(cell.text)}, đang nhập vào {lowered(definition.attached_to)}."
        yield place.warning("other-stage", message)


def check_names(
    sheet: RawSheet, bottom: int, columns: Mapping[str, int], definition: AnnexDefinition
) -> Iterator[Finding]:
    """Columns are known by their numbers, which mean other things in another set of criteria: a warning
    where most headings say words that the set's own names do not have. Shorter names are none of these."""
    cells = [
        (sheet.spread(bottom, columns[column.key]), column.measure)
        for column in definition.columns
        if column.measure and column.measure.kind is not Kind.CRITERION and column.key in columns
    ]
    named = [(cell, measure) for cell, measure in cells if cell and _words(_without_number(cell.text))]
    other = [
        (cell, measure)
        for cell, measure in named
        if not _words(_without_number(cell.text)) <= _words(measure.name)
    ]
    if len(other) * 2 > len(named):
        cell, measure = other[0]
        message = (
            f"{len(other)} cột có tên khác trong bộ tiêu chí của kỳ, như cột {measure.number}: tệp ghi "
            f"{quote(cell.text)}, bộ tiêu chí ghi {quote(measure.name)}. Tệp có thể là của bộ tiêu chí khác."
        )
        yield Place.of(cell, sheet.name).warning("indicator-mismatch", message)


def _without_number(text: str) -> str:
    return _LEADING_NUMBER.sub("", text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d]{2,}", fold(text)))


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
