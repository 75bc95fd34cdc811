"""The text of a cell: what people write, and the one spelling it comes back in."""

from decimal import Decimal
from itertools import product

import pytest

from criteria.domain.values import (
    EMPTY_VALUE,
    BadResultError,
    Kind,
    Measure,
    ResultValue,
    State,
    format_result,
    number_of,
    parse_result,
)

MET, BASIC, NOT_MET, NA = State.MET, State.BASICALLY_MET, State.NOT_MET, State.NOT_APPLICABLE


def measure(kind, **fields):
    return Measure("i1.1", "1.1", "1", "Chỉ tiêu", "Chỉ tiêu", Kind(kind), **fields)


SHARE = measure("percentage", unit="%")
BY_SEX = measure("percentage", unit="%", by_sex=True)
MONEY = measure("amount", unit="triệu đồng/người/năm")


@pytest.mark.parametrize(
    ("texts", "state", "spelling"),
    [
        ("1|Đ|đ|đạt|Đạt|ĐẠT CHUẨN|x|X|v|đã đạt", MET, "1"),
        ("0|CĐ|cđ|chưa đạt|Chưa|không đạt|KĐ", NOT_MET, "0"),
        ("CB|cb|cơ bản|Cơ bản đạt|CBĐ", BASIC, "CB"),
        ("KA|ka|không áp dụng|Không  áp dụng|KAD", NA, "KA"),
        ("| |\u00a0|\u200b", State.NO_DATA, ""),
    ],
)
@pytest.mark.parametrize("kind", ["criterion", "boolean"])
def test_marks(kind, texts, state, spelling):
    column = measure(kind)
    read = {parse_result(text, column) for text in texts.split("|")}
    assert (read, format_result(ResultValue(state), column)) == ({ResultValue(state)}, spelling)


def test_marks_typed_without_their_tones_are_read():
    assert {parse_result(text, measure("criterion")).state for text in ("dat", "DAT", "da dat")} == {MET}


@pytest.mark.parametrize("text", ["2", "-1", "1,0", "10", "đạtt", "1 đạt", "15/19", "có", "c", "=1"])
def test_bad_marks(text):
    with pytest.raises(BadResultError, match="Ghi 1 ") as error:
        parse_result(text, measure("criterion"))
    assert error.value.code == "bad-mark"


@pytest.mark.parametrize(
    ("text", "column", "value", "spelling"),
    [
        ("87,5", SHARE, ResultValue(value=Decimal("87.5")), "87,5"),
        ("87.5", SHARE, ResultValue(value=Decimal("87.5")), "87,5"),
        ("87,50 %", SHARE, ResultValue(value=Decimal("87.5")), "87,5"),
        ("0", SHARE, ResultValue(value=Decimal(0)), "0"),
        ("100%", SHARE, ResultValue(value=Decimal(100)), "100"),
        ("87,5 Đ", SHARE, ResultValue(MET, Decimal("87.5")), "87,5 Đ"),
        ("87,5đ", SHARE, ResultValue(MET, Decimal("87.5")), "87,5 Đ"),
        ("87,5; chưa đạt", SHARE, ResultValue(NOT_MET, Decimal("87.5")), "87,5 CĐ"),
        ("cb", SHARE, ResultValue(BASIC), "CB"),
        ("Đạt", SHARE, ResultValue(MET), "Đ"),
        ("45/60", SHARE, ResultValue(State.NO_DATA, Decimal(75), Decimal(45), Decimal(60)), "45/60"),
        (" 45 / 60 đạt", SHARE, ResultValue(MET, Decimal(75), Decimal(45), Decimal(60)), "45/60 Đ"),
        ("1/3", SHARE, ResultValue(State.NO_DATA, Decimal("33.3333"), Decimal(1), Decimal(3)), "1/3"),
        ("0/7", SHARE, ResultValue(State.NO_DATA, Decimal(0), Decimal(0), Decimal(7)), "0/7"),
        (
            "85 (nam 86; nữ 84) Đ",
            BY_SEX,
            ResultValue(MET, Decimal(85), male=Decimal(86), female=Decimal(84)),
            "85 (nam 86; nữ 84) Đ",
        ),
        (
            "(Nam 86,5;  nữ 84)",
            BY_SEX,
            ResultValue(male=Decimal("86.5"), female=Decimal(84)),
            "(nam 86,5; nữ 84)",
        ),
        ("45,2 triệu đồng/người/năm", MONEY, ResultValue(value=Decimal("45.2")), "45,2"),
        ("1.234.567", MONEY, ResultValue(value=Decimal(1234567)), "1234567"),
        ("1234,5", MONEY, ResultValue(value=Decimal("1234.5")), "1234,5"),
        ("1.234,5 CĐ", MONEY, ResultValue(NOT_MET, Decimal("1234.5")), "1234,5 CĐ"),
        ("12", measure("count"), ResultValue(value=Decimal(12)), "12"),
        ("1.234", measure("count"), ResultValue(value=Decimal(1234)), "1234"),
        ("12,0", measure("count"), ResultValue(value=Decimal(12)), "12"),
        ("1,5", measure("ratio"), ResultValue(value=Decimal("1.5")), "1,5"),
        ("6.2 km", measure("quantity", unit="km"), ResultValue(value=Decimal("6.2")), "6,2"),
        ("Loại B", measure("level"), ResultValue(level="Loại B"), "Loại B"),
        ("Khá; Đ", measure("level"), ResultValue(MET, level="Khá"), "Khá; Đ"),
        ("Mức 2 ;  chưa đạt", measure("level"), ResultValue(NOT_MET, level="Mức 2"), "Mức 2; CĐ"),
        ("KA", measure("level"), ResultValue(NA), "KA"),
        ("đ", measure("level"), ResultValue(MET), "Đ"),
        ("C", measure("level"), ResultValue(level="C"), "C"),
        ("D; Đ", measure("level"), ResultValue(MET, level="D"), "D; Đ"),
        ("", SHARE, EMPTY_VALUE, ""),
    ],
)
def test_figures(text, column, value, spelling):
    read = parse_result(text, column)
    assert (read, format_result(read, column)) == (value, spelling)


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("120", SHARE, "out-of-range"),
        ("-5", SHARE, "out-of-range"),
        ("60/45", SHARE, "out-of-range"),
        ("0/0", SHARE, "out-of-range"),
        ("-1/5", SHARE, "out-of-range"),
        ("1/2/3", SHARE, "not-a-number"),
        ("45/", SHARE, "not-a-number"),
        (";", SHARE, "not-a-number"),
        ("%", SHARE, "not-a-number"),
        ("triệu đồng/người/năm", MONEY, "not-a-number"),
        (" ; ", measure("level"), "not-a-number"),
        ("87,55555", SHARE, "out-of-range"),
        ("tám mươi", SHARE, "not-a-number"),
        ("87,5 gần đạt", SHARE, "not-a-number"),
        ("45/60", MONEY, "not-a-number"),
        ("45%", MONEY, "not-a-number"),
        ("-1", MONEY, "out-of-range"),
        ("1.234", MONEY, "ambiguous-number"),
        ("1,234", MONEY, "ambiguous-number"),
        ("1" * 15, MONEY, "out-of-range"),
        (f"1{'0' * 14}", MONEY, "out-of-range"),
        (f"1{'0' * 14}", measure("count"), "out-of-range"),
        (f"1/1{'0' * 14}", SHARE, "out-of-range"),
        ("12345678901234,56", MONEY, "out-of-range"),
        (f"1/{'9' * 14},99", SHARE, "out-of-range"),
        ("9" * 40, MONEY, "not-a-number"),
        ("12,5", measure("count"), "not-a-number"),
        ("85 (nam 86; nữ 84)", SHARE, "bad-mark"),
        ("85 (nam 186; nữ 84)", BY_SEX, "out-of-range"),
        ("85 (nam x; nữ 84)", BY_SEX, "not-a-number"),
        ("x" * 61, measure("level"), "out-of-range"),
        ("Khá; tạm được", measure("level"), "not-a-number"),
    ],
)
def test_bad_figures(text, column, code):
    with pytest.raises(BadResultError) as error:
        parse_result(text, column)
    assert error.value.code == code


