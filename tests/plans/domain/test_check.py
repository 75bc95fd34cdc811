"""Stated sums against the marks."""

import pytest

from plans.domain.check import check_sheet
from plans.domain.definition import Rounding
from plans.domain.entries import Scope
from plans.domain.merge import compare, merge
from plans.domain.table import AnnexTable

from ..dien_bien import matrix, name_index, printed_workbook, readable_rows
from ..grids import HEADS, MUONG_ANG, TUA_CHUA, district, officer_of, read, section

NOTHING = AnnexTable()


def check(source, scope=None, stored=NOTHING):
    """The findings on the sums of a sheet, as it would be stored."""
    parsed = read(source, scope)
    table = merge(matrix(), stored, compare(matrix(), stored, parsed.rows), name_index())
    return check_sheet(matrix(), table, name_index(), parsed, scope or Scope())


def brief(findings, *codes):
    return [
        (found.cell, found.stated, found.computed) for found in findings if not codes or found.code in codes
    ]


def changed(**cells):
    """Tủa Chùa's rows with other values in some cells: ``V3=17``."""
    grid = [list(row) for row in (HEADS, *TUA_CHUA)]
    for address, value in cells.items():
        grid[int(address[1:]) - 1][ord(address[0]) - ord("A")] = value
    return grid


@pytest.fixture(scope="module")
def printed():
    return check(printed_workbook(readable_rows()))


def test_nine_printed_results_differ_from_their_marks(printed):
    found = [found for found in printed if found.code == "row-sum"]
    assert [(f.message.partition(":")[0], f.cell, f.stated, f.computed) for f in found] == [
        ("Xã Sa Lông", "V8", "19", "18"),
        ("Xã Chà Cang", "V43", "18", "17"),
        ("Xã Chà Tở", "V44", "13", "12"),
        ("Xã Nậm Khăn", "V45", "13", "12"),
        ("Xã Na Cô Sa", "V47", "14", "12"),
        ("Xã Nà Khoa", "V49", "14", "12"),
        ("Xã Nậm Tin", "V50", "11", "10"),
        ("Xã Nà Hỳ", "V52", "18", "19"),
        ("Xã Sen Thượng", "V57", "15", "7"),
    ]
    assert {(f.severity, f.blocks, f.sheet, f.column) for f in found} == {("error", False, "Biểu 02", "V")}


def test_printed_sums_of_nam_po_are_told_wrong(printed):
    assert brief(printed, "subtotal") == [
        ("E39", "15", "13"),
        ("J39", "15", "12"),
        ("K39", "8", "6"),
        ("V39", "210", "203"),
    ]
    assert brief(printed, "average") == [("W39", "14,0", "13,5")]


def test_sums_over_missing_rows_are_incomplete_not_wrong(printed):
    assert brief(printed, "incomplete") == [("V55", "145", "42"), ("V83", "1.778", "1.044")]
    assert [found.message for found in printed if found.code == "incomplete"] == [
        "Huyện Mường Nhé: mới có số liệu 3/11 xã nên chưa so được số tổng đã ghi.",
        "Dòng tổng: mới có số liệu 70/115 xã nên chưa so được số tổng đã ghi.",
    ]
    assert brief(printed, "total") == []


def test_communes_without_a_row_are_named(printed):
    assert [found.message for found in printed if found.code == "missing-commune"] == [
        f"Huyện {name}; số liệu đã lưu của các xã này giữ nguyên."
        for name in (
            "Mường Chà: tệp không có 1 xã (Mường Mươn)",
            "Mường Nhé: tệp không có 8 xã (Chung Chải, Pá Mỳ, Mường Nhé, Nậm Vì, Nậm Kè, Mường Toong, "
            "Quảng Lâm, Huổi Lếch)",
            "Tuần Giáo: tệp không có 2 xã (Chiềng Sinh, Chiềng Đông)",
        )
    ]


def test_nothing_is_wrong_with_tua_chua():
    assert check([HEADS, *TUA_CHUA]) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"V3": 17}, ("row-sum", "V3", "17", "19")),
        ({"V3": "017"}, ("row-sum", "V3", "017", "19")),
        ({"C2": 10}, ("subtotal", "C2", "10", "11")),
        ({"V2": "1.146"}, ("subtotal", "V2", "1.146", "146")),
        ({"V2": "1,146"}, ("subtotal", "V2", "1,146", "146")),
        ({"W2": "13,28"}, ("average", "W2", "13,28", "13,27")),
        ({"W2": 13}, None),
        ({"W2": "13,3"}, None),
        ({"W2": 13.272727272727273}, None),
        ({"W2": 12}, ("average", "W2", "12", "13")),
        ({"V2": None, "W2": None}, None),
        ({"V3": None}, None),
        ({"W3": 19}, None),
    ],
)
def test_stated_figure_is_compared_at_its_own_digits(cells, found):
    findings = [(f.code, f.cell, f.stated, f.computed) for f in check(changed(**cells))]
    assert findings == ([found] if found else [])


