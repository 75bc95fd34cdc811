import re
import resource
import time

import pytest
from openpyxl import Workbook

from ntm import workbooks
from ntm.workbooks import WorkbookRefusedError, open_workbook

from ..archives import SHEET, repack, zip_of
from ..plans.dien_bien import to_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
SAVE_AS = (
    "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi tải lên."
)
DAMAGED = "Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên."


@pytest.fixture(scope="module")
def good():
    book = Workbook()
    book.active.append([1, "Na Sang", 2])
    book.active.append(["=A1+C1"])
    return to_bytes(book)


def refusal(data):
    with pytest.raises(WorkbookRefusedError) as caught:
        open_workbook(data)
    return caught.value.code, caught.value.message


def in_sheet(data, xml, *, after=b"</sheetData>"):
    """The workbook with XML put into its sheet."""
    return repack(data, {SHEET: lambda part: part.replace(after, xml + after)})


def test_workbook_is_opened_with_values_and_formulas(good):
    values, formulas = open_workbook(good)
    assert (values.active["A2"].value, formulas.active["A2"].value) == (None, "=A1+C1")


def test_workbook_without_formulas_is_opened_once():
    values, formulas = open_workbook(to_bytes(Workbook()))
    assert values is formulas


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (
            b"",
            "file-not-a-workbook",
            "Tệp không có nội dung (0 byte). Hãy lưu lại tệp bằng Excel rồi tải lên.",
        ),
        (b"STT,T\xc3\xaan x\xc3\xa3\n1,Na Sang\n", "file-not-a-workbook", SAVE_AS),
        (b"%PDF-1.7 ...", "file-not-a-workbook", SAVE_AS),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file-not-a-workbook", SAVE_AS),
        (b"<html><table></table></html>", "file-not-a-workbook", SAVE_AS),
        (OLE, "file-not-a-workbook", SAVE_AS),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "file-encrypted",
            "Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel, lưu lại rồi tải lên.",
        ),
        (zip_of(a_txt=b"x"), "file-not-a-workbook", SAVE_AS),
        (zip_of(word__document_xml=b"<x/>"), "file-not-a-workbook", SAVE_AS),
        (zip_of(), "file-not-a-workbook", SAVE_AS),
        (b"PK\x03\x04 ...", "file-unreadable", DAMAGED),
        (
            bytes(5 * 1024 * 1024 + 1),
            "file-too-large",
            "Tệp quá lớn (trên 5 MB). Hãy chỉ giữ lại trang có biểu, bỏ hình ảnh và các trang khác.",
        ),
    ],
    ids=["empty", "csv", "pdf", "png", "html", "xls", "password", "zip", "docx", "no parts", "PK", "5 MB"],
)
def test_other_kinds_of_file_are_refused(data, code, message):
    assert refusal(data) == (code, message)


@pytest.mark.parametrize("size", [0.3, 0.6, 0.95])
def test_half_a_file_is_damaged(good, size):
    assert refusal(good[: int(len(good) * size)]) == ("file-unreadable", DAMAGED)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_file_without_a_part_is_damaged(good, part):
    assert refusal(repack(good, drop=(part,))) == ("file-unreadable", DAMAGED)


