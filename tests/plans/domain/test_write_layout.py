import pytest

from plans.domain.definition import Rounding
from plans.domain.table import AnnexTable, RowKind
from plans.domain.write.layout import (
    HeadCell,
    Section,
    column_numbers,
    computed_lines,
    computed_note,
    head_rows,
    roman,
    sections_of,
)
from plans.domain.write.lines import printed_lines

from .small import ANG_CANG, INDEX, MUONG_DUN, NORTH, SOUTH, XA_NHE, matrix, row, table

REMARK = " (1/2\u00a0xã\u00a0có\u00a0số\u00a0liệu)"


def computed(annex_table, sections=None):
    sections = sections or sections_of(matrix(), annex_table, INDEX)
    return [
        (line.kind, line.unit, line.texts) for line in computed_lines(matrix(), annex_table, INDEX, sections)
    ]


def test_head_rows():
    assert head_rows(matrix()) == (
        (
            HeadCell("STT", 0, rows=2),
            HeadCell("Tên đơn vị", 1, rows=2),
            HeadCell("Tiêu chí", 2, columns=2),
            HeadCell("Kết quả thực hiện năm 2025", 4, rows=2),
            HeadCell("Kết quả bình quân/xã", 5, rows=2),
        ),
        (HeadCell("Giao thông", 2), HeadCell("Giáo dục và đào tạo", 3)),
    )
    assert column_numbers(matrix()) == ("1", "2", "3", "4", "5", "6")


def test_printed_lines_are_as_they_came():
    assert [(line.kind, line.unit, line.texts) for line in printed_lines(matrix(), table())] == [
        (RowKind.DISTRICT, NORTH, ("III", "Huyện Tủa Chùa", "2", "1", "3", "1,5")),
        (RowKind.UNIT, XA_NHE, ("1", "Xá Nhè", "1", "", "2", "")),
        (RowKind.UNIT, MUONG_DUN, ("2", "Mường Đun", "1", "1", "2", "")),
        (RowKind.UNIT, ANG_CANG, ("1", "Áng Cang", "0", "1", "1", "")),
        (RowKind.TOTAL, None, ("", "Tổng số xã/tiêu chí", "2", "2", "1.778", "15,46")),
    ]


def test_sections_count_communes_with_data():
    assert sections_of(matrix(), table(), INDEX) == (
        Section(NORTH, 2, 2),
        Section(SOUTH, 1, 2),
        Section(None, 3, 4),
    )


def test_computed_lines_sum_anew_and_say_over_how_many():
    whole = " (3/4\u00a0xã\u00a0có\u00a0số\u00a0liệu)"
    assert computed(table()) == [
        (RowKind.DISTRICT, NORTH, ("III", "Huyện Tủa Chùa", "2", "1", "3", "1,50")),
        (RowKind.UNIT, XA_NHE, ("1", "Xá Nhè", "1", "", "1", "")),
        (RowKind.UNIT, MUONG_DUN, ("2", "Mường Đun", "1", "1", "2", "")),
        (RowKind.DISTRICT, SOUTH, ("II", "Huyện Mường Ảng" + REMARK, "0", "1", "1", "1,00")),
        (RowKind.UNIT, ANG_CANG, ("1", "Áng Cang", "0", "1", "1", "")),
        (RowKind.TOTAL, None, ("", "Tổng số xã/tiêu chí" + whole, "2", "2", "4", "1,33")),
    ]


def test_district_without_any_data_stays_blank():
    remark = REMARK.replace("1/2", "0/2")
    assert computed(AnnexTable(), (Section(NORTH, 0, 2),)) == [
        (RowKind.DISTRICT, NORTH, ("I", "Huyện Tủa Chùa" + remark, "", "", "", ""))
    ]


def test_sums_stated_below_stay_below():
    rows = (
        row(RowKind.DISTRICT, SOUTH, "II", "Huyện Mường Ảng", "", "", "", ""),
        row(RowKind.UNIT, ANG_CANG, "1", "Áng Cang", "1", "1", "2", ""),
        row(RowKind.SUBTOTAL, SOUTH, "", "Cộng", "9", "9", "18", "9"),
    )
    assert computed(AnnexTable(rows), (Section(SOUTH, 1, 2),)) == [
        (RowKind.DISTRICT, SOUTH, ("II", "Huyện Mường Ảng", "", "", "", "")),
        (RowKind.UNIT, ANG_CANG, ("1", "Áng Cang", "1", "1", "2", "")),
        (RowKind.SUBTOTAL, SOUTH, ("", "Cộng" + REMARK, "1", "1", "2", "2,00")),
    ]


@pytest.mark.parametrize(
    ("rounding", "way"), [(Rounding.HALF_UP, "làm tròn đến"), (Rounding.CUT, "cắt bỏ phần lẻ sau")]
)
def test_note_says_what_it_sums_and_how_it_rounds(rounding, way):
    sections = sections_of(matrix(), table(), INDEX)
    assert computed_note(matrix(rounding=rounding), sections) == (
        "Ghi chú: Các số cộng và bình quân được tính lại từ số liệu của 3/4 xã; "
        f"bình quân chia cho số xã có số liệu, {way} 2 chữ số thập phân."
    )


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (10, "X"), (44, "XLIV")])
def test_roman(number, text):
    assert roman(number) == text
