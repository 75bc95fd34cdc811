"""Lines of remaining work, as typed and as said."""

from decimal import Decimal

import pytest

from criteria.domain.values import BadResultError
from criteria.domain.works import MAX_WORKS, Work, parse_works


def line(text="", quantity="", unit="", funded=""):
    return {"text": text, "quantity": quantity, "unit": unit, "funded": funded}


def test_reads_lines_and_drops_empty_ones():
    typed = [line(" Cứng hóa  đường bản ", "6.2", "Km", "2"), line(), line("Xây nhà văn hóa"), {}]
    assert parse_works(typed) == (
        Work("Cứng hóa đường bản", Decimal("6.2"), "Km", Decimal(2)),
        Work("Xây nhà văn hóa"),
    )


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (Work("Xây nhà văn hóa"), "Xây nhà văn hóa"),
        (Work("Cứng hóa", Decimal("6.20"), "km"), "Cứng hóa (6,2 km)"),
        (Work("Cứng hóa", Decimal("6.2"), "km", Decimal(2)), "Cứng hóa (6,2 km, đã bố trí vốn 2 km)"),
        (Work("Cứng hóa", Decimal("6.2"), "km", Decimal(0)), "Cứng hóa (6,2 km, đã bố trí vốn 0 km)"),
        (Work("Xóa nhà tạm", Decimal(12), "", Decimal(3)), "Xóa nhà tạm (12, đã bố trí vốn 3)"),
    ],
)
def test_work_in_words(work, said):
    assert str(work) == said


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (line(quantity="6"), "bad-mark"),
        (line(unit="km"), "bad-mark"),
        (line("x" * 501), "out-of-range"),
        (line("Cứng hóa", "6", "k" * 31), "out-of-range"),
        (line("Cứng hóa", "2", "km", "3"), "out-of-range"),
        (line("Cứng hóa", "", "km", "3"), "out-of-range"),
        (line("Cứng hóa", "sáu"), "not-a-number"),
        (line("Cứng hóa", "-6"), "out-of-range"),
        (line("Cứng hóa", "1.234"), "ambiguous-number"),
    ],
)
def test_bad_lines(typed, code):
    with pytest.raises(BadResultError) as error:
        parse_works([typed])
    assert error.value.code == code


def test_a_cell_takes_so_many_lines():
    lines = [line(f"Việc {number}") for number in range(MAX_WORKS + 1)]
    assert len(parse_works(lines[1:])) == MAX_WORKS
    with pytest.raises(BadResultError, match="tối đa 40"):
        parse_works(lines)
