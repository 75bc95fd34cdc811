"""Which rows a sheet has, whose they are, and what keeps one out."""

import pytest

from plans.domain.entries import Standing
from plans.domain.table import RowKind

from ..dien_bien import printed_workbook, readable_rows
from ..grids import (
    HEADS,
    MUONG_ANG,
    TUA_CHUA,
    add,
    asked,
    commune,
    district,
    lay_out,
    marks,
    message,
    officer_of,
    printed_marks,
    read,
    section,
    standings,
    told,
)

ONE, BOTH = printed_marks("III"), printed_marks("III", "IV")
SUMS = [(left or 0) + (right or 0) for left, right in zip(TUA_CHUA[0][2:22], MUONG_ANG[0][2:22], strict=True)]


def row_of(parsed, number):
    return next(entry for entry in parsed.entries if entry.row.number == number)


# -- the printed annex


def test_every_printed_mark_is_read():
    parsed = read(printed_workbook(readable_rows()))
    assert marks(parsed) == printed_marks()
    assert standings(parsed) == {("unit", "read"): 70, ("district", "read"): 6, ("total", "read"): 1}
    assert told(parsed) == [("missing-section", "B59")]
    assert message(parsed, "missing-section") == (
        "Thiếu dòng huyện Tuần Giáo phía trên; từ dòng này được hiểu là các xã của huyện Tuần Giáo."
    )


def test_stated_sums_are_read_as_printed():
    rows = read(printed_workbook(readable_rows())).rows
    stated = {row.unit.name if row.unit else "": row for row in rows if row.kind is not RowKind.UNIT}
    cells = {name: (row.cell("result"), row.cell("average")) for name, row in stated.items()}
    assert {name: (r.text, r.value, a.text, a.value) for name, (r, a) in cells.items()} == {
        "Tủa Chùa": ("146", "146", "13,27", "13.27"),
        "Mường Ảng": ("136", "136", "15,1", "15.1"),
        "Nậm Pồ": ("210", "210", "14,0", "14"),
        "Mường Nhé": ("145", "145", "13,18", "13.18"),
        "Điện Biên Phủ": ("95", "95", "19", "19"),
        "Mường Lay": ("19", "19", "", ""),
        "": ("1.778", "1778", "15,46", "15.46"),
    }


@pytest.mark.parametrize(("number", "found"), [("1986", []), ("198", [("plan-number", "A3")])])
def test_plan_number_is_compared(number, found):
    parsed = read(printed_workbook(readable_rows()[10:22], plan_number=number))
    assert told(parsed) == found


# -- rows of districts


@pytest.mark.parametrize(
    ("stt", "name"),
    [
        (None, "Huyện Tủa Chùa"),
        ("III. Huyện Tủa Chùa", None),
        (None, "III. Huyện Tủa Chùa"),
        (None, "III. Tủa Chùa"),
        ("Huyện Tủa Chùa", None),
        ("III", "HUYỆN TỦA CHÙA"),
        ("iii", "huyện tủa chùa"),
        ("III", "H. Tủa Chùa"),
        ("III", "H.Tủa Chùa"),
        ("III", "Tủa Chùa"),
        (None, "TỦA CHÙA"),
        ("3", "Huyện Tủa Chùa"),
        (3, "Tủa Chùa"),
        ("III.", "Huyện Tủa Chùa:"),
        ("III/", "Huyện: Tủa  Chùa"),
        ("A", "UBND huyện Tủa Chùa"),
        ("III)", "Huyện Tủa Chùa (11 xã)"),
        ("III", "Huyện Tua Chua"),
    ],
)
def test_row_of_a_district_is_known_however_written(stt, name):
    parsed = read([HEADS, [stt, name, *TUA_CHUA[0][2:]], *TUA_CHUA[1:], *MUONG_ANG])
    assert (marks(parsed), told(parsed)) == (BOTH, [])
    assert row_of(parsed, 2).row.key == (RowKind.DISTRICT, district("Tủa Chùa").id)