@pytest.mark.parametrize(
    ("pattern", "becomes"),
    [
        (rb"</sheetData>.*", b""),
        (rb"(?s).*", b""),
        (rb'<c r="A1"', b'<c r="??"'),
        (rb'<c r="A1"', b'<c r="A1" s="9999"'),
        (rb"<v>1</v>", b"<v>abc</v>"),
        (rb"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="x"/></mergeCells>'),
    ],
)
def test_broken_sheet_is_damaged(good, pattern, becomes):
    broken = repack(good, {SHEET: lambda part: re.sub(pattern, becomes, part, count=1)})
    assert refusal(broken) == ("file-unreadable", DAMAGED)


def test_any_bytes_give_a_refusal_or_a_workbook(good):
    """Every 37th byte turned over, one at a time."""
    for place in range(0, len(good), 37):
        bad = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
        try:
            open_workbook(bad)
        except WorkbookRefusedError as error:
            assert error.code.startswith("file-")


@pytest.mark.parametrize(
    ("what", "damage"),
    [
        ("macro", {"add": {"xl/vbaProject.bin": b"x"}}),
        (
            "macro",
            {"change": {"[Content_Types].xml": lambda part: part.replace(b"sheet.main", b"macroEnabled")}},
        ),
        ("khai báo thực thể XML", {"change": {"xl/workbook.xml": lambda part: DOCTYPE + part}}),
        (
            "khai báo thực thể XML",
            {"change": {"xl/workbook.xml": lambda part: part.decode().encode("utf-16")}},
        ),
        (
            "khai báo thực thể XML",
            {"change": {SHEET: lambda part: (DOCTYPE + part).decode().encode("utf-16-le")}},
        ),
        ("khai báo thực thể XML", {"add": {"xl/worksheets/other.dat": DOCTYPE}}),
        ("nén bất thường", {"add": {"xl/media/a.bin": bytes(3_000_000)}}),
    ],
    ids=["macro", "macro type", "doctype", "utf-16", "utf-16 without mark", "any name", "bomb"],
)
def test_dangerous_content_is_refused(good, what, damage):
    assert refusal(repack(good, **damage)) == (
        "file-unsafe",
        f"Tệp có nội dung không an toàn ({what}) nên không được mở. "
        "Hãy chép bảng sang tệp .xlsx mới rồi tải lên.",
    )


ROWS_AT_THE_EDGE = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (row, row) for row in range(20, 20_020))


@pytest.mark.parametrize(
    ("why", "xml"),
    [
        ("ô gộp", b'<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'),
        ("ô gộp", b'<mergeCells><mergeCell ref="A5:XFD&#49;048576"/></mergeCells>'),
        ("ô gộp", b"<mergeCells>" + b'<mergeCell ref="A5:DP500"/>' * 2 + b"</mergeCells>"),
        ("ô gộp", b"<hyperlinks><hyperlink ref='A5:XFD1048576'/></hyperlinks>"),
        ("250.000 ô", b"<!-- -->" + b"<c/><row />" * 125_000),
        ("quá nhiều chữ", b"<si/>" * 100_001),
        ("quá nhiều nội dung", b"<x>" * 3_000_001),
    ],
    ids=["sheet", "written otherwise", "many", "link", "cells", "strings", "tags"],
)
def test_costly_content_is_refused_before_it_is_parsed(good, why, xml, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_RATIO", 100_000)
    started = time.process_time()
    code, message = refusal(in_sheet(good, xml))
    assert (code, why in message) == ("file-too-large", True)
    assert time.process_time() - started < 2  # parsing any of them takes minutes or gigabytes


@pytest.mark.parametrize(("part", "code"), [(b" " * 26_000_000, "too-large"), (b" " * 20_000_000, "unsafe")])
def test_unpacked_size_is_bounded(good, part, code):
    assert refusal(in_sheet(good, part))[0] == f"file-{code}"


def test_number_of_parts_is_bounded(good):
    assert refusal(repack(good, add={f"xl/media/{n}.png": b"" for n in range(300)}))[0] == "file-too-large"


@pytest.mark.parametrize(
    "xml",
    [b'<row r="1048576"><c r="XFD1048576"/></row>', ROWS_AT_THE_EDGE],
    ids=["last cell", "last column"],
)
def test_cells_far_out_cost_little(good, xml, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_RATIO", 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    values, _ = open_workbook(in_sheet(good, xml))
    assert values.active["B1"].value == "Na Sang"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_pictures_and_links_to_other_files_are_left_alone(good):
    drawing = b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'
    values, _ = open_workbook(repack(good, add={"xl/media/image1.svg": drawing}))
    assert values.active["A1"].value == 1
