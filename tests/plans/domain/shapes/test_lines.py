"""Rows that the definition names, as offices lay them out and misspell them."""

import pytest

from plans.domain.entries import Scope, Standing
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.table import AnnexTable
from plans.domain.write.lines import printed_lines
from tests.plans.dien_bien import name_index
from tests.plans.targets import YEARLY_HEADING, to_bytes, workbook, yearly, yearly_rows

LINES = yearly_rows()
YEARS = range(2022, 2026)
BELOW = [[None, "Ghi chú: số liệu năm 2025 là dự kiến"], [], [None, "NGƯỜI LẬP BIỂU", None, "CHỦ TỊCH"]]


def read(book, answers=None):
    return parse(read_workbook(to_bytes(book)), yearly(), name_index(), Scope(), answers)


def one(*rows, **answers):
    """What is read of these rows under the printed heading, from row 5 on."""
    return read(workbook(YEARLY_HEADING, [*rows]), answers or None)


def texts(parsed):
    return [list(line.texts) for line in printed_lines(yearly(), AnnexTable(parsed.rows))]


def codes(parsed):
    return [(finding.code, finding.cell, finding.blocks) for finding in parsed.findings]


def line(ordinal, title, *figures):
    return [ordinal, title, *figures, *[""] * (7 - len(figures))]


@pytest.mark.parametrize(
    "book",
    [
        workbook(YEARLY_HEADING, LINES),
        workbook(YEARLY_HEADING, LINES[:16], LINES[16:], below=BELOW),
        workbook(YEARLY_HEADING, LINES[:16], LINES[16:], sheets=True),
        workbook(
            YEARLY_HEADING, LINES[:15], [LINES[15], *LINES[16:30]], [LINES[15], *LINES[30:]], sheets=True
        ),
        workbook((*YEARLY_HEADING, [f"({number})" for number in range(1, 10)]), LINES),
        workbook(([*YEARLY_HEADING[0]], ["", "", "", "", "2022", "2023", "2024", "2025", ""]), LINES),
        workbook([[*YEARLY_HEADING[0][:4], *(f"Kế hoạch năm {year}" for year in YEARS), "Ghi chú"]], LINES),
    ],
    ids=[
        "one page",
        "pages below",
        "sheets",
        "headings of lines again",
        "column numbers",
        "bare years",
        "plans of years",
    ],
)
def test_every_cell_comes_out_as_it_went_in(book):
    parsed = read(book)
    assert texts(parsed) == LINES
    assert [code for code, *_ in codes(parsed)] == ["name-differs"] * 2  # "(có QE)" and "(có QĐ côn"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("≥ 65", "≥ 65"), ("90,4%", "90.4"), ("12,80", "12.8"), ("1.269", "1269"), ("", ""), ("-", "-")],
)
def test_cell_keeps_its_text_and_has_its_meaning(printed, value):
    parsed = one(line("8", "Kết quả đạt chuẩn tiêu chí theo thôn, bản", printed))
    cell = parsed.rows[0].cell("baseline")
    assert (cell.text, cell.value, codes(parsed)) == (printed, value, [])


def test_figure_with_two_readings_is_asked():
    row = line("3", "Thu nhập bình quân (Tr.đ/người/năm)", "1.234")
    assert codes(one(row)) == [("ambiguous-number", "C5", True)]
    assert one(row, **{"Sheet!C5": "1.234"}).rows[0].value("baseline") == "1.234"


@pytest.mark.parametrize(
    ("ordinal", "title", "key"),
    [
        ("1.", "Đơn vị cấp huyện hoàn thành nhiệm vụ xây dựng nông thôn mới", "1"),
        ("", "7.2. Xã nông thôn mới nâng cao", "7.2"),
        ("7,2", "XÃ NÔNG THÔN MỚI NÂNG CAO", "7.2"),
        ("-", "Số xã đạt từ 15 đến 18 tiêu chí", "7.3.15-18"),
        ("", "+ Số xã đạt dưới 5 tiêu chí", "7.3.0-4"),
        ("", "- Số xã đạt tiêu chí 05 về trúờng học", ""),
        ("", "- Số xã đạt tiêu chí 5 về trúờng học", "7.4.5"),
        ("", "- Số xã đạt TC số 13 về tổ chức sản xuất", "7.4.13"),
    ],
)
def test_line_is_known_by_number_and_title(ordinal, title, key):
    parsed = one(line(ordinal, title, "5"))
    assert [row.line for row in parsed.rows] == [key] * bool(key)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Số xã đạt tiêu chí số 2 về giao thônq", "name-differs"),
        ("Số thôn, bản đạt chuẩn nông thôn mới (có QE)", "name-differs"),
        ("Số xã đạt tiêu chí số 2 về đường sá", "name-ambiguous"),
        ("Số xã đạt tiêu chí số 14 về y tế", "name-ambiguous"),
        ("Số xã đạt từ 14-18 tiêu chí", "name-ambiguous"),
        ("Tỷ lệ che phủ rừng", "unknown-line"),
        ("", "unknown-line"),
    ],
)
def test_what_is_only_alike_is_told_or_asked(title, told):
    assert [code for code, *_ in codes(one(line("", title, "5")))] == [told]


def test_answer_says_which_line_is_meant():
    parsed = one(line("", "Số xã đạt tiêu chí số 14 về y tế", "5"), **{"Sheet!B5": "7.4.15"})
    assert [(row.line, row.cell("name").text) for row in parsed.rows] == [
        ("7.4.15", "Số xã đạt tiêu chí số 14 về y tế")
    ]


def test_number_that_is_another_lines_is_told():
    parsed = one(line("5", "Tỷ lệ hộ nghèo (%)", "42,0"))
    assert ([row.line for row in parsed.rows], codes(parsed)) == (["4"], [("name-differs", "A5", False)])


def test_line_that_stands_twice_is_refused():
    parsed = one(LINES[0], LINES[1], LINES[1])
    assert [(entry.row.line, entry.standing) for entry in parsed.entries] == [
        ("1", Standing.READ),
        ("2", Standing.REFUSED),
        ("2", Standing.REFUSED),
    ]
    assert codes(parsed) == [("duplicate-row", "B6", True), ("duplicate-row", "B7", True)]


def test_note_cut_by_a_page_goes_on():
    first = [*LINES[9][:8], "Thanh Hưng, Noong Hẹt,"]
    parsed = one(first, *YEARLY_HEADING, ["", "", "", "", "", "", "", "", "Pom Lót"])
    assert parsed.rows[0].cell("note").text == "Thanh Hưng, Noong Hẹt,\nPom Lót"


def test_number_of_a_line_typed_as_a_figure_is_that_line():
    book = workbook(YEARLY_HEADING, [LINES[8]])
    book.active.cell(5, 1).value = 7.1
    assert read(book).rows[0].cell("stt").text == "7.1"


def test_numbers_of_a_workbook_are_read_as_they_are_shown():
    book = workbook(YEARLY_HEADING, [LINES[1], LINES[4]])
    book.active.cell(5, 3).value, book.active.cell(5, 3).number_format = 12.8, "0.00"
    book.active.cell(6, 3).value, book.active.cell(6, 3).number_format = 0.589, "0.0%"
    cells = [row.cell("baseline") for row in read(book).rows]
    assert [(cell.text, cell.value) for cell in cells] == [("12,80", "12.8"), ("58,9%", "58.9")]
