"""How the cells of an annex are set, the same on paper, in a workbook and in a Word document."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from plans.domain.definition import AnnexDefinition, Column, ColumnType
from plans.domain.paper import LANDSCAPE, PORTRAIT
from plans.domain.table import RowKind

from .lines import Line

_WORDS = (ColumnType.NAME, ColumnType.TEXT)
_WIDE = Decimal(90)  # mm: in narrower columns justified text has holes
_NARROW = Decimal(18)  # mm: a column of short words like "III"
_BOLD = (RowKind.DISTRICT, RowKind.SUBTOTAL, RowKind.TOTAL, RowKind.SECTION, RowKind.SUBHEAD)

KEEPS_NEXT = (RowKind.DISTRICT, RowKind.SECTION, RowKind.SUBHEAD)  # never last on a page
KEEPS_LAST = (RowKind.TOTAL,)  # never first on a page


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    JUSTIFY = "justify"


def align_of(column: Column) -> Align:
    """Words stand at the left, in a wide column from edge to edge; all else in the middle."""
    is_text = column.type is ColumnType.TEXT
    if column.type not in _WORDS or (is_text and column.width < _NARROW):
        return Align.CENTER
    return Align.JUSTIFY if is_text and column.width >= _WIDE else Align.LEFT


def align_in(line: Line, column: Column) -> Align:
    """A heading inside the table stands in the middle of its columns."""
    return Align.CENTER if line.kind is RowKind.SUBHEAD else align_of(column)


def is_bold(definition: AnnexDefinition, line: Line) -> bool:
    """Sums and headings stand out."""
    if line.kind is RowKind.LINE and line.part:
        return any(fixed.is_heading for fixed in definition.lines if fixed.key == line.part.row.line)
    return line.kind in _BOLD


def kind_of(definition: AnnexDefinition, line: Line) -> str:
    """What the line is called in a style sheet; empty for one that looks like most."""
    if line.kind in _BOLD:
        return str(line.kind)
    return "heading" if is_bold(definition, line) else ""


def room_of(definition: AnnexDefinition) -> Decimal:
    """mm between the margins."""
    return LANDSCAPE if definition.landscape else PORTRAIT


def widths_of(definition: AnnexDefinition, places: Sequence[int]) -> list[Decimal]:
    """mm for each of the columns, which together fill the paper where all of them fit on it."""
    widths = [definition.columns[place].width for place in places]
    if len(places) < len(definition.columns):
        return widths
    room = room_of(definition)
    return [(width * room / sum(widths)).quantize(Decimal("0.01")) for width in widths]
