"""What one cell of results says, and how a person writes it: "1", "CB", "45/60", "85 (nam 86; nữ 84) Đ".

The same text serves grid, workbook, history and print. ``parse_result(format_result(v, m), m) == v`` holds.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number, plain, round_to
from ntm.text import clean, fold

from .parts import join_parts, split_parts

# Codes of the annexes in which results come and go as workbooks.
OF_CRITERIA, OF_INDICATORS = "commune-results-criteria", "commune-results-indicators"


class State(StrEnum):
    MET = "met"
    BASICALLY_MET = "basically_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"


STATE_NAMES = {
    State.MET: "đạt",
    State.BASICALLY_MET: "cơ bản đạt",
    State.NOT_MET: "chưa đạt",
    State.NOT_APPLICABLE: "không áp dụng",
}


class Kind(StrEnum):
    """How a figure is written. A criterion and a yes-or-no indicator have a mark only."""

    CRITERION = "criterion"
    BOOLEAN = "boolean"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    COUNT = "count"
    RATIO = "ratio"
    LEVEL = "level"

    @property
    def is_mark(self) -> bool:
        return self in (Kind.CRITERION, Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Part:
    """Something stated beside the figure of an indicator, written "a) 40"."""

    key: str
    name: str
    kind: Kind
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of results: a criterion (key "c7") or an indicator ("i7.1") of the period's set.

    ``criterion`` is the number of the criterion it belongs to; ``by_sex``: men and women stand apart;
    ``if_any``: a commune without one is not concerned.
    """

    key: str
    number: str
    criterion: str
    name: str
    short_name: str
    kind: Kind
    unit: str = ""
    by_sex: bool = False
    if_any: bool = False
    parts: tuple[Part, ...] = ()

    def of_part(self, part: Part) -> "Measure":
        """The part as a column of its own."""
        number = f"{self.number} {part.key})"
        return Measure(self.key, number, self.criterion, part.name, part.name, part.kind, part.unit)


@dataclass(frozen=True, slots=True)
class ResultValue:
    """Missing is None, never nought. Of a share ``value`` is numerator : denominator in per cent.

    ``parts`` are in their one spelling, "a) 40; b) 1".
    """

    state: State = State.NO_DATA
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    male: Decimal | None = None
    female: Decimal | None = None
    level: str = ""
    parts: str = ""

    @property
    def has_data(self) -> bool:
        return self != EMPTY_VALUE


EMPTY_VALUE = ResultValue()
CLEAR_WORD = "xoa"  # folded; in workbooks blank means "no change"
MAX_LEVEL, MAX_PARTS, MAX_DIGITS, PLACES = 60, 200, 14, 4


