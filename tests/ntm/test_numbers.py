from decimal import Decimal

import pytest

from ntm.numbers import AmbiguousNumber, NotANumber, digits_of, parse_number, plain, round_to, vietnamese

EITHER_WAY = [
    ("19.064.236", "19064236"),
    ("19,064,236", "19064236"),
    ("19 064 236", "19064236"),
    ("19\u00a0064\u202f236", "19064236"),
    ("1 234", "1234"),
    (" 12 ", "12"),
    ("007", "7"),
    ("0", "0"),
    ("-3", "-3"),
    ("\u2212 3", "-3"),
    ("100%", "100"),
    ("50 %", "50"),
]
WITH_DECIMALS = [
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1234,5", "1234.5"),
    ("1234.5", "1234.5"),
    ("1234.567", "1234.567"),
    ("1 234,567", "1234.567"),
    ("1.234,567", "1234.567"),
    ("19.064.236,50", "19064236.50"),
    ("15,46", "15.46"),
    ("-3,5", "-3.5"),
    ("0.125", "0.125"),
    ("0,125", "0.125"),
    ("86,95%", "86.95"),
]


@pytest.mark.parametrize(("text", "value"), EITHER_WAY + WITH_DECIMALS)
def test_parse_decimal(text, value):
    assert str(parse_number(text, decimals=True)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [*EITHER_WAY, ("1.778", "1778"), ("1,234", "1234"), ("12,0", "12"), ("1.234,00", "1234"), ("0.000", "0")],
)
def test_parse_whole_number(text, value):
    assert str(parse_number(text, decimals=False)) == value


@pytest.mark.parametrize(("text", "value"), WITH_DECIMALS)
def test_decimals_are_refused_in_whole_numbers(text, value):
    with pytest.raises(NotANumber):
        parse_number(text, decimals=False)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.234", ("1234", "1.234")),
        ("1,234", ("1234", "1.234")),
        ("-12.500", ("-12500", "-12.500")),
        ("100.000%", ("100000", "100.000")),
    ],
)
def test_two_readings_are_not_guessed(text, readings):
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text, decimals=True)
    assert tuple(map(str, caught.value.readings)) == readings


NO_NUMBERS = [
    "", " ", "-", "%", ".", "abc", "x", "12a", "6.2 Km", "≥ 65", "1.77.8", "1.778.5", "12.34.567",
    "1234.567.890", "1.234,567,890", "1,5,5", "1.234.567.", ".5", "5,", "1 23", "1. 234", "--3", "3-5", "1e3",
    "NaN", "٣", "0.123.456", "1.234 567", "1" * 31,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("decimals", [True, False])
def test_no_number(text, decimals):
    with pytest.raises(NotANumber):
        parse_number(text, decimals=decimals)


def test_longest_number_keeps_every_digit():
    digits = "123456789" * 3 + "123"
    value = parse_number(f"-{digits[:20]},{digits[20:]}", decimals=True)
    assert plain(value) == f"-{digits[:20]}.{digits[20:]}"
    assert vietnamese(round_to(value, 2), 2) == "-12.345.678.912.345.678.912,35"


@pytest.mark.parametrize(
    ("value", "digits", "rounded", "cut"),
    [
        ("86.9565", 2, "86.96", "86.95"),
        ("13.265", 2, "13.27", "13.26"),
        ("-13.265", 2, "-13.27", "-13.26"),
        ("2.5", 0, "3", "2"),
        ("19", 2, "19.00", "19.00"),
    ],
)
def test_round_to(value, digits, rounded, cut):
    assert str(round_to(Decimal(value), digits)) == rounded
    assert str(round_to(Decimal(value), digits, cut=True)) == cut


@pytest.mark.parametrize(
    ("value", "text"),
    [("13.270", "13.27"), ("19.00", "19"), ("1E+3", "1000"), ("100", "100"), ("-0.0", "0"), ("0E-8", "0"),
     ("-3.50", "-3.5"), ("0.0000001", "0.0000001")],
)  # fmt: skip
def test_plain(value, text):
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Decimal("19064236.5"), None, "19.064.236,5"),
        (Decimal("15.4600"), None, "15,46"),
        (Decimal("1E+3"), None, "1.000"),
        (1778, None, "1.778"),
        (19, 2, "19,00"),
        (Decimal("13.265"), 2, "13,27"),
        (Decimal("999.995"), 2, "1.000,00"),
        (Decimal("-1234.5"), 0, "-1.235"),
        (Decimal("-0.001"), 2, "0,00"),
        (0, None, "0"),
        (Decimal("1E+308"), 1, "100" + 102 * ".000" + ",0"),  # the largest that Excel holds
    ],
)
def test_vietnamese(value, digits, text):
    assert vietnamese(value, digits) == text


@pytest.mark.parametrize(
    ("text", "digits"),
    [("15,1", 1), ("19", 0), ("13,27", 2), ("11.0", 1), ("86,95%", 2), ("19.064.236", 0), ("1.234,5", 1),
     ("1.234", 0), ("1,234", 3), ("0.125", 3), ("", 0), ("đạt", 0)],
)  # fmt: skip
def test_digits_of(text, digits):
    assert digits_of(text) == digits
