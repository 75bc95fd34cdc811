"""Which lines a page of levels has, and what a level says in words. docs/levels.md has the same tables."""

from datetime import date
from decimal import Decimal

import pytest

from criteria.domain.level_lines import (
    LineKey,
    count_confirmed,
    day_of,
    is_confirmed,
    level_key_words,
    level_words,
    levels_of_line,
    part_levels,
    scopes_of_groups,
    scopes_of_province,
    years_of,
)
from criteria.domain.requirements import Comparison, PartLevel, Requirement
from criteria.domain.values import Kind, Measure, Part

FIRST, LAST = date(2022, 3, 8), date(2025, 12, 31)
SCHOOLS = Measure(
    *("i5", "5", "5", "Trường học", "Trường học", Kind.PERCENTAGE, "%"),
    parts=(
        Part("a", "mức độ tối thiểu", Kind.PERCENTAGE, "%"),
        Part("b", "mức độ 1", Kind.PERCENTAGE, "%"),
        Part("c", "số trường", Kind.COUNT, "trường"),
        Part("d", "phổ cập", Kind.BOOLEAN),
    ),
)
INCOME = Measure("i10", "10", "10", "Thu nhập", "Thu nhập", Kind.AMOUNT, "triệu đồng/người/năm")

GRADE = Measure("i5.5", "5.5", "5", "Xóa mù chữ", "Xóa mù chữ", Kind.LEVEL, "mức độ")


def at_least(value=None, *parts, **fields):
    comparison = fields.pop("comparison", Comparison.AT_LEAST)
    level = None if value is None else Decimal(value)
    return Requirement(comparison, value=level, parts=parts, valid_from=FIRST, **{"confirmed": True} | fields)


@pytest.mark.parametrize(
    ("key", "code", "words"),
    [
        (LineKey("2.1", "TDMNPB"), "2.1/TDMNPB", "Trung du miền núi phía Bắc"),
        (LineKey("10", "DBSH", 2023), "10/DBSH/2023", "Đồng bằng sông Hồng, năm 2023"),
        (LineKey("3", "nhom_1", 2027), "3/nhom_1/2027", "xã nhóm 1, năm 2027"),
    ],
)
def test_key_of_a_line(key, code, words):
    assert (key.code, key.words) == (code, words)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("10/TDMNPB/2023", "Mức đạt 10, năm 2023"),
        ("2.1/TDMNPB", "Mức đạt 2.1"),
        ("3/nhom_1", "Mức đạt 3, xã nhóm 1"),
        ("13.4:if_any", "Chỉ tiêu 13.4, chỉ xét nếu có"),
        ("pending", "Quyết định chưa đưa vào"),
        ("II.1/due", ""),
        ("i2.1:note", ""),
        ("7", ""),
    ],
)
def test_key_of_the_history_in_words(key, words):
    assert level_key_words(key) == words


@pytest.mark.parametrize(
    ("region", "hardship", "scopes"),
    [("TDMNPB", "TDMNPB", ("TDMNPB",)), ("BTB", "TDMNPB", ("BTB", "TDMNPB")), ("BTB", "", ("BTB",))],
)
def test_scopes_of_a_province(region, hardship, scopes):
    assert scopes_of_province(region, hardship) == scopes


@pytest.mark.parametrize(
    ("stored", "everything", "scopes"),
    [
        ((), False, ("chung",)),
        (("chung",), False, ("chung",)),
        (("nhom_2",), False, ("nhom_1", "nhom_2", "nhom_3")),
        (("chung", "nhom_3"), False, ("chung", "nhom_1", "nhom_2", "nhom_3")),
        ((), True, ("chung", "nhom_1", "nhom_2", "nhom_3")),
    ],
)
def test_scopes_by_group_of_communes(stored, everything, scopes):
    rows = [at_least(1, scope=scope) for scope in stored]
    assert scopes_of_groups(rows, everything=everything) == scopes


