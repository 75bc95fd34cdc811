from itertools import combinations

import pytest

from plans.domain.heading import Headings
from plans.domain.heading_keys import heading_key

from ..dien_bien import matrix
from ..grids import HEADS, MUONG_ANG, TUA_CHUA, lay_out, marks, message, printed_marks, read, section, told
from .small import matrix as small

EXPECTED = printed_marks("III")
NUMBERS = list(range(1, 24))
GROUPED = ["STT", "Tên đơn vị", "Tiêu chí", *[None] * 18, *HEADS[21:]]


def numbered(pattern):
    return ["STT", "Tên xã", *(pattern.format(n=n, name=HEADS[n + 1]) for n in range(1, 20)), "Tổng", "BQ"]


@pytest.mark.parametrize(("top", "left"), [(1, 1), (5, 2), (12, 6), (90, 3)])
def test_table_is_found_wherever_it_stands(top, left):
    parsed = read(lay_out([HEADS, *TUA_CHUA], top=top, left=left))
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


def test_titles_may_stand_right_above():
    titles = [["Biểu số 2"], ["BIỂU CHI TIẾT TIÊU CHÍ"], ["(Kèm theo Kế hoạch số 1986/KH-UBND)"]]
    parsed = read([*titles, HEADS, *TUA_CHUA])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


@pytest.mark.parametrize("merge", [True, False])
def test_heading_of_three_rows(merge):
    groups = [None, None, "Hạ tầng", *[None] * 8, "Kinh tế", *[None] * 3, "Văn hóa, môi trường"]
    book = lay_out([GROUPED, groups, [None, None, *HEADS[2:21]], *TUA_CHUA])
    for area in ("A1:A3", "B1:B3", "C1:U1", "V1:V3", "W1:W3", "C2:K2", "L2:O2", "P2:U2") if merge else ():
        book.active.merge_cells(area)
    parsed = read(book)
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


@pytest.mark.parametrize(
    "pattern",
    [
        "TC{n}",
        "TC {n:02}",
        "Tc.{n}",
        "TC số {n}",
        "Số {n}",
        "Tiêu chí {n}",
        "Tiêu chí số {n}",
        "Tiêu chí\n{n}",
        "({n})",
        "{n}",
        "{n}. {name}",
        "({n}) {name}",
        "{n} {name}",
        "TC{n} {name}",
        "TC {n}: {name}",
        "Tiêu chí {n} - {name}",
        "Tiêu chí số {n} về {name}",
        "Tiêu chí {name}",
        "{name} (TC {n})",
        "{name}\n({n})",
        "{name} {n}",
        "{name} năm 2025",
        "{name} (đạt/chưa đạt)",
        "{name}*",
    ],
)
def test_headings_may_be_numbered(pattern):
    parsed = read([numbered(pattern), *TUA_CHUA])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_case_of_headings_does_not_matter(change):
    assert marks(read([list(map(change, HEADS)), *TUA_CHUA])) == EXPECTED


def test_numbers_below_a_group_are_headings():
    parsed = read([GROUPED, [None, None, *range(1, 20)], *TUA_CHUA])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


def test_numbers_that_count_columns_are_no_headings():
    unknown = ["STT", "Tên đơn vị", *(f"Nội dung {letter}" for letter in "abcdefghijklmnopqrs"), "Kết quả"]
    assert read([unknown, [None, None, *range(3, 23)], *TUA_CHUA]) is None


@pytest.mark.parametrize(
    "numbers",
    [
        NUMBERS,
        [f"({n})" for n in NUMBERS],
        [f"[{n}]" for n in NUMBERS],
        [float(n) for n in NUMBERS],
        ["A", "B", *range(1, 22)],
        ["(A)", "(B)", *(f"({n})" for n in range(1, 22))],
        [chr(ord("a") + n) for n in range(23)],
        [*range(1, 22), "22=3+…+21", "23=22/số xã"],
    ],
    ids=["1", "(1)", "[1]", "1.0", "A B 1", "(A) (B) (1)", "a b c", "sums"],
)
def test_column_numbers_are_no_row(numbers):
    parsed = read([HEADS, numbers, *TUA_CHUA])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


