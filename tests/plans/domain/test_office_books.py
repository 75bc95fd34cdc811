"""Workbooks as offices keep them: several annexes in one, headings in their own words, signatures below."""

from tests.plans.son_la import ADVANCED, NTM, Sheet, gaps, printed, read, table


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
            "Hãy xem lại có đúng tệp của biểu này không.",
        )
    ]


def test_a_page_without_a_label_goes_on_from_the_sheet_before():
    book = all_in_one(NTM, ADVANCED)
    page = book.create_sheet("Trang sau")
    for row in book.worksheets[1].iter_rows(min_row=4, values_only=True):
        page.append(row)
    assert len(read(book, NTM).entries) == 4
