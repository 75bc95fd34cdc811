"""What makes a workbook one to fill in: cells that may be typed in and how, and a sheet that explains it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from criteria.domain.values import Kind, Measure
from criteria.domain.wording import parts_example
from plans.domain.definition import AnnexDefinition, Column, ColumnType, Shape
from plans.domain.table import RowKind

from .lines import Line

GUIDE = "Điền 1 = đạt, 0 hoặc để trống = chưa đạt; kết quả và bình quân có thể để trống. Không đổi tên cột."
RESULT_GUIDE = (
    "Điền vào các ô của xã; ô để trống giữ nguyên số đã lưu, muốn xóa thì ghi “xóa”. Cách ghi từng cột ở "
    "trang “Hướng dẫn”. Không đổi tên xã và tên cột."
)
FIGURE_GUIDE = (
    "Điền số vào các cột bên phải; ô để trống là không có số. Dòng tổng có thể để trống. Không đổi tên dòng "
    "và tên cột."
)
BLOCK_GUIDE = (
    "Mỗi xã một khối: số thứ tự và tên xã ghi ở dòng đầu, mỗi tiêu chí và mỗi khối lượng một dòng; ô chung "
    "của nhiều dòng gộp lại hoặc chỉ ghi ở dòng đầu. Thêm dòng ở dưới được. Không đổi tên cột."
)
ROW_GUIDE = (
    "Mỗi việc một dòng có số thứ tự; thêm dòng ở dưới được, ô chung của nhiều dòng gộp lại. Muốn bỏ một "
    "dòng thì giữ số và xóa trắng các ô còn lại. Không đổi tên cột."
)
GUIDE_SHEET = "Hướng dẫn"

_LABELS = (ColumnType.ORDINAL, ColumnType.NAME)
_SPARE = 15  # rows below those there are, where people write rows of their own
_AS_TEXT = (Kind.PERCENTAGE, Kind.LEVEL)  # else "1/2" would become a day of the year
_MARKS = "1 = đạt, 0 = chưa đạt, CB = cơ bản đạt, KA = không áp dụng"
_WORDS = "|Đ|CĐ|CB|KA|xóa|"  # what may be written instead of a figure
_FACE = "Times New Roman"
_LONGEST_PROMPT = 250  # letters that a spreadsheet takes


def takes_rows(definition: AnnexDefinition) -> bool:
    """Whether somebody who fills in writes rows of his own."""
    return definition.shape in (Shape.BLOCKS, Shape.ROWS)


def guide_of(definition: AnnexDefinition) -> str:
    """What the template says above its heading."""
    if definition.fills_in:
        return RESULT_GUIDE
    if takes_rows(definition):
        return BLOCK_GUIDE if definition.shape is Shape.BLOCKS else ROW_GUIDE
    return GUIDE if definition.keys(ColumnType.MARK) else FIGURE_GUIDE


def spare_lines(definition: AnnexDefinition) -> list[Line]:
    blank = ("",) * len(definition.columns)
    return [Line(RowKind.ITEM, None, blank)] * (_SPARE if takes_rows(definition) else 0)


def guard_figures(sheet: Any, definition: AnnexDefinition, lines: Sequence[Line], first: int) -> None:
    """What says which row it is stays; all else can be filled in, marks of communes only with 1 and 0."""
    marks = DataValidation("list", formula1='"1,0"', allow_blank=True, showErrorMessage=True)
    marks.errorTitle, marks.error = "Không đúng mẫu", "Chỉ điền 1 (đạt), 0 (chưa đạt) hoặc để trống."
    columns = _span(definition, ColumnType.MARK)
    if columns:
        sheet.add_data_validation(marks)
    inputs = [place for place, column in enumerate(definition.columns, start=1) if column.type not in _LABELS]
    for row, line in enumerate(lines, start=first):
        for place in inputs:
            sheet.cell(row, place).protection = Protection(locked=False)
        if line.kind is RowKind.UNIT and columns:  # by rows: openpyxl compares each range with all others
            marks.add(f"{columns[0]}{row}:{columns[1]}{row}")
    protect(sheet)


def protect(sheet: Any) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # stay allowed


def _span(definition: AnnexDefinition, kind: ColumnType) -> tuple[str, str] | None:
    """The letters of the first and last column of a kind; such columns stand together."""
    places = [place for place, column in enumerate(definition.columns, start=1) if column.type is kind]
    return (get_column_letter(places[0]), get_column_letter(places[-1])) if places else None


def guard_results(sheet: Any, definition: AnnexDefinition, lines: Sequence[Line], first: int) -> None:
    """Results of communes can be filled in, each column as its measure wants it; the count makes itself."""
    rows = [row for row, line in enumerate(lines, start=first) if line.kind is RowKind.UNIT]
    open_cell = Protection(locked=False)
    for place, column in enumerate(definition.columns, start=1):
        if column.measure is None:
            continue
        as_text = takes_text(column.measure)
        for row in rows:
            cell = sheet.cell(row, place)
            cell.protection = open_cell
            if as_text:
                cell.number_format = "@"
        if rows:
            sheet.add_data_validation(_validation(column.measure, get_column_letter(place), rows))
    if definition.row_total:
        _count_met(sheet, definition, definition.row_total.target, rows)
    protect(sheet)


def takes_text(measure: Measure) -> bool:
    return measure.by_sex or bool(measure.parts) or measure.kind in _AS_TEXT


def _validation(measure: Measure, letter: str, rows: Sequence[int]) -> DataValidation:
    top = f"{letter}{rows[0]}"
    if measure.kind is Kind.LEVEL or measure.parts:  # "a) 98; b) 1" is none of those below
        made = DataValidation(None)
    elif measure.kind.is_mark:
        made = DataValidation("list", formula1='"1,0,CB,KA,xóa"')
    else:
        word = f'ISNUMBER(SEARCH("|"&{top}&"|","{_WORDS}"))'
        made = DataValidation("custom", formula1=f"OR(ISNUMBER(VALUE(LEFT({top},1))),{word})")
    made.sqref = f"{top}:{letter}{rows[-1]}"
    made.allow_blank = made.showErrorMessage = made.showInputMessage = True
    way = f"Ghi như {parts_example(measure)}" if measure.parts else how_to(measure)
    made.errorTitle, made.error = "Không đúng mẫu", f"{way}."[:_LONGEST_PROMPT]
    made.promptTitle = f"{_word(measure)} {measure.number}"
    made.prompt = f"{measure.name}. {way}."[-_LONGEST_PROMPT:]
    return made


def _word(measure: Measure) -> str:
    return "Tiêu chí" if measure.kind is Kind.CRITERION else "Chỉ tiêu"


def how_to(measure: Measure) -> str:
    """How a cell of the measure is written."""
    if measure.parts:
        names = "; ".join(f"{part.key}) {part.name}" for part in measure.parts)
        way = how_to(replace(measure, parts=()))
        return f"{way}. Các phần: {names}. Ghi như {parts_example(measure)}"
    if measure.kind.is_mark:
        return f"Ghi {_MARKS}"
    unit = f" ({measure.unit})" if measure.unit and measure.unit != "%" else ""
    if measure.kind is Kind.LEVEL:
        return "Ghi mức độ hoặc xếp loại"
    if measure.kind is Kind.PERCENTAGE:
        way = "Ghi tỷ lệ %, ví dụ 87,5; hoặc phân số như 45/60"
    else:
        way = f"Ghi {'số nguyên' if measure.kind is Kind.COUNT else 'số'}{unit}, ví dụ 42"
    sexes = "; nam, nữ riêng: 85 (nam 86; nữ 84)" if measure.by_sex else ""
    return f"{way}{sexes}; sau số có thể ghi Đ, CĐ, CB, KA"


def _count_met(sheet: Any, definition: AnnexDefinition, target: str, rows: Sequence[int]) -> None:
    span = _span(definition, ColumnType.RESULT)
    place = next(place for place, column in enumerate(definition.columns, 1) if column.key == target)
    for row in rows if span else ():
        cells = f"{span[0]}{row}:{span[1]}{row}" if span else ""
        sheet.cell(row, place).value = f'=IF(COUNTA({cells})=0,"",COUNTIF({cells},1))'


def add_guide(book: Any, definition: AnnexDefinition) -> None:
    """A second sheet: the rules, and each column with its full name and how to write it."""
    sheet = book.create_sheet(GUIDE_SHEET)
    for row, text in enumerate(_RULES, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=_FACE, size=12, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 17 * (1 + len(text) // 105)
    row = len(_RULES) + 2
    for place, (heading, width) in enumerate(_GUIDE_COLUMNS, start=1):
        sheet.cell(row, place, heading).font = Font(name=_FACE, size=11, bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for column in definition.columns:
        if column.measure:
            row += 1
            _explain(sheet, row, column, column.measure)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    protect(sheet)


_GUIDE_COLUMNS = (("Số", 8), ("Nội dung", 70), ("Đơn vị tính", 16), ("Cách ghi", 46))
_RULES = (
    "Cách điền biểu kết quả",
    "1. Chỉ điền vào các ô của xã. Tên xã, tên cột và cột mã ẩn ở cuối bảng để chương trình nhận ra dòng và "
    "cột; có thể bỏ bớt dòng hoặc cột không dùng.",
    "2. Ô để trống: giữ nguyên số đã lưu. Muốn xóa số đã lưu thì ghi “xóa” vào ô.",
    f"3. Ô đánh giá đạt: {_MARKS}.",
    "4. Ô số: dùng dấu phẩy cho phần lẻ (87,5). Phân số như 45/60 chỉ ghi ở các cột tỷ lệ; các ô đó đã định "
    "dạng là văn bản để bảng tính không đổi thành ngày tháng.",
    "5. Có thể chép từ bảng khác rồi dán vào; nên dán giá trị (Paste Special, Values) để giữ định dạng ô.",
    "6. Lưu tệp dạng .xlsx rồi tải lên. Trước khi lưu, chương trình cho xem mọi thay đổi và mọi ô phải sửa.",
)


def _explain(sheet: Any, row: int, column: Column, measure: Measure) -> None:
    for place, text in enumerate((measure.number, measure.name, measure.unit, how_to(measure)), start=1):
        cell = sheet.cell(row, place, text)
        cell.data_type, cell.number_format = "s", "@"
        cell.font = Font(name=_FACE, size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    lines = max(1 + len(measure.name) // 68, 1 + len(how_to(measure)) // 44)
    sheet.row_dimensions[row].height = 15.5 * lines
