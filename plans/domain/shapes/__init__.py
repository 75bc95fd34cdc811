"""One reader for each shape of annex."""

from plans.domain.definition import Shape

from .free_rows import FreeRowReader
from .lines import LineReader
from .sheet import SheetReader as SheetReader
from .units import UnitReader

READERS: dict[Shape, type[SheetReader]] = {
    Shape.UNITS: UnitReader,
    Shape.ROWS: FreeRowReader,
    Shape.LINES: LineReader,
}
