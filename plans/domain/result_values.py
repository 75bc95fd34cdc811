"""What one cell of a sheet of results says, in the one spelling of criteria.domain.values."""

from functools import lru_cache

from criteria.domain.values import (
    CLEAR_WORD,
    PLACES,
    BadResultError,
    Kind,
    Measure,
    format_result,
    number_text,
    parse_result,
)
from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, round_to, vietnamese
from ntm.text import fold

from .findings import Option
from .read import RawCell
from .values import Unreadable, check_formula

# Signs that forms and programs write for a mark, beside those a person types.
_SIGNS = {**dict.fromkeys("✓✔√☑", "1"), "TRUE": "1", "FALSE": "0"}


def read_result(cell: RawCell, measure: Measure, answer: str = "") -> str:
    """The result as it is stored and shown; "" where the cell says "xóa". Raises Unreadable.

    ``answer`` is what a person said the figure is, where its text has two readings.
    """
    check_formula(cell)
    if cell.is_date:
        raise Unreadable("date-value", _DATE.format(cell.text))
    text = _text_of(cell)
    if fold(text) == CLEAR_WORD:
        return ""
    if measure.kind.is_mark:
        text = _SIGNS.get(text, text)
    try:
        return spelling(text, measure)
    except BadResultError as error:
        options = _readings(text) if error.code == "ambiguous-number" else ()
        if answer and answer in {option.value for option in options}:
            return spelling(answer.replace(".", ","), measure)
        raise Unreadable(error.code, f"{_named(measure)}: {error}", options) from None


def _named(measure: Measure) -> str:
    return f"{'Tiêu chí' if measure.kind is Kind.CRITERION else 'Chỉ tiêu'} {measure.number}"


_DATE = "Bảng tính đã đổi ô này thành ngày {}. Hãy định dạng ô là Văn bản (Text) rồi gõ lại, ví dụ 1/2."


def is_rounded(cell: RawCell) -> bool:
    """Whether the cell's number has more decimals than are kept, or than the sheet shows."""
    return cell.shortened or (cell.number is not None and cell.number != round_to(cell.number, PLACES))


def _text_of(cell: RawCell) -> str:
    """What a person would have typed: a number of the workbook is no text with dots in it."""
    if cell.number is None:
        return cell.text
    return number_text(round_to(cell.number, PLACES)) + ("%" if "%" in cell.text else "")


@lru_cache(32768)
def spelling(text: str, measure: Measure) -> str:
    """Any of the ways to write a result → the one. Raises BadResultError."""
    return format_result(parse_result(text, measure), measure)


def _readings(text: str) -> tuple[Option, ...]:
    """The two figures the text may be; none where it is more than a figure."""
    try:
        parse_number(text, decimals=True)
    except AmbiguousNumber as error:
        return tuple(Option(plain(reading), vietnamese(reading)) for reading in error.readings)
    except NotANumber:
        pass
    return ()