@pytest.mark.parametrize(
    "order", [[0, 1, 22, 21, *range(20, 1, -1)], [1, 0, *range(2, 23, 3), *range(3, 23, 3), *range(4, 23, 3)]]
)
def test_columns_may_stand_in_any_order_with_their_numbers(order):
    parsed = read([[row[place] for place in order] for row in (HEADS, NUMBERS, *TUA_CHUA)])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


@pytest.mark.parametrize("place", [2, 7, 23])
def test_column_of_no_annex_is_only_noted(place):
    grid = [[*row[:place], "III", *row[place:]] for row in (HEADS, *TUA_CHUA)]
    grid[0][place] = "Khu vực"
    parsed = read(grid)
    assert marks(parsed) == EXPECTED
    assert told(parsed) == [("ignored-column", f"{'ABCDEFGHIJKLMNOPQRSTUVWX'[place]}1")]
    assert message(parsed, "ignored-column") == "Cột “Khu vực” không thuộc biểu nên không được đọc."


@pytest.mark.parametrize("kept", [slice(1, None), slice(0, 21), slice(1, 21)])
def test_number_and_sums_may_be_missing(kept):
    parsed = read([row[kept] for row in (HEADS, *TUA_CHUA)])
    assert (marks(parsed), told(parsed)) == (EXPECTED, [])


def test_missing_criterion_refuses_the_rows():
    parsed = read([[*row[:10], *row[11:]] for row in (HEADS, *TUA_CHUA)])
    assert (marks(parsed), told(parsed)) == ({}, [("missing-column", "")])
    assert message(parsed, "missing-column") == (
        "Thiếu cột “Nhà ở dân cư”. Hãy thêm cột này vào bảng hoặc dùng tệp mẫu."
    )


def test_unknown_heading_is_told_beside_the_missing_one():
    heads = [*HEADS[:10], "Chỉ số lạ", *HEADS[11:]]
    parsed = read([heads, *TUA_CHUA])
    assert (marks(parsed), told(parsed)) == ({}, [("missing-column", ""), ("unclear-column", "K1")])


def test_criterion_in_two_columns_refuses_the_rows():
    parsed = read([[*row[:10], *row[9:]] for row in (HEADS, *TUA_CHUA)])
    assert (marks(parsed), told(parsed)) == ({}, [("duplicate-column", "J1"), ("duplicate-column", "K1")])


def test_result_of_the_plan_year_is_taken():
    grid = [[*row[:21], 3, *row[21:]] for row in (HEADS, *TUA_CHUA)]
    grid[0][21] = "Kết quả năm 2021"
    parsed = read(grid)
    assert told(parsed) == [("ignored-column", "V1")]
    assert [row.value("result") for row in parsed.rows][:3] == ["146", "19", "13"]


def test_heading_of_other_pages_is_no_row():
    page = [*TUA_CHUA[:6], [], GROUPED, [None, None, *HEADS[2:21]], NUMBERS, *TUA_CHUA[6:], HEADS, *MUONG_ANG]
    parsed = read([GROUPED, [None, None, *HEADS[2:21]], NUMBERS, *page])
    assert (marks(parsed), told(parsed)) == (printed_marks("III", "IV"), [])


def test_sheet_of_something_else_holds_no_table():
    assert read([["STT", "Tên đơn vị", "Số hộ", "Dân số"], [1, "Na Sang", 3, 4], *section("III")]) is None


def test_titles_and_aliases_lead_to_their_own_column():
    headings = Headings(matrix())
    for column in matrix().columns:
        assert {headings.keys[heading_key(text)] for text in (column.title, *column.aliases)} == {column.key}


@pytest.mark.parametrize("definition", [matrix(), small()])
def test_no_key_means_two_columns(definition):
    known = [{heading_key(text) for text in (column.title, *column.aliases)} for column in definition.columns]
    assert [one & other for one, other in combinations(known, 2) if one & other] == []
