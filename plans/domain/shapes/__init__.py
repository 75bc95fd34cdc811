"""One reader for each shape of annex."""

from plans.domain.definition import Shape

from .sheet import SheetReader
from .units import UnitReader

READERS: dict[Shape, type[SheetReader]] = {
    Shape.UNITS: UnitReader,
}