@pytest.mark.parametrize("area", ["A2:B2", "A2:W2"])
def test_row_of_a_district_may_be_merged(area):
    sums = TUA_CHUA[0][2:] if area == "A2:B2" else []
    book = lay_out([HEADS, ["III. Huyện Tủa Chùa", None, *sums], *TUA_CHUA[1:]])
    book.active.merge_cells(area)
    parsed = read(book)
    assert (marks(parsed), told(parsed)) == (ONE, [])
    assert row_of(parsed, 2).row.unit == district("Tủa Chùa")


@pytest.mark.parametrize(
    "name", ["TP Điện Biên Phủ", "Tp. Điện Biên Phủ", "T.P Điện Biên Phủ", "ĐIỆN BIÊN PHỦ"]
)
def test_city_is_a_district(name):
    city = section("IX")
    parsed = read([HEADS, ["IX", name, *city[0][2:]], *city[1:]])
    assert (marks(parsed), told(parsed)) == (printed_marks("IX"), [])


@pytest.mark.parametrize("name", ["TX. Mường Lay", "Tx Mường Lay", "Thị xã Mường Lay"])
def test_town_is_a_district(name):
    town = section("X")
    parsed = read([HEADS, ["X", name, *town[0][2:]], *town[1:]])
    assert (marks(parsed), told(parsed)) == (printed_marks("X"), [])


@pytest.mark.parametrize("name", ["Thành phố ĐBP", "TP ĐBP", "ĐBP", "Tp. Điện Biên"])
def test_doubtful_district_is_asked_and_its_rows_wait(name):
    grid = [HEADS, ["IX", name], *section("IX")[1:]]
    parsed = read(grid)
    assert standings(parsed) == {("district", "asked"): 1, ("unit", "asked"): 5}
    (question,) = asked(parsed)
    answered = read(grid, answers={question.question: district("Điện Biên Phủ").code})
    assert (question.code, question.cell, marks(answered)) == ("name-ambiguous", "B2", printed_marks("IX"))
    assert standings(read(grid, answers={question.question: "skip"})) == {
        ("district", "refused"): 1,
        ("unit", "refused"): 5,
    }


@pytest.mark.parametrize("name", ["Huyện Sốp Cộp", "Sốp Cộp"])
def test_rows_below_an_unknown_district_are_not_taken(name):
    """Sơn La has a Mường Lạn too: below another province's district it is not Mường Ảng's."""
    parsed = read([HEADS, *TUA_CHUA, ["V", name], [1, "Mường Lạn", *MUONG_ANG[5][2:]]])
    assert (marks(parsed), told(parsed)) == (ONE, [("unknown-district", "B14")])
    assert row_of(parsed, 15).standing is Standing.REFUSED
    assert message(parsed, "unknown-district") == (
        f"Không tìm thấy “{name}” trong danh mục huyện nên các dòng bên dưới chưa được nhận. "
        "Hãy sửa tên như trong tệp mẫu."
    )


def test_groups_inside_a_district_are_no_districts():
    grid = [HEADS, ["I", "Các xã đạt chuẩn"], *TUA_CHUA[1:5], ["II", "Các xã còn lại"], *TUA_CHUA[5:]]
    parsed = read(grid, officer_of("Tủa Chùa"))
    assert (marks(parsed), told(parsed)) == (ONE, [("ignored-row", "B2"), ("ignored-row", "B7")])


@pytest.mark.parametrize("name", ["Huyện Tủa Chùa (tiếp)", "Huyện Tủa Chùa (tiếp theo)", "Tủa Chùa"])
def test_district_named_again_on_the_next_page(name):
    parsed = read([HEADS, *TUA_CHUA[:6], [], HEADS, ["III", name], *TUA_CHUA[6:]])
    assert (marks(parsed), told(parsed)) == (ONE, [])
    assert [row.value("result") for row in parsed.rows if row.kind is RowKind.DISTRICT] == ["146"]


