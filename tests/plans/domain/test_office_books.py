"""Workbooks as offices keep them: several annexes in one, headings in their own words, signatures below."""

import pytest

from plans.annexes import inspection_schedule, policy_tasks
from tests.plans import free
from tests.plans.son_la import ADVANCED, NTM, Sheet, gaps, printed, read, table, tree


def all_in_one(*codes: str):
    """A workbook with a sheet for each annex, as an office keeps all of a plan's."""
    book = None
    for code in codes:
        sheet = Sheet(gaps(code), book).title().heading()
        for cells, criteria in printed(code):
            for text, items in criteria:
                sheet.add(cells | {"criterion": text, "work": "\n".join(items)})
        book = sheet.book
    return book


def told(parsed, code="other-annex"):
    return [(one.severity, one.blocks, one.message) for one in parsed.findings if one.code == code]


def test_of_a_workbook_of_several_annexes_only_the_own_sheet_is_read():
    parsed = read(all_in_one(NTM, ADVANCED), NTM)
    assert [entry.row.unit.name for entry in parsed.entries] == [row.unit.name for row in table(NTM).rows]
    assert told(parsed) == [
        ("info", False, "Trang “Sheet1” là “Biểu số 02”, không phải Biểu số 01, nên không được đọc.")
    ]


def test_a_sheet_that_states_another_annex_is_told_and_read():
    parsed = read(all_in_one(ADVANCED), NTM)
    assert len(parsed.entries) == 3
    assert told(parsed) == [
        (
            "error",
            False,
            "Trang “Sheet” ghi “Biểu số 02”, biểu đang nhập là Biểu số 01. "
            "Hãy chọn đúng tệp; nếu đúng là tệp này, hãy sửa tên biểu trong tệp.",
        )
    ]


def test_a_page_without_a_label_goes_on_from_the_sheet_before():
    book = all_in_one(NTM, ADVANCED)
    page = book.create_sheet("Trang sau")
    for row in book.worksheets[1].iter_rows(min_row=4, values_only=True):
        page.append(row)
    assert len(read(book, NTM).entries) == 4


def test_a_district_merged_over_its_communes_is_that_of_each():
    sheet = Sheet(gaps(ADVANCED)).title().heading()
    top = sheet.row
    for place, (cells, criteria) in enumerate(printed(ADVANCED)[1:]):
        own = {key: text for key, text in cells.items() if not (place and key == "district")}
        sheet.add(own | {"criterion": criteria[0][0], "work": criteria[0][1][0]})
    sheet.merge("district", top, sheet.row - 1)
    rows = read(sheet.book, ADVANCED).rows
    assert [row.cell("district").text for row in rows] == ["Huyện Quỳnh Nhai", "Huyện Quỳnh Nhai"]


@pytest.mark.parametrize("code", [NTM, ADVANCED])
def test_paragraphs_of_cells_pasted_from_word_stand_beside_each_other_by_chance(code):
    sheet = Sheet(gaps(code)).title().heading()
    for cells, criteria in printed(code):
        items = [item for _, work in criteria for item in work]
        for place, item in enumerate(items):
            text = criteria[place][0] if place < len(criteria) else None
            sheet.add({**(cells if place == 0 else {}), "criterion": text, "work": item})
    assert tree(read(sheet.book, code).rows) == printed(code)


def tasks(heads, *rows) -> list[list[str]]:
    """What is read of tasks under the headings: the texts of each row."""
    definition = free.annex(policy_tasks.CODE)
    parsed = free.read(definition, free.lay_out(heads, [rows]))
    return [[entry.row.cell(column.key).text for column in definition.columns] for entry in parsed.entries]


TASK = ["1", "Đề án OCOP", "Sở Nông nghiệp", "Các huyện", "UBND tỉnh", "Quý IV/2023"]


def test_headings_may_be_shortened():
    heads = [
        ["Stt", "Tên văn bản, đề án", "CQ chủ trì", "CQ phối hợp", "Cấp trình, ban hành", "TG thực hiện"]
    ]
    assert tasks(heads, TASK) == [TASK]


def test_words_cut_by_a_page_without_heading_go_on():
    heads = [["TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp ban hành", "Thời gian"]]
    rest = [None, "giai đoạn 2023-2025", None, None, None, None]
    whole = ["1", "Đề án OCOP giai đoạn 2023-2025", *TASK[2:]]
    assert tasks(heads, TASK, rest, ["2", *TASK[1:]]) == [whole, ["2", *TASK[1:]]]


@pytest.mark.parametrize("title", [None, "Biểu 04 Chương trình kiểm tra"])
def test_a_heading_over_two_columns_need_not_be_merged(title):
    heads = [
        [title, *[None] * 5],
        ["STT", "Tên xã/huyện", "Kiểm tra, giám sát", None, "Thẩm định, công nhận, công bố", None],
    ]
    row = ["1", "Xã Mường Sai", "Quý II/2023", "Quý III/2023", "trước ngày 01/12/2023", "Quý IV/2023"]
    definition = free.annex(inspection_schedule.CODE)
    parsed = free.read(definition, free.lay_out(heads, [[row]], ["A1:F1"] if title else []))
    assert [
        entry.row.cell(column.key).text for column in definition.columns for entry in parsed.entries
    ] == row


def test_a_column_without_a_heading_inside_the_table_is_told():
    definition = free.annex(policy_tasks.CODE)
    heads = [["TT", "Nội dung", "Chủ trì", None, "Cấp ban hành", "Thời gian"]]
    parsed = free.read(definition, free.lay_out(heads, [[TASK]]))
    assert [
        (one.severity, one.cell, one.message) for one in parsed.findings if one.code == "ignored-column"
    ] == [
        (
            "warning",
            "D2",
            "Cột D không có tên trong đầu bảng nên không được đọc; ô D2 ghi “Các huyện”.",
        )
    ]


def test_signatures_end_rows_without_numbers():
    heads = [["Nội dung thực hiện", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp ban hành", "Thời gian"]]
    signed = ["NGƯỜI LẬP BIỂU", None, None, "TM. ỦY BAN NHÂN DÂN", None]
    definition = free.annex(policy_tasks.CODE)
    rows = [TASK[1:], signed, ["Lò Văn A", None, None, "Lò Văn B", None]]
    parsed = free.read(definition, free.lay_out(heads, [rows]))
    assert [entry.row.cell("name").text for entry in parsed.entries] == ["Đề án OCOP"]