class BadResultError(ValueError):
    """The text cannot be read; ``code`` is a finding code, the message says in Vietnamese what to write."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


_MARKS = {
    State.MET: ("Đ", "d", "x", "v", "dat", "dat chuan", "da dat"),
    State.BASICALLY_MET: ("CB", "cb", "cbd", "co ban", "co ban dat"),
    State.NOT_MET: ("CĐ", "cd", "kd", "chua dat", "chua", "khong dat"),
    State.NOT_APPLICABLE: ("KA", "ka", "kad", "khong ap dung"),
}
_BY_WORD = {fold(word): state for state, words in _MARKS.items() for word in words}
_ONE_OR_NOUGHT = {"1": State.MET, "0": State.NOT_MET}
_MARK_TEXTS = {state: text for text, state in _ONE_OR_NOUGHT.items()}
_NO_MARK = "Ghi 1 (đạt), 0 (chưa đạt), CB (cơ bản đạt) hoặc KA (không áp dụng)"
_FIGURE = re.compile(r"(?P<figure>[-−0-9.,/%\s]*)(?P<rest>.*)", re.DOTALL)
_SEXES = re.compile(r"\(\s*nam (?P<male>[^;()]+);\s*nữ (?P<female>[^;()]+)\)", re.IGNORECASE)


def parse_result(text: str, measure: Measure) -> ResultValue:
    """What the text says of the measure; blank is "no data". Raises BadResultError."""
    text = clean(text)
    if not text:
        return EMPTY_VALUE
    main, stated = split_parts(text) if measure.parts else (text, [])
    if stated:
        value = parse_result(main, replace(measure, parts=()))
        value = replace(value, parts=_parse_parts(stated, measure))
        if value == EMPTY_VALUE:  # "a)" alone
            raise BadResultError("not-a-number", f"“{_short(text)}” chưa có số hay đánh giá.")
        return value
    if measure.kind.is_mark:
        state = _ONE_OR_NOUGHT.get(text) or _BY_WORD.get(fold(text))
        if state is None:
            raise BadResultError("bad-mark", f"Không hiểu “{_short(text)}”. {_NO_MARK}.")
        return ResultValue(state)
    value = _parse_level(text) if measure.kind is Kind.LEVEL else _parse_figure(text, measure)
    if value == EMPTY_VALUE:  # ";", or a unit alone: only what is blank clears a cell
        raise BadResultError("not-a-number", f"“{_short(text)}” chưa có số hay đánh giá.")
    return value


def _parse_parts(stated: list[tuple[str, str]], measure: Measure) -> str:
    own = {part.key: part for part in measure.parts}
    found: dict[str, str] = {}
    for key, text in stated:
        if key not in own or key in found:
            known = "; ".join(f"{part.key}) {part.name}" for part in measure.parts)
            what = "ghi hai lần" if key in found else "không có trong chỉ tiêu"
            message = f"Phần {key}) {what}. Các phần của {measure.number}: {known}."
            raise BadResultError("bad-mark", message)
        column = measure.of_part(own[key])
        try:
            found[key] = format_result(parse_result(text, column), column)
        except BadResultError as error:
            raise BadResultError(error.code, f"Phần {key}): {error}") from None
    joined = join_parts(found, own)
    if len(joined) > MAX_PARTS:
        raise BadResultError("out-of-range", f"Các phần dài quá {MAX_PARTS} ký tự.")
    return joined


def read_parts(value: ResultValue, measure: Measure) -> dict[str, ResultValue]:
    """Key → what the value says of each part; without those of which nothing is stated.

    What cannot be read any more is left out: the kind of a part may have changed since it was written.
    """
    stated = dict(split_parts(value.parts)[1]) if value.parts else {}
    found = {}
    for part in measure.parts:
        with suppress(BadResultError):
            if part.key in stated:
                found[part.key] = parse_result(stated[part.key], measure.of_part(part))
    return found


def _parse_level(text: str) -> ResultValue:
    level, _, word = (part.strip() for part in text.partition(";"))
    is_class = len(level) == 1 and level.isascii()  # "C" and "D" are classes here, not "chưa" and "đạt"
    if not (word or is_class) and fold(level) in _BY_WORD:
        return ResultValue(_BY_WORD[fold(level)])
    if len(level) > MAX_LEVEL:
        raise BadResultError("out-of-range", f"Mức độ, xếp loại dài quá {MAX_LEVEL} ký tự.")
    return ResultValue(_state(word), level=level)


def _parse_figure(text: str, measure: Measure) -> ResultValue:
    sexes = _SEXES.search(text)
    if sexes:
        if not measure.by_sex:
            raise BadResultError("bad-mark", f"Chỉ tiêu {measure.number} không chia nam, nữ.")
        text = clean(f"{text[: sexes.start()]} {text[sexes.end() :]}")
    found = _FIGURE.fullmatch(text)
    assert found  # the pattern takes any text
    figure, rest = found["figure"].strip(), found["rest"].strip()
    if rest and fold(rest) not in _BY_WORD and fold(rest).startswith(_unit_words(measure)):
        rest = rest[len(measure.unit) :].strip()
    parts = _parse_share(figure, measure) if "/" in figure else (_number(figure, measure), None, None)
    value, numerator, denominator = parts
    return ResultValue(
        state=_state(rest.removeprefix(";").strip()),
        value=value,
        numerator=numerator,
        denominator=denominator,
        male=_number(sexes["male"], measure) if sexes else None,
        female=_number(sexes["female"], measure) if sexes else None,
    )


def _unit_words(measure: Measure) -> str:
    return fold(measure.unit) or "\0"


def _state(word: str) -> State:
    if not word:
        return State.NO_DATA
    state = _BY_WORD.get(fold(word))
    if state is None:
        known = "Đ (đạt), CĐ (chưa đạt), CB (cơ bản đạt) hoặc KA (không áp dụng)"
        message = f"Không hiểu “{_short(word)}”. Sau số chỉ ghi {known}."
        raise BadResultError("not-a-number", message)
    return state


def _parse_share(figure: str, measure: Measure) -> tuple[Decimal, Decimal, Decimal]:
    if measure.kind is not Kind.PERCENTAGE:
        raise BadResultError("not-a-number", "Chỉ tỷ lệ % mới ghi dạng phân số như 45/60.")
    texts = figure.split("/")
    if len(texts) != 2:
        raise BadResultError("not-a-number", f"Không hiểu “{_short(figure)}”. Ghi phân số như 45/60.")
    part, whole = (_plain_number(text, _UNLIMITED) for text in texts)
    if not 0 <= part <= whole or not whole:
        raise BadResultError("out-of-range", "Phân số cần mẫu số trên 0 và tử số không lớn hơn mẫu số.")
    return round_to(part * 100 / whole, PLACES), part, whole


_UNLIMITED = Decimal(10) ** MAX_DIGITS - 1
_STORED = Context(prec=15)  # SQLite keeps so many digits of a figure, before and behind the comma together


def _number(text: str, measure: Measure) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    highest = Decimal(100) if measure.kind is Kind.PERCENTAGE else _UNLIMITED
    value = _plain_number(text, highest, decimals=measure.kind is not Kind.COUNT)
    if "%" in text and measure.kind is not Kind.PERCENTAGE:
        raise BadResultError("not-a-number", "Ô này không phải tỷ lệ %.")
    if not 0 <= value <= highest:
        told = "từ 0 đến 100" if measure.kind is Kind.PERCENTAGE else "không âm và không quá 14 chữ số"
        raise BadResultError("out-of-range", f"Số ở đây phải {told}.")
    return value


def _plain_number(text: str, highest: Decimal, *, decimals: bool = True) -> Decimal:
    """One figure. Of two ways to read it only one may lie within the limits; else the person must say."""
    try:
        value = parse_number(text, decimals=decimals)
    except NotANumber:
        needed = "số" if decimals else "số nguyên"
        raise BadResultError("not-a-number", f"“{_short(text)}” không phải là {needed}.") from None
    except AmbiguousNumber as error:
        fitting = [reading for reading in error.readings if reading <= highest]
        if len(fitting) != 1:
            one, other = (number_text(reading) for reading in error.readings)
            message = f"“{_short(text)}” là {one} hay {other}? Hãy ghi lại không có dấu phân cách hàng nghìn."
            raise BadResultError("ambiguous-number", message) from None
        value = fitting[0]
    if abs(value) > _UNLIMITED:
        raise BadResultError("out-of-range", f"Số ở đây phải không âm và không quá {MAX_DIGITS} chữ số.")
    if value != round_to(value, PLACES) or value != _STORED.plus(value):
        message = f"Chỉ ghi tối đa {PLACES} chữ số thập phân, và không quá {_STORED.prec} chữ số tất cả."
        raise BadResultError("out-of-range", message)
    return value


def number_of(text: str) -> Decimal | None:
    """A figure of no measure, not below nought; None for blank. Raises BadResultError."""
    text = clean(text)
    if not text:
        return None
    value = _plain_number(text, _UNLIMITED)
    if value < 0:
        raise BadResultError("out-of-range", "Số ở đây phải không âm.")
    return value


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"


def format_result(value: ResultValue, measure: Measure) -> str:
    """The one spelling of the value, which is also what the cell shows; "" for no data."""
    if value.parts:
        return "; ".join(filter(None, (format_result(replace(value, parts=""), measure), value.parts)))
    if measure.kind.is_mark:
        return _MARK_TEXTS.get(value.state) or _word(value.state)
    if measure.kind is Kind.LEVEL:
        return "; ".join(filter(None, (value.level, _word(value.state))))
    if value.numerator is not None and value.denominator is not None:
        figure = f"{number_text(value.numerator)}/{number_text(value.denominator)}"
    else:
        figure = "" if value.value is None else number_text(value.value)
    sexes = ""
    if value.male is not None and value.female is not None:
        sexes = f"(nam {number_text(value.male)}; nữ {number_text(value.female)})"
    return " ".join(filter(None, (figure, sexes, _word(value.state))))


def _word(state: State) -> str:
    return _MARKS[state][0] if state in _MARKS else ""


def number_text(value: Decimal) -> str:
    """With a decimal comma and no thousands marked; three decimals get a nought, to stay decimals."""
    text = plain(value).replace(".", ",")
    whole, _, part = text.partition(",")
    return f"{text}0" if len(part) == 3 and whole != "0" else text