def test_levels_by_year_have_a_line_for_every_year_of_the_set():
    assert years_of([at_least(39, year=2022), at_least(36, year=2021)], FIRST, LAST) == (
        2022,
        2023,
        2024,
        2025,
    )
    assert years_of([at_least(70)], FIRST, LAST) == (None,)
    assert years_of([at_least(39, year=2024)], FIRST, None) == (2022, 2023, 2024)


@pytest.mark.parametrize(
    ("year", "day"),
    [(None, date(2023, 6, 1)), (2023, date(2023, 6, 1)), (2022, date(2022, 12, 31)), (2025, LAST)],
)
def test_level_of_another_year_is_that_of_its_last_day(year, day):
    assert day_of(year, date(2023, 6, 1), LAST) == day


def test_own_level_stands_beside_the_national_one():
    national, own = at_least(70, scope="chung"), at_least(75, scope="TDMNPB", own=True)
    assert levels_of_line(LineKey("2.1", "TDMNPB"), [national, own], LAST) == (own, national)


PART_A = PartLevel("a", Comparison.AT_LEAST, "100")
PART_B = PartLevel("b", Comparison.AT_LEAST, "70.5", "c > 3")


@pytest.mark.parametrize(
    ("level", "measure", "words"),
    [
        (at_least(42), INCOME, "≥ 42 triệu đồng/người/năm"),
        (at_least(13, comparison=Comparison.AT_MOST), SCHOOLS, "≤ 13%"),
        (at_least(comparison=Comparison.MET, text="Đạt"), SCHOOLS, "đạt"),
        (at_least(comparison=Comparison.MET, text="Không"), SCHOOLS, "đạt (Không)"),
        (at_least(text="Khá"), GRADE, "≥ Khá"),
        (at_least(text="2"), GRADE, "≥ mức độ 2"),
        (at_least(None, PART_A, PART_B), SCHOOLS, "a) ≥ 100%; b) ≥ 70,5% khi số trường > 3"),
        (at_least(80, PartLevel("d", Comparison.MET)), SCHOOLS, "≥ 80%; d) đạt"),
        (at_least(80, PartLevel("a", Comparison.AT_LEAST)), SCHOOLS, "≥ 80%; a) chưa có mức"),
        (at_least(), SCHOOLS, "chưa có mức"),
        (None, SCHOOLS, "chưa có mức"),
    ],
)
def test_level_in_words(level, measure, words):
    assert level_words(level, measure) == words


def test_level_of_so_many_times_another_one():
    assert level_words(at_least("1.1"), INCOME, "mức của chỉ tiêu 10") == "≥ 1,1 lần mức của chỉ tiêu 10"


def test_parts_of_a_line_are_also_those_not_looked_at():
    found = part_levels(at_least(80, PART_A), at_least(80, PART_A, PART_B), SCHOOLS)
    dropped = PartLevel("b", Comparison.AT_LEAST, "", "c > 3")
    assert found == [PART_A, dropped, PartLevel("d", Comparison.MET)]  # c is what a condition asks for


@pytest.mark.parametrize(
    ("level", "confirmed"),
    [
        (at_least(70), True),
        (at_least(70, confirmed=False), False),
        (at_least(), False),
        (at_least(comparison=Comparison.MET), True),
        (at_least(None, PART_A, comparison=Comparison.MET), True),
        (at_least(None, PartLevel("a", Comparison.AT_LEAST), comparison=Comparison.MET), False),
        (at_least(None, PART_A), False),
        (at_least(70, is_readable=False), False),
        (None, False),
    ],
)
def test_only_a_whole_level_is_confirmed(level, confirmed):
    assert is_confirmed(level) is confirmed


def test_indicator_is_confirmed_with_all_its_lines():
    assert count_confirmed([("1", True), ("2", True), ("2", False), ("3", False), ("4", True)]) == 2
