import datetime
import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Border, Font, Side

from ntm.workbooks import WorkbookRefusedError
from plans.domain.read import RawSheet, read_workbook

from ...archives import SHEET, repack
from ..dien_bien import to_bytes


def sheet_of(**cells) -> RawSheet:
    """The only sheet of a workbook with these cells; a pair is a value and its number format."""
    book = Workbook()
    for address, value in cells.items():
        value, number_format = value if isinstance(value, tuple) else (value, "")
        book.active[address] = value
        if number_format:
            book.active[address].number_format = number_format
    return read_workbook(to_bytes(book))[0]


def shown(value, number_format=""):
    cell = sheet_of(B2=(value, number_format)).cell(2, 2)
    return cell.text, None if cell.number is None else f"{cell.number:f}"


@pytest.mark.parametrize(
    ("value", "number_format", "text", "number"),
    [
        (1, "General", "1", "1"),
        (1.0, "General", "1", "1"),
        (146, "0.00", "146,00", "146.00"),
        (1146, "#,##0", "1.146", "1146"),
        (1146, "General", "1146", "1146"),
        (13.272727272727273, "0.00", "13,27", "13.27"),
        (13.272727272727273, "#,##0.0", "13,3", "13.3"),
        (13.272727272727273, "0", "13", "13"),
        (13.272727272727273, '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "13,27", "13.27"),
        (13.272727272727273, "General", "13,27272727", "13.27272727"),
        (13.27, "#,##0.##", "13,27", "13.27"),
        (13, "#,##0.##", "13", "13.00"),
        (0.1 + 0.2, "General", "0,3", "0.3000000000"),
        (1, "0%", "100%", "100"),
        (0.1327, "0.00%", "13,27%", "13.27"),
        (146, '0" tiêu chí"', "146", "146"),
        (12345678901, "General", "12345678901", "12345678901"),
    ],
)
def test_number_is_what_the_sheet_shows(value, number_format, text, number):
    found = shown(value, number_format)
    assert found[0] == text
    assert float(found[1]) == float(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Xã  Na\u00a0Sang\n", "Xã Na Sang"),
        ("Xa\u0303 Na Sang", "Xã Na Sang"),
        (True, "TRUE"),
        (datetime.date(2022, 6, 29), "29/06/2022"),
        (datetime.datetime(2022, 6, 29, 8, 30), "29/06/2022"),
        ("1.778", "1.778"),
        ("'1", "'1"),
        ("Xã_x000D_\nNa Sang", "Xã Na Sang"),
        ("Xã_x0041_ _x0000__xD800_", "XãA"),
        ("a" * 6000, "a" * 5000),
    ],
)
def test_text_is_kept_as_shown(value, text):
    assert shown(value) == (text, None)


@pytest.mark.parametrize("value", ["", "   ", "\u00a0", "\u200b"])
def test_blank_text_is_no_cell(value):
    assert sheet_of(A1="x", B2=value).rows == {1: {1: sheet_of(A1="x").cell(1, 1)}}


def test_cell_knows_its_place():
    cell = sheet_of(AB12="x").cell(12, 28)
    assert (cell.address, cell.letter, cell.formula, cell.error, cell.legacy) == (
        "AB12",
        "AB",
        False,
        False,
        False,
    )


def test_formula_without_value_is_an_empty_cell():
    cell = sheet_of(B2="=SUM(C2:D2)").cell(2, 2)
    assert (cell.text, cell.number, cell.formula) == ("", None, True)


def test_formula_with_value_shows_it(computed_workbook):
    cells = read_workbook(computed_workbook)[0].rows[1]
    assert [(cell.text, cell.formula, cell.error) for cell in cells.values()] == [
        ("19", True, False),
        ("#REF!", True, True),
    ]


@pytest.fixture
def computed_workbook():
    """A workbook as Excel saves it: formulas with the values it computed."""
    book = Workbook()
    book.active["A1"], book.active["B1"] = "=SUM(C1:D1)", "=Z1"
    cells = (
        b'<row r="1"><c r="A1"><f>SUM(C1:D1)</f><v>19</v></c><c r="B1" t="e"><f>Z1</f><v>#REF!</v></c></row>'
    )
    return repack(to_bytes(book), {SHEET: lambda part: re.sub(rb"<row .*</row>", cells, part)})


STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>Xã Na Sang</t></si><si><r><t>Xã </t></r><r><rPr><b/></rPr><t>Sa Lông</t></r></si></sst>"
)


def test_shared_strings_are_read():
    """As Excel writes texts, some in several fonts; openpyxl writes them into the cells."""
    book = Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = 0, 1, 9
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    data = repack(
        to_bytes(book),
        {
            SHEET: lambda sheet: re.sub(rb'(<c r="A[12]"[^>]*?) t="n"', rb'\1 t="s"', sheet),
            "[Content_Types].xml": lambda types: types.replace(b"</Types>", part.encode()),
        },
        drop=("xl/sharedStrings.xml",),
        add={"xl/sharedStrings.xml": STRINGS.encode()},
    )
    sheet = read_workbook(data)[0]
    assert [sheet.text(row, 1) for row in (1, 2, 3)] == ["Xã Na Sang", "Xã Sa Lông", "9"]


@pytest.mark.parametrize(
    ("font", "typed", "text"),
    [
        (".VnTime", "M\u00adêng B¸ng", "Mường Báng"),
        (".VnTimeH", "M\u00adêng B¸ng", "MƯỜNG BÁNG"),
        ("VNI-Times", "Möôøng Baùng", "Mường Báng"),
    ],
)
def test_old_encodings_are_told_by_their_font(font, typed, text):
    book = Workbook()
    book.active["A1"], book.active["A1"].font = typed, Font(name=font)
    cell = read_workbook(to_bytes(book))[0].cell(1, 1)
    assert (cell.text, cell.legacy) == (text, True)


def test_merged_cells_show_their_first():
    book = Workbook()
    book.active["B2"] = "Tiêu chí"
    book.active.merge_cells("B2:D3")
    sheet = read_workbook(to_bytes(book))[0]
    assert sheet.merged == {(row, column): (2, 2) for row in (2, 3) for column in (2, 3, 4)}
    assert [sheet.spread(3, column) and sheet.spread(3, column).text for column in (1, 2, 4, 5)] == [
        None,
        "Tiêu chí",
        "Tiêu chí",
        None,
    ]


def test_hidden_sheets_and_rows_are_known():
    book = Workbook()
    book.active["A1"], book.active["A2"] = "x", "y"
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Cũ").sheet_state = "veryHidden"
    sheets = read_workbook(to_bytes(book))
    assert [(sheet.name, sheet.hidden, sheet.hidden_rows) for sheet in sheets] == [
        ("Sheet", False, frozenset({2})),
        ("Cũ", True, frozenset()),
    ]


def test_formats_without_content_are_no_cells():
    book = Workbook()
    book.active["A1"] = "x"
    for row in range(2, 2003):
        book.active.cell(row, 1).border = Border(left=Side("thin"))
    book.active.cell(1048576, 16384).font = Font(bold=True)
    assert list(read_workbook(to_bytes(book))[0].rows) == [1]


@pytest.mark.parametrize("address", ["A2001", "DQ1", "XFD1048576"])
def test_content_far_out_is_refused(address):
    with pytest.raises(WorkbookRefusedError) as caught:
        sheet_of(**{address: 1})
    assert (caught.value.code, caught.value.message) == (
        "file-too-large",
        f"Trang “Sheet” có dữ liệu ở ô {address}, ngoài 2000 dòng và 120 cột đầu. "
        "Hãy xóa phần thừa rồi tải lên.",
    )


def test_row_nought_is_a_damaged_file():
    book = Workbook()
    book.active["A1"] = 1
    nought = repack(to_bytes(book), {SHEET: lambda part: part.replace(b'r="A1"', b'r="A0"')})
    with pytest.raises(WorkbookRefusedError) as caught:
        read_workbook(nought)
    assert caught.value.code == "file-unreadable"


def test_chart_sheets_are_left_alone():
    book = Workbook()
    chart = BarChart()
    chart.add_data(Reference(book.active, 1, 1, 1, 2))
    book.create_chartsheet("Biểu đồ").add_chart(chart)
    book.active["A1"] = 1
    data = to_bytes(book)
    assert load_workbook(io.BytesIO(data)).sheetnames == ["Sheet", "Biểu đồ"]
    assert [sheet.name for sheet in read_workbook(data)] == ["Sheet"]
