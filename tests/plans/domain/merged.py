"""Annexes of the shapes whose cells take several lines: commune blocks, and free rows in sections."""

from decimal import Decimal

from communes.domain.names import Unit
from plans.domain.definition import AnnexDefinition, Column, ColumnType, Shape
from plans.domain.table import AnnexTable, Cell, Row, RowKind

_WORK = (
    "Chỉ tiêu {n}.1: Cần bê tông hóa: 23,1 Km đường trục bản, liên bản (trong đó 6 Km đã bố trí vốn đầu tư).",
    "Chỉ tiêu {n}.2: Cần cứng hóa ít nhất 4,5 Km.",
    "Đầu tư nhà văn hóa, sân thể thao xã bảo đảm đạt chuẩn;\nbố trí điểm vui chơi, giải trí cho người già "
    "và trẻ em đạt chuẩn.",
    "Chỉ tiêu {n}.4: Phấn đấu xóa 221 nhà tạm còn lại trên địa bàn xã trong năm 2023.",
)


def blocks(**changed) -> AnnexDefinition:
    facts = {
        "code": "blocks",
        "label": "Biểu số 01",
        "title": "Tổng hợp kết quả số tiêu chí đã đạt, chưa đạt và khối lượng còn lại của 4 xã năm 2023",
        "attached_to": "Kèm theo Kế hoạch số 176/KH-UBND ngày 07/7/2023 của UBND tỉnh Sơn La",
        "intro": ("- 04 xã phấn đấu đạt chuẩn nông thôn mới năm 2023.",),
        "columns": (
            Column("stt", "STT", ColumnType.ORDINAL, Decimal(9)),
            Column("name", "Tên xã", ColumnType.NAME, Decimal(30)),
            Column("met", "Kết quả số tiêu chí đã đạt", ColumnType.TEXT, Decimal(30)),
            Column("unmet", "Số tiêu chí chưa đạt", ColumnType.TEXT, Decimal(30), group="Còn lại"),
            Column(
                "criterion",
                "Tiêu chí",
                ColumnType.TEXT,
                Decimal(55),
                group="Còn lại",
                of=RowKind.CRITERION,
            ),
            Column("work", "Khối lượng", ColumnType.TEXT, Decimal(98), of=RowKind.ITEM),
        ),
        "shape": Shape.BLOCKS,
    }
    return AnnexDefinition(**facts | changed)


def block_table(communes: int = 4, criteria: int = 7) -> AnnexTable:
    return AnnexTable(tuple(_commune(number, criteria) for number in range(1, communes + 1)))


def _commune(number: int, criteria: int) -> Row:
    name = ("Mường Sai", "Ngọc Chiến", "Sập Vạt", "Chiềng Pha")[(number - 1) % 4]
    unit = Unit(number, f"{number:05}", name, "xã", district_id=1)
    cells = {
        "stt": str(number),
        "name": f"Xã {name}",
        "met": "12 tiêu chí/45 chỉ tiêu.",
        "unmet": f"{criteria:02} tiêu chí/12 chỉ tiêu, gồm:",
    }
    inside = tuple(_criterion(place) for place in range(1, criteria + 1))
    return Row(RowKind.UNIT, unit, _cells(cells), inside)


def _criterion(number: int) -> Row:
    text = f"Tiêu chí số {number}-Giao thông: chưa đạt {number % 4 + 1:02} chỉ tiêu"
    items = tuple(
        Row(RowKind.ITEM, None, _cells({"work": _WORK[place].format(n=number)}), line=str(place + 1))
        for place in range(number % 4 + 1)
    )
    return Row(RowKind.CRITERION, None, _cells({"criterion": text}), items, line=str(number))


def free_rows(**changed) -> AnnexDefinition:
    facts = {
        "code": "free-rows",
        "label": "Biểu số 04",
        "title": "Chương trình kiểm tra, giám sát, thẩm định, công bố các xã đạt chuẩn",
        "attached_to": "Kèm theo Kế hoạch số 176/KH-UBND ngày 07/7/2023 của UBND tỉnh Sơn La",
        "columns": (
            Column("stt", "STT", ColumnType.ORDINAL, Decimal(9)),
            Column("name", "Tên xã/huyện", ColumnType.NAME, Decimal(43)),
            Column("check", "", ColumnType.TEXT, Decimal(65), group="Kiểm tra, giám sát"),
            Column("check_2", "", ColumnType.TEXT, Decimal(65), group="Kiểm tra, giám sát"),
            Column("appraisal", "Thẩm định, công bố", ColumnType.TEXT, Decimal(70)),
        ),
        "shape": Shape.ROWS,
    }
    return AnnexDefinition(**facts | changed)


def row_table(rows: int = 8, words: int = 60) -> AnnexTable:
    """Two sections; a text of so many words over all rows of the first, a short one in each row."""
    long = " ".join(f"nội dung {number}," for number in range(1, words + 1))
    first = [
        _free(f"I.{n}", {"stt": str(n), "name": f"Xã {n}", "appraisal": f"Trước ngày {n:02}/12/2023"})
        for n in range(1, rows + 1)
    ]
    over = {"check": Cell(long, long, rows=rows), "check_2": Cell("Quý III,\nIV/2023", rows=2)}
    first[0] = Row(RowKind.ITEM, None, {**first[0].cells, **over}, line="I.1")
    title = Cell("Xã đạt chuẩn nông thôn mới", columns=4)
    section = Row(RowKind.SECTION, None, {"stt": Cell("I"), "name": title}, line="I")
    subhead = Row(
        RowKind.SUBHEAD, None, _cells({"check": "Quý II, III/2023", "appraisal": "Quý IV/2023"}), line="I.0"
    )
    second = Row(
        RowKind.SECTION,
        None,
        {"stt": Cell("II"), "name": Cell("Kiểm tra các xã khó khăn", columns=4)},
        line="II",
    )
    wide = Cell("- Thành phần: Văn phòng Điều phối.\n- Thời gian: Quý III, IV/2023.", columns=3)
    last = Row(
        RowKind.ITEM,
        None,
        {"stt": Cell("1"), "name": Cell("Các xã dưới 5 tiêu chí"), "check": wide},
        line="II.1",
    )
    return AnnexTable((section, subhead, *first, second, last))


def _free(line: str, texts: dict[str, str]) -> Row:
    return Row(RowKind.ITEM, None, _cells(texts), line=line)


def _cells(texts: dict[str, str]) -> dict[str, Cell]:
    return {key: Cell(text, text) for key, text in texts.items()}
