"""Lists as files: nothing is taken for a formula on the way out, nothing unbounded comes in."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from tablib import Dataset

from ntm.spreadsheets import MAX_ROWS, SafeCsv, SafeXlsx, UnreadableFileError

FORMULAS = ["=1+1", "+84", "-5 xã", "@SUM(A1)", "\tx", "'=1"]


def table(*rows) -> Dataset:
    return Dataset(*rows[1:], headers=rows[0])


def workbook(*rows, cells=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for address, value in cells:
        book.active[address] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_text_goes_into_a_workbook_unchanged_as_text():
    data = SafeXlsx().export_data(table(["Tên"], *([text] for text in FORMULAS)))
    cells = [row[0] for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        (text, "s", "@") for text in FORMULAS
    ]


def test_values_go_into_a_workbook_as_what_they_are():
    data = SafeXlsx().export_data(table(["a", "b", "c", "d"], ["03154", 7, date(2025, 7, 1), ""]))
    cells = load_workbook(io.BytesIO(data)).active["A2:D2"][0]
    assert [(str(cell.value), cell.data_type) for cell in cells] == [
        ("03154", "s"),
        ("7", "n"),
        ("2025-07-01 00:00:00", "d"),
        ("None", "n"),
    ]


def test_text_goes_into_csv_behind_an_apostrophe():
    lines = SafeCsv().export_data(table(["Mã", "Tên"], ["03154", "=1+1"], ["x", "Ẳng Cang"])).splitlines()
    assert lines == ["Mã,Tên", "03154,'=1+1", "x,Ẳng Cang"]


@pytest.mark.parametrize("kind", [SafeCsv, SafeXlsx])
def test_every_text_comes_back(kind):
    texts = ["=1+1", "+84", "-5 xã", "@SUM(A1)", "'=1", "'abc", "a, b; c", "Ẳng Cang"]
    data = kind().export_data(table(["Tên"], *([text] for text in texts)))
    assert [row[0] for row in kind().create_dataset(data)] == texts


def test_csv_of_a_vietnamese_excel_is_read():
    read = SafeCsv().create_dataset("\ufeffMã;Tên\r\n03154;Sín  Thầu, xã\r\n;;\r\n".encode())
    assert (read.headers, list(read)) == (["Mã", "Tên"], [("03154", "Sín Thầu, xã")])


def test_workbook_is_read_with_types_and_without_blank_ends():
    data = workbook(["Mã ", "Số", None], ["03154", 7], [], ["x"], [None, None])
    read = SafeXlsx().create_dataset(data)
    assert (read.headers, list(read)) == (["Mã", "Số"], [("03154", 7), ("", ""), ("x", "")])


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (SafeXlsx, b"abc", "Đây không phải tệp Excel .xlsx."),
        (SafeXlsx, b"PK abc", "Tệp bị hỏng, không đọc được."),
        (SafeXlsx, workbook(["Mã"]), "Không thấy dòng số liệu nào"),
        (SafeXlsx, workbook(["Mã"], ["=1+1"]), "Ô A2 có công thức chưa được tính."),
        (SafeXlsx, workbook(["Mã"], ["x"], cells=[("XFD1048576", 1)]), "Trang đầu có trên 5000 dòng"),
        (SafeXlsx, workbook(["Mã"], ["x"], cells=[("CW1", 1)]), "Trang đầu có trên 5000 dòng hoặc 100 cột."),
        (SafeCsv, "Mã\nẲng".encode("utf-16"), "Tệp CSV phải ở bảng mã UTF-8."),
        (SafeCsv, b"x\n" * (MAX_ROWS + 2), "Trang đầu có trên 5000 dòng"),
        (SafeCsv, b"x" * (5 * 1024 * 1024 + 1), "Tệp quá lớn (trên 5 MB)."),
        (SafeCsv, b"", "Không thấy dòng số liệu nào"),
    ],
)
def test_bad_file_is_refused_in_words(kind, data, said):
    with pytest.raises(UnreadableFileError) as caught:
        kind().create_dataset(data)
    assert str(caught.value)[: len(said)] == said
