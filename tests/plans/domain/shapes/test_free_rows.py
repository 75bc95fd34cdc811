"""Free rows as they are printed: sections, headings inside them, merged cells, pages one below the other."""

import io

import pytest
from openpyxl import load_workbook

from plans.domain.entries import Standing

from ...free import TASK_HEADS, annex, as_printed, lay_out, printed, read, saved, spans, table_of, texts

TASKS, SCHEDULE = annex("policy-tasks"), annex("inspection-schedule")
HEADS = (
    [
        "STT",
        "Tên Xã/huyện",
        "Chương trình kiểm tra, giám sát",
        None,
        "Chương trình Thẩm định, hoàn thiện hồ sơ, công nhận, công bố xã đạt chuẩn",
        None,
    ],
)
SECTION = ["I", "Xã đạt chuẩn", None, None, None, None]
SUBHEAD = [None, None, "Quý II, III/2023", "Quý III, IV/2023", "Quý IV/2023", None]


def rows_of(data, definition=SCHEDULE):
    return [(kind, line, cells) for kind, line, cells in texts(read(definition, data).rows)]


def lines_of(data, definition=SCHEDULE):
    return [(kind, line) for kind, line, _ in rows_of(data, definition)]


# -- the printed annexes


@pytest.mark.parametrize("code", ["policy-tasks", "inspection-schedule", "funding"])
def test_every_printed_cell_is_read(code):
    found = [(kind, cells) for kind, _, cells in texts(table_of(code).rows)]
    assert found == [(row["kind"], row["cells"]) for row in printed(code)]


def test_rows_are_counted_by_section():
    assert [line for kind, line, _ in texts(table_of("inspection-schedule").rows) if kind == "item"] == [
        *(f"I.{number}" for number in range(1, 9)), "II.1", "III.1", "IV.1",
    ]  # fmt: skip


def test_merged_cells_are_counted_in_rows_of_the_annex():
    assert spans(table_of("inspection-schedule").rows) == {
        **{(section, "name"): (1, 5) for section in ("I", "II", "III", "IV")},
        ("I.", "appraisal"): (1, 2),
        **{(line, key): (tall, 1) for line, tall in (("I.1", 2), ("I.4", 3), ("I.7", 2))
           for key in ("check_1", "check_2")},
        ("I.5", "appraisal"): (1, 2),
        **{(f"{section}.1", "check_1"): (1, 4) for section in ("II", "III", "IV")},
    }  # fmt: skip


def test_communes_are_known_by_name_and_district():
    rows = table_of("inspection-schedule").rows
    assert [row.unit.name for row in rows if row.unit] == [
        "Mường Sai", "Ngọc Chiến", "Sập Vạt", "Chiềng Pha", "Nà Mường", "Hua La", "Chiềng Bằng",
        "Chiềng Khoang",
    ]  # fmt: skip


def test_another_spelling_of_a_commune_is_shown():
    assert [found.message for found in read(SCHEDULE, as_printed("inspection-schedule")).findings] == [
        "“Xã Chiềng Bàng-Quỳnh Nhai (NTM nâng cao)” được hiểu là xã Chiềng Bằng."
    ]


def test_a_heading_over_two_columns_may_stand_in_the_first():
    page = [[1, "Xã A", "Một", "Hai", "Ba", "Bốn"]]
    assert rows_of(lay_out(HEADS, [page]))[0][2] == {
        **{"stt": "1", "name": "Xã A"},
        **{"check_1": "Một", "check_2": "Hai", "appraisal": "Ba", "recognition": "Bốn"},
    }


# -- pages


def test_a_heading_that_stands_again_is_no_row():
    pages = ([[1, "Một", "Sở A"]], [[2, "Hai", "Sở B"]], [[3, "Ba", "Sở C"]])
    assert lines_of(lay_out(TASK_HEADS, pages), TASKS) == [("item", "1"), ("item", "2"), ("item", "3")]


def test_section_and_subhead_at_the_head_of_a_page_are_the_same_ones():
    pages = ([SECTION, SUBHEAD, [1, "Xã A"]], [SECTION, SUBHEAD, [2, "Xã B"]])
    assert lines_of(lay_out(HEADS, pages)) == [
        ("section", "I"),
        ("subhead", "I."),
        ("item", "I.1"),
        ("item", "I.2"),
    ]