def test_messages_say_what_was_added():
    found = check(changed(V3=17, C2=10, W2="14,5"))
    assert [finding.message for finding in found] == [
        "Huyện Tủa Chùa, cột “Quy hoạch”: ghi 10, cộng các xã được 11.",
        "Huyện Tủa Chùa: bình quân ghi 14,5, tính lại được 13,3 (146 : 11 xã).",
        "Xã Mường Báng: ghi 17 tiêu chí, các ô trong dòng có 19 ô đạt.",
    ]


def test_other_rounding_is_told_apart():
    average = [*MUONG_ANG[0][:22], "15,12"]  # 136 : 9 = 15,11…
    assert brief(check([HEADS, average, *MUONG_ANG[1:]])) == [("W2", "15,12", "15,11")]
    cut = [*TUA_CHUA[0][:22], "13,2"]  # 13,27… cut off, where the plan rounds
    (found,) = check([HEADS, cut, *TUA_CHUA[1:]])
    assert (matrix().rounding, found.code, found.computed) == (Rounding.HALF_UP, "rounding", "13,3")
    assert found.message == "Huyện Tủa Chùa: bình quân ghi 13,2, theo cách làm tròn của kế hoạch là 13,3."


@pytest.mark.parametrize(("result", "average"), [(1, 19), (0, 17), (None, 19)])
def test_result_in_the_column_of_the_average_is_a_slipped_row(result, average):
    (found,) = check(changed(V3=result, W3=average))
    assert (found.code, found.cell, found.computed, found.blocks) == ("row-shifted", "V3", "19", False)
    assert found.message == (
        f"Xã Mường Báng: các ô có vẻ bị lệch sang phải: kết quả ghi {'trống' if result is None else result}, "
        f"bình quân ghi {average}. Hãy xem lại từng ô."
    )


def test_rows_of_the_scanned_page_are_told_slipped():
    """Nậm Pồ as the scan has it: one cell too many in each row but the district's."""
    slipped = [[*row[:7], None, *row[7:22]] for row in section("V")[1:]]
    found = check([HEADS, section("V")[0], *slipped])
    rows = {finding.row for finding in found if finding.code in ("row-shifted", "row-sum")}
    assert (rows, {f.code for f in found if f.row != 2}) == (set(range(3, 18)), {"row-shifted"})


def test_figure_beyond_the_table_is_not_told_twice():
    slipped = [*TUA_CHUA[2][:10], None, None, *TUA_CHUA[2][10:22]]
    found = check([HEADS, *TUA_CHUA[:2], slipped, *TUA_CHUA[3:]])
    assert [finding.code for finding in found if finding.row == 4] == []  # the reading has told it


# -- what is stored beside the sheet


def stored():
    parsed = read([HEADS, *TUA_CHUA])
    return merge(matrix(), NOTHING, compare(matrix(), NOTHING, parsed.rows), name_index())


def test_stored_rows_count_for_the_sums():
    assert check([HEADS, *TUA_CHUA[:4]], stored=stored())[0].code == "missing-commune"
    assert brief(check([HEADS, *TUA_CHUA[:4]], stored=stored()), "subtotal", "incomplete") == []


def test_stored_row_of_a_refused_one_does_not_count():
    assert brief(check(changed(C3=2, V2=127), stored=stored())) == [("V2", "127", "127")]


@pytest.mark.parametrize("cells", [{"C3": 2}, {"B3": "Mường Bnág"}])
def test_rows_that_stay_out_are_not_missing(cells):
    assert [found.code for found in check(changed(**cells))] == ["incomplete"]


# -- sums that are checked but not stored


def test_total_of_an_officers_file_is_the_files_own():
    total = [None, "Tổng", *TUA_CHUA[0][2:]]
    officer = officer_of("Tủa Chùa")
    assert check([HEADS, *TUA_CHUA[1:], total], officer) == []
    total[2] = 99
    (found,) = check([HEADS, *TUA_CHUA[1:], total], officer)
    assert (found.code, found.message) == (
        "total",
        "Dòng tổng, cột “Quy hoạch”: ghi 99, cộng các xã được 11.",
    )


def test_total_of_an_officers_file_with_refused_rows_is_incomplete():
    total = [None, "Tổng", *TUA_CHUA[0][2:]]
    bad = [1, "Mường Báng", 2, *TUA_CHUA[1][3:]]
    (found,) = check([HEADS, bad, *TUA_CHUA[2:], total], officer_of("Tủa Chùa"))
    assert (found.code, found.stated, found.computed) == ("incomplete", "146", "127")


def test_districts_sums_are_checked_for_an_officer_of_a_part():
    half = officer_of("Tủa Chùa")
    half = type(half)(half.communes, frozenset())
    sums = [*TUA_CHUA[0][:2], 10, *TUA_CHUA[0][3:]]
    assert brief(check([HEADS, sums, *TUA_CHUA[1:]], half)) == [("C2", "10", "11")]


def test_two_districts_in_one_file_have_each_their_sums():
    wrong = [*MUONG_ANG[0][:21], 137, *MUONG_ANG[0][22:]]
    assert brief(check([HEADS, *TUA_CHUA, wrong, *MUONG_ANG[1:]])) == [("V14", "137", "136")]
    assert district("Mường Ảng").name in check([HEADS, *TUA_CHUA, wrong, *MUONG_ANG[1:]])[0].message
