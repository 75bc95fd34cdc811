"""Parts beside the figure of an indicator: "95 Đ; a) 40; b) 1", read and written."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.domain.parts import join_parts, split_parts
from criteria.domain.values import (
    BadResultError,
    Kind,
    Measure,
    Part,
    ResultValue,
    State,
    format_result,
    parse_result,
    read_parts,
)

MET, NOT_MET, NA = State.MET, State.NOT_MET, State.NOT_APPLICABLE
PARTS = (
    Part("a", "tỷ lệ trẻ em 6 tuổi vào lớp 1", Kind.PERCENTAGE, "%"),
    Part("b", "phổ cập mầm non", Kind.BOOLEAN),
    Part("c", "số trường", Kind.COUNT, "trường"),
    Part("d", "phổ cập tiểu học", Kind.LEVEL, "mức độ"),
    Part("đ", "thu nhập", Kind.AMOUNT, "triệu đồng"),
)


def measure(kind="percentage", **fields):
    given = {"parts": PARTS} | fields
    return Measure("i14.1", "14.1", "14", "Chỉ tiêu", "Chỉ tiêu", Kind(kind), **given)


@pytest.mark.parametrize(
    ("text", "main", "parts"),
    [
        ("95 Đ; a) 40; b) 1", "95 Đ", [("a", "40"), ("b", "1")]),
        ("a) 40,5, B) Đ; Đ) 3", "", [("a", "40,5"), ("b", "Đ"), ("đ", "3")]),
        ("a)40;b)1", "", [("a", "40"), ("b", "1")]),
        ("85 (nam 86; nữ 84) Đ; a) 40", "85 (nam 86; nữ 84) Đ", [("a", "40")]),
        ("a) ; b) 1", "", [("a", ""), ("b", "1")]),
        ("95", "95", []),
        ("", "", []),
    ],
)
def test_split(text, main, parts):
    assert split_parts(text) == (main, parts)


def test_join_goes_by_the_order_of_the_indicator():
    assert join_parts({"đ": "3", "a": "40", "b": ""}, "abcdđ") == "a) 40; đ) 3"


@pytest.mark.parametrize(
    ("kind", "text", "value", "spelling"),
    [
        ("percentage", "95; a) 40", ResultValue(value=Decimal(95), parts="a) 40"), "95; a) 40"),
        ("percentage", "95% đạt; A) 40 %", ResultValue(MET, Decimal(95), parts="a) 40"), "95 Đ; a) 40"),
        ("percentage", "b) đạt; a) 1/2", ResultValue(parts="a) 1/2; b) 1"), "a) 1/2; b) 1"),
        ("percentage", "KA; c) 0", ResultValue(NA, parts="c) 0"), "KA; c) 0"),
        ("boolean", "1; d) Mức độ 2", ResultValue(MET, parts="d) Mức độ 2"), "1; d) Mức độ 2"),
        ("boolean", "d) Khá; Đ; đ) 12,5", ResultValue(parts="d) Khá; Đ; đ) 12,5"), "d) Khá; Đ; đ) 12,5"),
        ("level", "Tốt; CĐ; c) 4 trường", ResultValue(NOT_MET, level="Tốt", parts="c) 4"), "Tốt; CĐ; c) 4"),
        ("level", "a) ; b) 0", ResultValue(parts="b) 0"), "b) 0"),
    ],
)  # fmt: skip
def test_parts(kind, text, value, spelling):
    column = measure(kind)
    read = parse_result(text, column)
    assert (read, format_result(read, column)) == (value, spelling)
    assert parse_result(spelling, column) == value


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("95; e) 40", "bad-mark", r"Phần e\) không có trong chỉ tiêu. Các phần của 14.1: a\) tỷ lệ"),
        ("a) 40; a) 41", "bad-mark", r"Phần a\) ghi hai lần"),
        ("a) 140", "out-of-range", r"Phần a\): Số ở đây phải từ 0 đến 100"),
        ("b) 40", "bad-mark", r"Phần b\): Không hiểu “40”"),
        ("c) 3,5", "not-a-number", r"Phần c\): “3,5” không phải là số nguyên"),
        ("đ) 1.234", "ambiguous-number", r"Phần đ\): “1.234” là 1234 hay 1,2340"),
        ("a)", "not-a-number", "“a\\)” chưa có số hay đánh giá"),
        ("a); b) ", "not-a-number", "chưa có số hay đánh giá"),
        ("chín mươi; a) 40", "not-a-number", "Không hiểu “chín mươi”"),
        (f"d) {'x' * 61}", "out-of-range", r"Phần d\): Mức độ, xếp loại dài quá"),
    ],
)
def test_parts_that_cannot_be_read(text, code, said):
    with pytest.raises(BadResultError, match=said) as error:
        parse_result(text, measure())
    assert error.value.code == code


def test_parts_of_a_measure_without_any_are_no_figure():
    with pytest.raises(BadResultError):
        parse_result("95; a) 40", measure(parts=()))


def test_parts_too_long_for_the_cell_are_refused():
    parts = tuple(Part(key, "mức", Kind.LEVEL) for key in "abcd")
    text = "; ".join(f"{key}) {'x' * 60}" for key in "abcd")
    with pytest.raises(BadResultError, match="Các phần dài quá 200 ký tự") as error:
        parse_result(text, measure(parts=parts))
    assert error.value.code == "out-of-range"


def test_read_parts():
    value = parse_result("a) 45/60; b) 0; d) Khá", measure())
    assert read_parts(value, measure()) == {
        "a": ResultValue(State.NO_DATA, Decimal(75), Decimal(45), Decimal(60)),
        "b": ResultValue(NOT_MET),
        "d": ResultValue(level="Khá"),
    }


def test_part_that_changed_its_kind_since_is_left_out():
    value = ResultValue(parts="a) Khá; b) 1; z) 3")
    assert read_parts(value, measure()) == {"b": ResultValue(MET)}


STATES = [State.NO_DATA, MET, State.BASICALLY_MET, NOT_MET, NA]


def some_value(dice, column):
    """Any value a cell of the column may hold."""
    state = dice.choice(STATES)
    if column.kind.is_mark:
        return ResultValue(state)
    if column.kind is Kind.LEVEL:
        return ResultValue(state, level=dice.choice(["", "Khá", "Mức độ 2", "C", "Loại B", "hoàn thành tốt"]))
    if column.kind is Kind.COUNT:
        return ResultValue(state, Decimal(dice.randrange(10**6)))
    whole = 101 if column.kind is Kind.PERCENTAGE else 10**6
    figure = Decimal(dice.randrange(whole * 10**4)).scaleb(-4)
    return ResultValue(state, min(figure, Decimal(100)) if whole == 101 else figure)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CRITERION])
def test_what_is_written_with_parts_reads_as_it_was(kind, seed):
    dice = random.Random(f"{kind} {seed}")
    column = measure(kind)
    texts = {
        part.key: format_result(some_value(dice, column.of_part(part)), column.of_part(part))
        for part in PARTS
        if dice.random() < 0.7
    }
    value = replace(some_value(dice, column), parts=join_parts(texts, "abcdđ"))
    assert parse_result(format_result(value, column), column) == value