@pytest.mark.parametrize("again", [None, "Kiểm tra"])
def test_a_merged_cell_goes_on_over_the_page(again):
    pages = ([[1, "Xã A", "Kiểm tra"], [2, "Xã B"]], [[3, "Xã C", again], [4, "Xã D"], [5, "Xã E", "Khác"]])
    found = read(SCHEDULE, lay_out(HEADS, pages, ["C2:C3", "C5:C6"])).rows
    assert spans(found) == {("1", "check_1"): (4, 1)}
    assert [row.cell("check_1").text for row in found] == ["Kiểm tra", "", "", "", "Khác"]


def test_equal_texts_of_single_rows_stay_two():
    pages = ([[1, "Một", "Sở A"]], [[2, "Hai", "Sở A"]])
    assert [cells["lead"] for _, _, cells in rows_of(lay_out(TASK_HEADS, pages), TASKS)] == ["Sở A", "Sở A"]


def test_a_row_cut_by_a_page_is_one():
    pages = ([[1, "Một", "Sở A,", None, None, "Quý III,"]], [[None, None, "Sở B", None, None, "IV/2023"]])
    assert rows_of(lay_out(TASK_HEADS, pages), TASKS) == [
        ("item", "1", {"stt": "1", "name": "Một", "lead": "Sở A,\nSở B", "due": "Quý III,\nIV/2023"})
    ]


def test_a_name_cut_by_a_page_is_one():
    pages = ([[1, "Rà soát hướng dẫn", "Sở A"]], [[None, "bộ tiêu chí"], [2, "Hai"]])
    assert [cells["name"] for _, _, cells in rows_of(lay_out(TASK_HEADS, pages), TASKS)] == [
        "Rà soát hướng dẫn bộ tiêu chí",
        "Hai",
    ]


def test_titles_and_page_numbers_between_pages_are_no_rows():
    pages = ([[1, "Một", "Sở A"], [2], [None, "BIỂU SỐ 03"]], [[2, "Hai", "Sở B"]])
    found = read(TASKS, lay_out(TASK_HEADS, pages))
    assert [row.line for row in found.rows] == ["1", "2"]
    assert [(finding.code, finding.cell) for finding in found.findings] == [("ignored-row", "B6")]


def test_the_rest_of_a_row_below_its_section_said_again():
    page = [SECTION, SUBHEAD, [None, None, "- Nội dung: rà soát"], [2, "Xã B"], [None, None, 7]]
    pages = ([SECTION, SUBHEAD, [1, "Xã A", "- Thành phần: Sở A"], [None, None, 6]], page, [[3, "Xã C"]])
    assert rows_of(lay_out(HEADS, pages))[2:] == [
        ("item", "I.1", {"stt": "1", "name": "Xã A", "check_1": "- Thành phần: Sở A\n- Nội dung: rà soát"}),
        ("item", "I.2", {"stt": "2", "name": "Xã B"}),
        ("item", "I.3", {"stt": "3", "name": "Xã C"}),
    ]


def test_columns_may_stand_elsewhere_on_the_next_page():
    moved = [[None, *line] for line in (*TASK_HEADS[:2], [2, "Hai", "Sở B", "Huyện", "UBND", "Quý I/2024"])]
    page = [[1, "Một", "Sở A", "Xã", "HĐND", "Quý IV/2023"], *moved, [None, 3, "Ba", "Sở C"]]
    assert rows_of(lay_out(TASK_HEADS, [page]), TASKS)[1:] == [
        (
            *("item", "2"),
            {
                **{"stt": "2", "name": "Hai", "lead": "Sở B"},
                **{"partners": "Huyện", "authority": "UBND", "due": "Quý I/2024"},
            },
        ),
        ("item", "3", {"stt": "3", "name": "Ba", "lead": "Sở C"}),
    ]


def test_a_second_sheet_goes_on_in_the_open_section():
    book = load_workbook(io.BytesIO(lay_out(HEADS, [[SECTION, SUBHEAD, [1, "Xã A", "Kiểm tra"]]])))
    second = book.create_sheet("Trang 2")
    for line in (*HEADS, [None, None, "tại xã"], [2, "Xã B", "Kiểm tra"], ["II", "Khác"], [1, "Xã C", "Tra"]):
        second.append(line)
    assert rows_of(saved(book))[2:] == [
        ("item", "I.1", {"stt": "1", "name": "Xã A", "check_1": "Kiểm tra tại xã"}),
        ("item", "I.2", {"stt": "2", "name": "Xã B", "check_1": "Kiểm tra"}),
        ("section", "II", {"stt": "II", "name": "Khác"}),
        ("item", "II.1", {"stt": "1", "name": "Xã C", "check_1": "Tra"}),
    ]


