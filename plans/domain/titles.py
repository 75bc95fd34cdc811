"""What the titles of a sheet of results say it is: of another period or step, or targets of a plan."""

from collections.abc import Iterable, Iterator

from ntm.text import fold

from .definition import AnnexDefinition
from .findings import Finding
from .places import Place, quote
from .read import RawCell


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
        message = f"Tệp ghi {quote(cell.text)}, đang nhập vào {_lowered(definition.attached_to)}."
        yield place.warning("other-stage", message)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
