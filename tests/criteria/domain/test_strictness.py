"""A province may ask more than the national level; where it asks less it is warned."""

from decimal import Decimal

import pytest

from criteria.domain.requirements import Comparison, IfAbsent, PartLevel, Requirement
from criteria.domain.strictness import looser

LESS, MORE, MET = Comparison.AT_MOST, Comparison.AT_LEAST, Comparison.MET


def level(comparison, value=None, text="", parts=(), if_absent=IfAbsent.ASK):
    figure = None if value is None else Decimal(value)
    return Requirement(comparison, value=figure, text=text, parts=tuple(parts), if_absent=if_absent)


def part(level, comparison=MORE, condition="", key="a"):
    return PartLevel(key, comparison, level, condition)


@pytest.mark.parametrize(
    ("own", "national", "warnings"),
    [
        (level(MORE, 75), level(MORE, 70), []),
        (level(MORE, 70), level(MORE, 70), []),
        (level(MORE, 65), level(MORE, 70), ["thấp hơn mức của Trung ương"]),
        (level(LESS, 12), level(LESS, 13), []),
        (level(LESS, 14), level(LESS, 13), ["cao hơn mức của Trung ương"]),
        (level(MORE, 14), level(LESS, 13), ["so sánh ngược chiều với mức của Trung ương"]),
        (level(MET, text="Đạt"), level(MORE, 70), ["bỏ mức của Trung ương"]),
        (level(MORE, 70), level(MET, text="Đạt"), []),
        (level(MORE, 70), level(MORE), []),
        (level(MORE, 70), None, []),
        (level(MORE, text="Khá"), level(MORE, text="Tốt"), ["thấp hơn mức của Trung ương"]),
        (level(MORE, text="Mức độ 3"), level(MORE, text="Mức độ 2"), []),
        (level(MORE, text="Xanh"), level(MORE, text="Tốt"), []),
        (
            level(MET, parts=[part("97")]),
            level(MET, parts=[part("98")]),
            ["thấp hơn phần a) của mức Trung ương"],
        ),
        (level(MET, parts=[part("98,5")]), level(MET, parts=[part("98")]), []),
        (level(MET), level(MET, parts=[part("98")]), ["không xét phần a) của mức Trung ương"]),
        (
            level(MET, parts=[part("70", condition="c > 3")]),
            level(MET, parts=[part("70", condition="c > 3"), part("50", condition="c <= 3")]),
            ["không xét phần a) của mức Trung ương"],
        ),
        (
            level(MET, parts=[part("98", LESS)]),
            level(MET, parts=[part("98")]),
            ["so sánh khác phần a) của mức Trung ương"],
        ),
        (
            level(MET, if_absent=IfAbsent.MET),
            level(MET, if_absent=IfAbsent.NOT_MET),
            ["khi không có lại tính là đạt"],
        ),
    ],
)
def test_looser(own, national, warnings):
    assert looser(own, national) == warnings