# -- labels


def test_rows_without_numbers_go_by_their_place():
    page = [[1, "Một", "Sở A"], [None, "Hai", "Sở B"], ["-", "Ba", "Sở C"], [2, "Bốn", "Sở D"]]
    assert [line for _, line in lines_of(lay_out(TASK_HEADS, [page]), TASKS)] == ["1", "1+1", "1+2", "2"]


def test_an_annex_without_numbers():
    page = [[None, "Một", "Sở A"], [None, "Hai", "Sở B"], [None, "Ghi chú: dự kiến"]]
    assert [line for _, line in lines_of(lay_out(TASK_HEADS, [page]), TASKS)] == ["0+1", "0+2"]


@pytest.mark.parametrize(
    ("below", "line"),
    [
        ([None, "Ghi chú: các xã nâng cao."], ""),
        ([None, "Nơi nhận:", None, None, "TM. UBND TỈNH"], ""),
        ([None, "Ba", "Sở A"], "2+1"),
    ],
)
def test_below_the_table(below, line):
    page = [[1, "Một", "Sở A"], [2, "Hai", "Sở B"], below]
    expected = ["1", "2", line] if line else ["1", "2"]
    assert [line for _, line in lines_of(lay_out(TASK_HEADS, [page]), TASKS)] == expected


def test_a_signature_below_the_table_is_no_part_of_its_last_row():
    below = [
        [],
        [*[None] * 4, "Sơn La, ngày 07 tháng 7 năm 2023"],
        [*[None] * 4, "CHỦ TỊCH"],
        [],
        [None, "Lê A"],
    ]
    found = rows_of(lay_out(TASK_HEADS, [[[1, "Một", "Sở A"], *below]]), TASKS)
    assert found == [("item", "1", {"stt": "1", "name": "Một", "lead": "Sở A"})]


def test_a_section_named_in_one_cell():
    page = [["I. Các xã đạt chuẩn"], [1, "Xã A", "Kiểm tra"], ["II. Các xã khác"], [1, "Xã B", "Kiểm tra"]]
    assert rows_of(lay_out(HEADS, [page], ["A2:F2", "A4:F4"]))[::2] == [
        ("section", "I", {"name": "I. Các xã đạt chuẩn"}),
        ("section", "II", {"name": "II. Các xã khác"}),
    ]


def test_letters_hold_sections_and_rows_hold_letters():
    page = [
        ["A", "Cấp tỉnh"],
        ["I", "Nghị quyết"],
        [1, "Một", "Sở A"],
        ["a)", "Phần", "Sở B"],
        ["B", "Huyện"],
    ]
    assert lines_of(lay_out(TASK_HEADS, [[*page, ["I", "Kế hoạch"], [1, "Hai", "Sở C"]]]), TASKS) == [
        ("section", "A"), ("section", "A.I"), ("item", "A.I.1"), ("item", "A.I.1.a"),
        ("section", "B"), ("section", "B.I"), ("item", "B.I.1"),
    ]  # fmt: skip


def test_roman_numbers_of_rows_are_no_sections():
    page = [["I", "Một", "Sở A"], ["II", "Hai", "Sở B"]]
    assert lines_of(lay_out(TASK_HEADS, [page]), TASKS) == [("item", "I"), ("item", "II")]


def test_a_doubled_number_is_refused():
    page = [
        SECTION,
        [1, "Xã A", "Kiểm tra"],
        [1, "Xã B", "Kiểm tra"],
        ["II", "Khác"],
        [1, "Xã C", "Kiểm tra"],
    ]
    found = read(SCHEDULE, lay_out(HEADS, [page]))
    assert [entry.row.line for entry in found.entries if entry.standing is Standing.REFUSED] == ["I.1", "I.1"]
    assert [(finding.code, finding.cell) for finding in found.findings] == [
        ("duplicate-row", "B3"),
        ("duplicate-row", "B4"),
    ]


def test_a_number_alone_says_that_the_row_goes():
    page = [[1, "Một", "Sở A"], [2], [3, "Ba", "Sở C"]]
    assert rows_of(lay_out(TASK_HEADS, [page]), TASKS)[1] == ("item", "2", {"stt": "2"})


def test_line_breaks_are_kept():
    page = [[1, "Xã A", "- Thành phần: Sở A.\n- Nội dung: kiểm tra."]]
    assert rows_of(lay_out(HEADS, [page]))[0][2]["check_1"] == "- Thành phần: Sở A.\n- Nội dung: kiểm tra."