@pytest.mark.parametrize("sums", [True, False])
@pytest.mark.parametrize(("roman", "name"), [("VI", "Mường Nhé"), ("III", "Tủa Chùa"), ("X", "Mường Lay")])
def test_bare_name_of_a_district_is_no_commune(roman, name, sums):
    """Without a column for numbers; Mường Nhé is a commune too, Tủa Chùa a town, Mường Lay neither."""
    head, *rows = section(roman)
    parsed = read([row[1:] for row in (HEADS, [None, name, *(head[2:] if sums else [])], *rows)])
    assert (marks(parsed), told(parsed)) == (printed_marks(roman), [])
    assert row_of(parsed, 2).row.key == (RowKind.DISTRICT, district(name).id)


def test_commune_with_its_districts_name_is_a_commune():
    parsed = read([HEADS, *section("VI"), [4, "Mường Nhé", *[1] * 19], [5, "Nậm Kè"]])
    assert marks(parsed) == printed_marks("VI") | {"Mường Nhé": "1" * 19, "Nậm Kè": "-" * 19}


def test_own_remark_behind_a_district_is_no_part_of_its_name():
    name = "Huyện Tủa Chùa (11/11\u00a0xã\u00a0có\u00a0số\u00a0liệu)"
    parsed = read([HEADS, ["III", name, *TUA_CHUA[0][2:]], *TUA_CHUA[1:]])
    assert row_of(parsed, 2).row.cell("name").text == "Huyện Tủa Chùa"


# -- no rows of districts


@pytest.mark.parametrize("scope", [None, officer_of("Tủa Chùa")])
def test_rows_without_any_district(scope):
    parsed = read([HEADS, *TUA_CHUA[1:]], scope)
    assert (marks(parsed), told(parsed)) == (ONE, [])


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("prefix", ["", "Huyện "])
def test_column_for_the_district(prefix, merged):
    grid = [["STT", "Huyện", *HEADS[1:]]]
    for name, rows in (("Tủa Chùa", TUA_CHUA), ("Mường Ảng", MUONG_ANG)):
        for place, row in enumerate(rows[1:]):
            grid.append([row[0], None if merged and place else prefix + name, *row[1:]])
    book = lay_out(grid)
    for area in ("B2:B12", "B13:B21") if merged else ():
        book.active.merge_cells(area)
    parsed = read(book)
    assert (marks(parsed), told(parsed)) == (BOTH, [])
    assert marks(read(book, officer_of("Mường Ảng"))) == printed_marks("IV")


def test_unknown_district_in_a_column_refuses_its_rows():
    names = ["Tủa Chùa"] * 6 + ["Sốp Cộp"] * 5
    rows = [[row[0], name, *row[1:]] for row, name in zip(TUA_CHUA[1:], names, strict=True)]
    parsed = read([["STT", "Huyện", *HEADS[1:]], *rows])
    assert marks(parsed) == dict(list(ONE.items())[:6])
    assert told(parsed) == [("unknown-district", "B8")]


def test_each_sheet_may_hold_a_district():
    book = lay_out([["HUYỆN TỦA CHÙA"], HEADS, *TUA_CHUA[1:]], sheet="Tủa Chùa")
    add(book.create_sheet("Mường Ảng"), [HEADS, *MUONG_ANG[1:]])
    book.create_sheet("Ghi chú")
    parsed = read(book)
    assert (marks(parsed), told(parsed)) == (BOTH, [])


def test_title_that_names_a_place_is_no_district():
    parsed = read([["TP. Điện Biên Phủ, ngày 29 tháng 6 năm 2022"], HEADS, *TUA_CHUA[1:], *MUONG_ANG[1:]])
    assert (marks(parsed), told(parsed)) == (BOTH, [])


# -- sums


