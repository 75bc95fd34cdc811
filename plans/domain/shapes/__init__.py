"""One reader for each shape of annex."""

from plans.domain.definition import AnnexDefinition, Level, Shape

from .blocks import BlockReader
from .districts import DistrictReader
from .free_rows import FreeRowReader
from .lines import LineReader
from .sheet import SheetReader as SheetReader
from .units import UnitReader

READERS: dict[Shape, type[SheetReader]] = {
    Shape.UNITS: UnitReader,
    Shape.ROWS: FreeRowReader,
    Shape.LINES: LineReader,
    Shape.BLOCKS: BlockReader,
}


def reader_of(definition: AnnexDefinition) -> type[SheetReader]:
    """The reader of the annex's sheets: rows of districts stand in no sections."""
    is_of_districts = definition.is_of_units and definition.level is Level.DISTRICT
    return DistrictReader if is_of_districts else READERS[definition.shape]
