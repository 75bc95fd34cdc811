"""What one cell means in its column: a mark, a count, a decimal; or why it cannot be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, vietnamese
from ntm.text import fold

from .definition import Column, ColumnType
from .findings import Option
from .places import quote
from .read import RawCell

MET, NOT_MET = "1", "0"
_DASHES = ("-", "–", "—")
_COUNT_WITH_WORDS = re.compile(r"^(\d{1,2})\s*(?:tieu chi|tc)$")  # "19 tiêu chí"
_MARKS = {
    **dict.fromkeys(("x", "✓", "✔", "√", "☑", "dat", "da dat", "dat chuan", "co", "true"), MET),
    **dict.fromkeys(("chua dat", "khong dat", "chua dat chuan", "khong dat chuan"), NOT_MET),
    **dict.fromkeys(("chua", "khong", *_DASHES, "false"), NOT_MET),
}
_FIGURES: Mapping[Decimal, str] = {Decimal(1): MET, Decimal(0): NOT_MET}


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """``code`` of the finding, its message, and the possible readings where a person must choose."""

    code: str
    message: str
    options: tuple[Option, ...] = ()


def read_value(cell: RawCell, column: Column, *, mark: bool, answer: str = "") -> str:
    """The cell's meaning in one spelling. Raises Unreadable.

    ``mark``: the cell states a unit's mark and no sum. ``answer`` is what a person said the figure is, where
    its text has two readings.
    """
    check_formula(cell)
    return read_mark(cell, column) if mark else read_figure(cell, column, answer)


def check_formula(cell: RawCell) -> None:
    """Raises Unreadable where the cell holds a formula and no value of it."""
    if cell.error:
        raise Unreadable("formula-error", f"Ô có công thức lỗi {cell.text}. Hãy sửa công thức hoặc gõ số.")
    if cell.formula and not cell.text:
        message = "Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên."
        raise Unreadable("formula-without-value", message)


def read_mark(cell: RawCell, column: Column) -> str:
    """ "1", "0" or "" for any of the spellings of met and not met. Raises Unreadable."""
    if not cell.text:
        return ""
    found = _MARKS.get(fold(cell.text)) or _mark_of_number(cell)
    if found is None:
        message = (
            f"Cột {quote(column.title)}: {quote(cell.text)} không phải dấu đạt hay chưa đạt. "
            "Ghi 1 (đạt), 0 (chưa đạt) hoặc để trống."
        )
        raise Unreadable("bad-mark", message)
    return found


def _mark_of_number(cell: RawCell) -> str | None:
    """A mark written as a figure, "01" and "1,0" too; a share of a hundred is none."""
    if "%" in cell.text:
        return None
    try:
        value = parse_number(cell.text, decimals=True) if cell.number is None else cell.number
    except (NotANumber, AmbiguousNumber):
        return None
    return _FIGURES.get(value)


def read_figure(cell: RawCell, column: Column, answer: str = "") -> str:
    """The figure in one spelling ("1778", "13.27"), "" for a blank. Raises Unreadable.

    A dash says that there is none: a count of nought, and no figure where the column measures.
    """
    if not cell.text:
        return ""
    if cell.text in _DASHES:
        return "" if column.type is ColumnType.DECIMAL else "0"
    value = _number(cell, column, answer)
    if value < 0:
        raise Unreadable("out-of-range", f"Cột {quote(column.title)}: số {cell.text} nhỏ hơn 0.")
    return plain(value)


def _number(cell: RawCell, column: Column, answer: str) -> Decimal:
    whole = column.type is not ColumnType.DECIMAL
    worded = _COUNT_WITH_WORDS.match(fold(cell.text)) if whole and cell.number is None else None
    text = worded[1] if worded else cell.text
    try:
        value = cell.number if cell.number is not None else parse_number(text, decimals=not whole)
    except AmbiguousNumber as error:
        options = tuple(Option(plain(reading), vietnamese(reading)) for reading in error.readings)
        if answer in {option.value for option in options}:
            return Decimal(answer)
        first, second = (option.label for option in options)
        message = f"{quote(cell.text)} có thể là {first} hoặc {second}. Hãy chọn số đúng."
        raise Unreadable("ambiguous-number", message, options) from None
    except NotANumber:
        value = None
    if value is None or (whole and value != value.to_integral_value()):
        kind = "số nguyên" if whole else "số"
        message = f"Cột {quote(column.title)}: {quote(cell.text)} không phải {kind}. Hãy chỉ ghi số."
        raise Unreadable("not-a-number", message)
    return value