@pytest.mark.parametrize("below", ["Cộng huyện {}", "Cộng", "Cộng:", "Tổng cộng", "Tổng huyện {}", "Tổng"])
def test_sums_below_the_rows_of_their_district(below):
    grid = [HEADS]
    for number, name, rows in (("III", "Tủa Chùa", TUA_CHUA), ("IV", "Mường Ảng", MUONG_ANG)):
        grid += [[number, f"Huyện {name}"], *rows[1:], [None, below.format(name), *rows[0][2:]]]
    parsed = read(grid)
    sums = [row for row in parsed.rows if row.kind is RowKind.SUBTOTAL]
    assert (marks(parsed), told(parsed)) == (BOTH, [])
    assert [(row.unit.name, row.value("result")) for row in sums] == [
        ("Tủa Chùa", "146"),
        ("Mường Ảng", "136"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Tổng cộng",
        "TỔNG SỐ:",
        "Tổng số xã/tiêu chí",
        "Toàn tỉnh",
        "Cộng toàn tỉnh",
        "Tỉnh Điện Biên",
        "Số xã đạt",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_total_stands_first_or_last(name, first):
    total = [[None, name, *SUMS]]
    rows = [*TUA_CHUA, *MUONG_ANG]
    parsed = read([HEADS, *(total + rows if first else rows + total)])
    assert (marks(parsed), told(parsed)) == (BOTH, [])
    assert standings(parsed)["total", "context"] == 1  # of twenty communes: not the annex's own


def test_total_may_be_merged_over_the_number():
    book = lay_out([HEADS, *TUA_CHUA, ["Tổng cộng", None, *TUA_CHUA[0][2:]]])
    book.active.merge_cells("A14:B14")
    parsed = read(book)
    assert (marks(parsed), row_of(parsed, 14).row.cell("name").text) == (ONE, "Tổng cộng")


def test_second_total_with_other_figures_is_told():
    other = [None, "Tổng số", 1, *TUA_CHUA[0][3:]]
    parsed = read([HEADS, *TUA_CHUA, [None, "Tổng số", *TUA_CHUA[0][2:]], other])
    assert told(parsed) == [("duplicate-sum", "B15")]
    assert message(parsed, "duplicate-sum") == (
        "Dòng tổng có nhiều dòng tổng với số khác nhau; chỉ dòng đầu (“Biểu 02” ô B14) được dùng."
    )


def test_sums_of_refused_rows_are_not_the_persons_to_state():
    parsed = read([HEADS, TUA_CHUA[0], *MUONG_ANG[1:4]])
    assert standings(parsed) == {("district", "context"): 1, ("unit", "refused"): 3}


# -- what is no row


FOOTERS = {
    "signatures": [
        [],
        ["Nơi nhận:", *[None] * 15, "TM. ỦY BAN NHÂN DÂN"],
        ["- Như trên;", *[None] * 15, "KT. CHỦ TỊCH"],
        ["- Lưu: VT, NN.", *[None] * 15, "PHÓ CHỦ TỊCH"],
        [],
        [*[None] * 16, "Nguyễn Văn A"],
    ],
    "date": [[None, "NGƯỜI LẬP BIỂU", *[None] * 13, "Tủa Chùa, ngày 20 tháng 5 năm 2022"]],
    "notes": [
        [None, "Ghi chú: 1 là đạt, 0 là chưa đạt"],
        [1, "Số liệu do các xã cung cấp đến ngày 30 tháng 4"],
        ["(1)", "Theo Quyết định 318"],
        ["* Số 0 hoặc để trống là chưa đạt"],
    ],
    "like a name": [["Nơi nhận:"], [None, "Nơi nhận:"]],  # without tone marks nearly "Nà Nhạn"
    "blank lines": [[12], [13], [14]],
    "share": [[None, "Tỷ lệ (%)", *["77,39%"] * 19]],
    "average": [[None, "Bình quân chung", *[5] * 19]],
}


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
@pytest.mark.parametrize("total", [True, False])
def test_footer_is_no_row(footer, total):
    sums = [[None, "Tổng", *TUA_CHUA[0][2:]]] if total else []
    parsed = read([HEADS, *TUA_CHUA, *sums, *footer])
    assert (marks(parsed), told(parsed)) == (ONE, [])
    assert len(parsed.entries) == 12 + total


def test_text_between_rows_is_noted():
    parsed = read([HEADS, *TUA_CHUA[:6], ["Trang 2"], HEADS, *TUA_CHUA[6:]])
    assert (marks(parsed), told(parsed)) == (ONE, [("ignored-row", "A8")])
    assert message(parsed, "ignored-row") == ("Dòng 8 “Trang 2” không thuộc bảng nên không được đọc.")


@pytest.mark.parametrize("stt", [12, None])
def test_marks_without_a_name_are_refused(stt):
    parsed = read([HEADS, *TUA_CHUA, [stt, None, *[1] * 19]])
    assert (marks(parsed), told(parsed)) == (ONE, [("unknown-commune", "B14")])
    assert message(parsed, "unknown-commune") == (
        "Dòng có số liệu nhưng không có tên xã. Hãy ghi tên xã ở ô này."
    )


# -- rows that stand twice, or in the wrong place


def test_commune_with_two_rows_is_refused():
    parsed = read([HEADS, *TUA_CHUA, [12, "Xã Xá Nhè", *TUA_CHUA[2][2:]]])
    assert marks(parsed) == {name: found for name, found in ONE.items() if name != "Xá Nhè"}
    assert told(parsed) == [("duplicate-commune", "B4"), ("duplicate-commune", "B14")]
    assert [found.message for found in parsed.findings if found.cell == "B14"] == [
        "Xã Xá Nhè còn có dòng khác trong tệp (“Biểu 02” ô B4); không rõ dòng nào đúng. "
        "Hãy chỉ giữ lại một dòng."
    ]


def with_second_sheet(state):
    book = lay_out([HEADS, *TUA_CHUA])
    add(book.create_sheet("Cũ"), [HEADS, *TUA_CHUA])
    book["Cũ"].sheet_state = state
    return book


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_old_copy_on_a_hidden_sheet_is_left_alone(state):
    parsed = read(with_second_sheet(state))
    assert (marks(parsed), told(parsed)) == (ONE, [("hidden-sheet", "")])


def test_old_copy_on_a_visible_sheet_doubles_the_rows():
    parsed = read(with_second_sheet("visible"))
    assert (marks(parsed), told(parsed)) == ({}, [("duplicate-commune", f"B{n}") for n in range(3, 14)] * 2)


def test_stray_row_is_refused_and_the_right_one_taken():
    parsed = read([HEADS, *TUA_CHUA, [12, *MUONG_ANG[1][1:]], *MUONG_ANG])
    assert (marks(parsed), told(parsed)) == (BOTH, [("other-district", "B14")])
    assert message(parsed, "other-district") == (
        "Xã Ẳng Cang thuộc huyện Mường Ảng, không thuộc huyện Tủa Chùa. "
        "Hãy chuyển dòng này về đúng huyện hoặc bỏ khỏi tệp."
    )


@pytest.mark.parametrize("numbers", [range(12, 21), range(1, 10)])
def test_rows_numbered_on_belong_where_they_stand(numbers):
    """Behind eleven rows 12 goes on; 1 starts the rows of a district whose own row is lost."""
    strays = [[number, *row[1:]] for number, row in zip(numbers, MUONG_ANG[1:], strict=True)]
    parsed = read([HEADS, *TUA_CHUA, *strays])
    assert marks(parsed) == (ONE if numbers[0] == 12 else BOTH)


@pytest.mark.parametrize(
    ("rows", "title"),
    [(MUONG_ANG, []), (MUONG_ANG[1:], []), (MUONG_ANG[1:], [["UBND HUYỆN MƯỜNG ẢNG"]])],
)
def test_rows_of_another_district_are_refused(rows, title):
    parsed = read([*title, HEADS, *rows], officer_of("Tủa Chùa"))
    units = [entry for entry in parsed.entries if entry.row.kind is RowKind.UNIT]
    assert {entry.standing for entry in parsed.entries} == {Standing.REFUSED}
    assert {code for code, _ in told(parsed)} == {"other-district"}
    assert len(units) == 9


def test_officer_takes_the_own_rows_from_the_whole_annex():
    parsed = read(printed_workbook(readable_rows()), officer_of("Tủa Chùa", "Nậm Pồ"))
    assert marks(parsed) == printed_marks("III", "V")
    assert standings(parsed) == {
        ("unit", "read"): 26,
        ("unit", "refused"): 44,
        ("district", "read"): 2,
        ("district", "refused"): 4,
        ("total", "context"): 1,
    }


# -- cells


def test_code_column_decides_between_spellings():
    grid = [[*row, None] for row in (HEADS, *TUA_CHUA)]
    grid[0][-1], grid[2][1], grid[2][-1] = "Mã đơn vị", "Mường B", int(commune("Mường Báng").code)
    parsed = read(grid)
    assert (marks(parsed), told(parsed)) == (ONE, [])


@pytest.mark.parametrize("name", ["Xá Nhè", "Hát Lót"])
def test_code_against_the_name_is_asked(name):
    grid = [[*row, None] for row in (HEADS, *TUA_CHUA)]
    grid[0][-1], grid[2][1], grid[2][-1] = "Mã đơn vị", name, commune("Mường Báng").code
    (question,) = asked(read(grid))
    assert (question.cell, question.options[0].value) == ("B3", commune("Mường Báng").code)


@pytest.mark.parametrize(("area", "cells"), [("C3:E3", ["D3", "E3"]), ("C3:C4", ["C4"])])
def test_merged_marks_are_refused(area, cells):
    book = lay_out([HEADS, *TUA_CHUA])
    book.active.merge_cells(area)
    parsed = read(book)
    assert told(parsed) == [("bad-mark", cell) for cell in cells]
    assert {found.message for found in parsed.findings if found.code == "bad-mark"} == {
        "Ô này đang gộp với ô C3. Hãy bỏ gộp ô và ghi dấu cho từng ô."
    }


def test_figure_beyond_the_table_shows_a_slipped_row():
    slipped = [*TUA_CHUA[2][:10], None, None, *TUA_CHUA[2][10:22]]
    parsed = read([HEADS, *TUA_CHUA[:2], slipped, *TUA_CHUA[3:]])
    assert told(parsed) == [("row-shifted", "X4")]
    assert message(parsed, "row-shifted") == (
        "Xã Xá Nhè: số 13 nằm ngoài bảng; các ô trong dòng có vẻ bị lệch sang phải. Hãy xem lại từng ô."
    )


def test_hidden_rows_are_read_and_told():
    book = lay_out([HEADS, *TUA_CHUA])
    for row in (4, 6):
        book.active.row_dimensions[row].hidden = True
    parsed = read(book)
    assert (marks(parsed), told(parsed)) == (ONE, [("hidden-row", "")])
    assert message(parsed, "hidden-row") == "Các dòng đang ẩn (4, 6) vẫn được đọc."


def test_all_problems_of_a_row_are_told_at_once():
    bad = [1, "Xã Hát Lót", 2, *TUA_CHUA[1][3:20], "?", "mười", None]
    parsed = read([HEADS, TUA_CHUA[0], bad, *TUA_CHUA[2:]])
    assert told(parsed) == [
        ("unknown-commune", "B3"),
        ("bad-mark", "C3"),
        ("bad-mark", "U3"),
        ("not-a-number", "V3"),
    ]


def test_flood_of_problems_is_cut():
    parsed = read([HEADS, *([n % 999, f"Bản {n}", *[7] * 19] for n in range(150))])
    assert (len(parsed.findings), parsed.findings[-1].message) == (
        2001,
        "Còn 1000 chỗ nữa không đọc được. Hãy kiểm tra lại xem tệp có đúng biểu này không.",
    )


def test_names_that_begin_with_a_short_xa_are_no_sections():
    rows = [[f"X. {row[1]}", *row[2:]] for row in MUONG_ANG[1:]]
    parsed = read([["HUYỆN MƯỜNG ẢNG"], HEADS[1:], *rows], officer_of("Mường Ảng", "Tủa Chùa"))
    assert (marks(parsed), told(parsed)) == (printed_marks("IV"), [])
