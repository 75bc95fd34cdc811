from decimal import Decimal

import pytest

from plans.domain.paper import count_lines, fit_widths


@pytest.mark.parametrize(
    ("width", "lines"), [("7", 4), ("10", 3), ("12", 2), ("30", 1)], ids=["narrow", "less", "pairs", "whole"]
)
def test_count_lines(width, lines):
    assert count_lines("Nhà ở dân cư", Decimal(width)) == lines


def test_widths_never_break_a_syllable():
    widths = fit_widths(["Điện", "Trường học"], Decimal(20))
    assert widths == [Decimal("8"), Decimal("11.51400")]


def test_room_left_goes_to_the_tallest_heading():
    widths = fit_widths(["Điện", "Tổ chức sản xuất và phát triển kinh tế nông thôn"], Decimal(24))
    assert widths == [Decimal("8"), Decimal("16.0")]


def test_too_little_room_is_shared():
    assert fit_widths(["Điện", "Y tế"], Decimal(10)) == [Decimal("5.00"), Decimal("5.00")]
