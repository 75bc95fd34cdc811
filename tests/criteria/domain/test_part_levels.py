"""The lists of parts an administrator may type: what is read, and what is said of what is not."""

from decimal import Decimal

import pytest

from criteria.domain.part_levels import (
    BadPartsError,
    Condition,
    check_levels,
    number_in,
    read_condition,
    read_levels_of_parts,
    read_parts_of_indicator,
)
from criteria.domain.requirements import Comparison, PartLevel
from criteria.domain.values import Kind, Part

A = {"key": "a", "name": "nước máy", "kind": "percentage", "unit": "%"}
LEVEL = {"part": "a", "comparison": ">=", "threshold": "98", "condition": "c > 3"}


def test_what_may_stand_there():
    assert read_parts_of_indicator([A, {"key": "đ", "name": "xóa mù", "kind": "boolean"}]) == (
        Part("a", "nước máy", Kind.PERCENTAGE, "%"),
        Part("đ", "xóa mù", Kind.BOOLEAN, ""),
    )
    rows = [LEVEL, {"part": "b", "comparison": "dat", "threshold": None}]
    assert read_levels_of_parts(rows) == (
        PartLevel("a", Comparison.AT_LEAST, "98", "c > 3"),
        PartLevel("b", Comparison.MET),
    )
    assert read_parts_of_indicator([]) == read_levels_of_parts([]) == ()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({}, "Các phần phải là một danh sách"),
        (None, "Các phần phải là một danh sách"),
        (["a"], "Các phần phải là một danh sách"),
        ([A | {"mức": "2"}], "Không có mục “mức”; chỉ có key, kind, name, unit."),
        ([A | {"key": "A"}], "đang là “A”"),
        ([A | {"key": "ab"}], "đang là “ab”"),
        ([A | {"name": ""}], r"Phần a\) chưa có tên"),
        ([A | {"kind": "criterion"}], r"Phần a\): “kind” phải là một trong boolean, percentage"),
        ([A, A], "Hai phần có cùng một chữ"),
    ],
)
def test_parts_that_cannot_be_read(raw, said):
    with pytest.raises(BadPartsError, match=said):
        read_parts_of_indicator(raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a", "Các phần phải là một danh sách"),
        ([LEVEL | {"level": "2"}], "Không có mục “level”"),
        ([LEVEL | {"part": None}], "đang là “”"),
        ([LEVEL | {"comparison": "="}], r"Phần a\): “comparison” phải là một trong >=, <=, dat"),
        ([LEVEL | {"condition": "c>3"}], "Điều kiện “c>3” không đúng"),
        ([LEVEL | {"condition": "c = 3"}], "dấu là >, >=, < hoặc <="),
        ([LEVEL | {"condition": "c > ba"}], "Điều kiện “c > ba”"),
        ([LEVEL | {"condition": "cc > 3"}], "Điều kiện “cc > 3”"),
    ],
)
def test_levels_that_cannot_be_read(raw, said):
    with pytest.raises(BadPartsError, match=said):
        read_levels_of_parts(raw)


PARTS = (
    Part("a", "tỷ lệ", Kind.PERCENTAGE, "%"),
    Part("b", "phổ cập", Kind.BOOLEAN),
    Part("c", "số trường", Kind.COUNT),
    Part("d", "mức độ", Kind.LEVEL),
)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (PartLevel("a", Comparison.AT_LEAST, "98,5", "c > 3"), ""),
        (PartLevel("a", Comparison.AT_LEAST), ""),
        (PartLevel("b", Comparison.MET, "Đạt chuẩn"), ""),
        (PartLevel("d", Comparison.AT_LEAST, "Khá"), ""),
        (PartLevel("e", Comparison.AT_LEAST, "1"), "Chỉ tiêu không có phần e)."),
        (PartLevel("a", Comparison.AT_LEAST, "1", "e > 3"), "Chỉ tiêu không có phần e)."),
        (PartLevel("a", Comparison.AT_LEAST, "cao"), "Phần a): “cao” không phải là số."),
        (PartLevel("a", Comparison.MET), "Phần a) là số hay mức độ: dùng >= hoặc <=."),
        (PartLevel("b", Comparison.AT_LEAST, "1"), "Phần b) là đạt hay không: “comparison” phải là dat."),
    ],
)
def test_levels_are_those_of_the_parts(level, said):
    try:
        check_levels((level,), PARTS)
    except BadPartsError as error:
        assert str(error) == said
    else:
        assert said == ""


def test_condition():
    found = read_condition("c >= 3,5")
    assert found == Condition("c", ">=", Decimal("3.5"))
    assert [found.holds(Decimal(figure)) for figure in ("3.4", "3.5", "3.6")] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "number"),
    [("98", 98), ("21,8", Decimal("21.8")), ("", None), ("nan", None), ("inf", None), ("a", None)],
)
def test_number_in(text, number):
    assert number_in(text) == number
