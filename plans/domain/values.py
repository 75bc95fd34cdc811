"""What one cell means in its column: a mark, a count, a decimal; or why it cannot be read."""

from dataclasses import dataclass
from decimal import Decimal

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, vietnamese
from ntm.text import fold

from .definition import Column, ColumnType
from .findings import Option
from .read import RawCell

MET, NOT_MET = "1", "0"
_MARKS = {
    "1": MET,
    "x": MET,
    "✓": MET,
    "✔": MET,
    "dat": MET,
    "true": MET,
    "0": NOT_MET,
    "chua dat": NOT_MET,
    "khong dat": NOT_MET,
    "false": NOT_MET,
}


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """``code`` of the finding, its message, and the possible readings where a person must choose."""

    code: str
    message: str
    options: tuple[Option, ...] = ()


def read_mark(cell: RawCell) -> str:
    """ "1", "0" or "" for any of the spellings of met and not met. Raises Unreadable."""
    text = fold(cell.text) if cell.number is None else plain(cell.number)
    if text == "":
        return ""
    try:
        return _MARKS[text]
    except KeyError:
        message = f"“{cell.text}” không phải dấu đạt hay chưa đạt. Ghi 1 (đạt), 0 (chưa đạt) hoặc để trống."
        raise Unreadable("bad-mark", message) from None


def read_figure(cell: RawCell, column: Column, answer: str = "") -> str:
    """The figure in one spelling ("1778", "13.27"), "" for a blank. Raises Unreadable.

    ``answer`` is what a person said the figure is, where its text has two readings.
    """
    if cell.number is None and not cell.text:
        return ""
    value = Decimal(answer) if answer else _number(cell, column)
    if value < 0:
        raise Unreadable("out-of-range", f"Cột “{column.title}”: số {cell.text} nhỏ hơn 0.")
    return plain(value)


def _number(cell: RawCell, column: Column) -> Decimal:
    whole = column.type is not ColumnType.DECIMAL
    try:
        value = cell.number if cell.number is not None else parse_number(cell.text, decimals=not whole)
    except AmbiguousNumber as error:
        options = tuple(Option(plain(reading), vietnamese(reading)) for reading in error.readings)
        message = f"“{cell.text}” có thể là {options[0].label} hoặc {options[1].label}. Hãy chọn số đúng."
        raise Unreadable("ambiguous-number", message, options) from None
    except NotANumber:
        value = None
    if value is None or (whole and value != value.to_integral_value()):
        kind = "số nguyên" if whole else "số"
        raise Unreadable("not-a-number", f"Cột “{column.title}”: “{cell.text}” không phải {kind}.")
    return value