def test_of_two_readings_the_one_within_the_limits_holds():
    assert parse_result("87.500", SHARE).value == Decimal("87.5")
    with pytest.raises(BadResultError, match="1234 hay 1,2340"):
        parse_result("1.234", MONEY)


STATES = [State.NO_DATA, MET, BASIC, NOT_MET, NA]
FIGURES = [
    None,
    Decimal(0),
    Decimal("0.5"),
    Decimal("0.345"),
    Decimal("87.5"),
    Decimal("12.345"),
    Decimal("99.9999"),
    Decimal(100),
]
SEXES = [(None, None), (Decimal("86.125"), Decimal(84))]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_written_reads_as_it_was(kind, state):
    """``parse_result(format_result(v, m), m) == v`` for every value a cell may hold."""
    column = measure(kind, by_sex=kind is Kind.PERCENTAGE)
    for value in values(column, state):
        assert parse_result(format_result(value, column), column) == value


def values(column, state):
    if column.kind.is_mark:
        return [ResultValue(state)]
    if column.kind is Kind.LEVEL:
        return [ResultValue(state, level=level) for level in ("", "Loại B", "Mức độ 2")]
    if column.kind is Kind.COUNT:
        return [ResultValue(state, figure) for figure in (None, Decimal(0), Decimal(1234), Decimal(10**13))]
    plain = [ResultValue(state, figure) for figure in FIGURES]
    if column.kind is not Kind.PERCENTAGE:
        return [*plain, ResultValue(state, Decimal("1234.567")), ResultValue(state, Decimal(1234567))]
    shares = [
        ResultValue(state, Decimal("33.3333"), Decimal(1), Decimal(3), male, female) for male, female in SEXES
    ]
    apart = [ResultValue(state, figure, None, None, *sexes) for figure, sexes in product(FIGURES, SEXES)]
    return [*plain, *shares, *apart]


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("6,2", Decimal("6.2")), (" 1 234 ", Decimal(1234)), ("0", Decimal(0))],
)
def test_number_of(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "out-of-range"),
        ("x", "not-a-number"),
        ("1.234", "ambiguous-number"),
        (f"1{'0' * 14}", "out-of-range"),
        ("12345678901234,56", "out-of-range"),
    ],
)
def test_bad_number_of(text, code):
    with pytest.raises(BadResultError) as error:
        number_of(text)
    assert error.value.code == code
