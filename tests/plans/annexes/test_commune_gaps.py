"""Sơn La's annexes of gaps: out and in again, and what the signed plan says wrong of itself."""

from itertools import chain

import pytest

from plans.annexes.commune_gaps import ADVANCED, NTM
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.rules import check_rules
from plans.domain.table import AnnexTable, Row
from plans.domain.write.json import as_json
from plans.domain.write.layout import column_numbers, head_rows
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx
from tests.plans import son_la


def read_again(code: str, table: AnnexTable) -> AnnexTable:
    definition = son_la.gaps(code)
    data = write_xlsx(definition, printed_lines(definition, table))
    return AnnexTable(parse(read_workbook(data), definition, son_la.name_index(), son_la.WHOLE).rows)


def found_in(code: str, row: str, **changed) -> list[tuple[str, str, str]]:
    """(code, column, computed) of what is found in the row of this commune."""
    table, definition = son_la.table(code), son_la.gaps(code, **changed)
    (block,) = (one for one in table.rows if one.unit.name == row)
    numbers = {inner.number for inner in block.walk()}
    return [
        (found.code, found.column, found.computed)
        for found in check_rules(definition, table, son_la.name_index())
        if found.row in numbers
    ]


@pytest.mark.parametrize("code, width", [(NTM, 8), (ADVANCED, 7)])
def test_columns_fill_the_paper(code, width):
    definition = son_la.gaps(code)
    assert len(definition.columns) == width
    assert sum(column.width for column in definition.columns) == 252
    assert column_numbers(definition) == tuple(map(str, range(1, width + 1)))


def test_one_heading_stands_over_two_columns():
    (heads,) = head_rows(son_la.gaps())
    assert [(head.text[:14], head.columns) for head in heads[4:]] == [
        ("Kết quả số tiê", 1),
        ("Số tiêu chí/Ch", 2),
        ("Khối lượng còn", 1),
    ]


@pytest.mark.parametrize("code", [NTM, ADVANCED])
def test_table_comes_back_as_it_went_out(code):
    table = son_la.table(code)
    assert read_again(code, table) == table


@pytest.mark.parametrize("code", [NTM, ADVANCED])
def test_lines_say_every_printed_text_once_and_in_order(code):
    lines = printed_lines(son_la.gaps(code), son_la.table(code))
    criteria = list(chain.from_iterable(block for _, block in son_la.printed(code)))
    assert [line.texts[-1] for line in lines] == [item for _, items in criteria for item in items]
    assert [line.texts[-2] for line in lines if line.span(len(line.texts) - 2)[0]] == [
        text for text, _ in criteria
    ]


def test_commune_takes_all_of_its_lines():
    lines = printed_lines(son_la.gaps(), son_la.table())
    assert [(line.texts[2], line.span(2)) for line in lines if line.span(2)[0]] == [
        ("Xã Mường Sai", (10, 1)),
        ("Xã Ngọc Chiến", (15, 1)),
        ("Xã Sập Vạt", (20, 1)),
        ("Xã Chiềng Pha", (11, 1)),
    ]


def texts(rows) -> list[str]:
    return [text for row in rows for text in [*filter(None, row["cells"]), *texts(row["children"])]]


@pytest.mark.parametrize("code", [NTM, ADVANCED])
def test_json_is_the_printed_tree(code):
    rows = as_json(son_la.gaps(code), son_la.table(code))["rows"]
    printed = [
        [*own.values(), *(text for name, items in criteria for text in (name, *items))]
        for own, criteria in son_la.printed(code)
    ]
    assert texts(rows) == list(chain.from_iterable(printed))


@pytest.mark.parametrize(
    "code, commune, found",
    [
        (
            NTM,
            "Mường Sai",
            [
                ("header-count", "F", "6"),  # 07 criteria stated
                ("header-count", "F", "9"),  # 12 indicators
                ("indicator-mismatch", "G", "3"),  # criterion 2: 04 indicators
                ("indicator-mismatch", "H", ""),  # work at 6.1 and 6.2, only 6.3 is named
                ("indicator-mismatch", "H", ""),
            ],
        ),
        (
            NTM,
            "Ngọc Chiến",
            [
                ("header-count", "F", "10"),  # 9 met and 9 unmet of 19
                ("header-count", "F", "17"),
                ("duplicate-indicator", "H", ""),  # 9.1 again, beside criterion 19
                ("indicator-mismatch", "G", "2"),
                ("indicator-mismatch", "H", ""),
            ],
        ),
        (NTM, "Sặp Vạt", [("header-count", "F", "21"), ("indicator-mismatch", "G", "5")]),
        (NTM, "Chiềng Pha", [("header-count", "F", "7"), ("header-count", "F", "11")]),
        (
            ADVANCED,
            "Hua La",
            [
                ("header-count", "E", "21"),
                ("unknown-indicator", "G", ""),  # 18.73
                ("duplicate-indicator", "G", ""),  # 13.7
                ("indicator-mismatch", "F", "1"),  # criterion 13: 03 indicators
                ("indicator-mismatch", "F", ""),  # no work for 18.7
            ],
        ),
        (
            ADVANCED,
            "Chiềng Bằng",
            [
                ("name-differs", "C", ""),  # Mường Bằng, as the paragraph above the table calls it
                ("header-count", "E", "21"),
                ("indicator-mismatch", "G", ""),  # 13.1, where 13.2 is unmet
                ("indicator-mismatch", "F", ""),
                ("indicator-mismatch", "G", ""),  # 17.10
            ],
        ),
    ],
)
def test_slips_of_the_signed_plan_are_found(code, commune, found):
    assert found_in(code, commune) == found


def table_told(rows: tuple[Row, ...], **changed) -> list[tuple[str, str, str]]:
    definition = son_la.gaps(NTM, **changed)
    found = check_rules(definition, AnnexTable(rows), son_la.name_index())
    return [(one.code, one.stated, one.computed) for one in found if one.code == "list-count"]


def test_title_and_intro_count_the_communes():
    rows = son_la.table().rows
    assert table_told(rows) == []
    assert table_told(rows[:3]) == [("list-count", "4 xã", "3"), ("list-count", "04 xã", "3")]
    assert table_told(rows, title="Tổng hợp của 5 xã") == [("list-count", "5 xã", "4")]
    assert table_told((), title="Tổng hợp của 5 xã") == []


def test_commune_that_the_intro_does_not_name_is_told():
    intro = ("- 04 xã gồm: xã Mường Sai, huyện Sông Mã; xã Ngọc Chiến; Chiềng Pha; Mường Bú.",)
    assert table_told(son_la.table().rows, intro=intro) == [("list-count", "Xã Sập Vạt", "")]


WORK = "Chỉ tiêu 2.1: A\nChỉ tiêu 2.2: B\nChỉ tiêu 6.3: C\nChỉ tiêu 9.1: D\nChỉ tiêu 9.2: E"


@pytest.mark.parametrize(
    ("unmet", "work"),
    [
        ("6.3", WORK),
        ("6.3", "Chỉ tiêu 6.3: C"),  # nothing beside the criterion of which two are counted
        (
            "6.1, 6.3",
            "Chỉ tiêu 6.3: C\n- Xây 2 nhà\nChỉ tiêu 9.1: D",
        ),  # whose number nobody wrote: it may be 6.1
    ],
)
def test_block_in_order_finds_nothing(unmet, work):
    sheet = son_la.Sheet(son_la.gaps()).heading()
    sheet.add(
        {
            "district": "Huyện Sông Mã",
            "name": "Xã Mường Sai",
            "met": "16 tiêu chí/52 chỉ tiêu",
            "unmet": "03 tiêu chí/05 chỉ tiêu, gồm:",
            "criterion": f"Tiêu chí số 2: chưa đạt 02 chỉ tiêu\nTiêu chí 6: {unmet}\nTiêu chí 9: chưa đạt",
            "work": work,
        }
    )
    definition = son_la.gaps(title="Các xã", intro=())
    table = AnnexTable(son_la.read(sheet.book).rows)
    assert list(check_rules(definition, table, son_la.name_index())) == []


@pytest.mark.parametrize(
    ("month", "met", "left"),
    [
        (3, "đến hết tháng 3/2023, cần duy trì, giữ vững", "09 tháng cuối năm 2023"),
        (11, "đến hết tháng 11/2023, cần duy trì, giữ vững", "01 tháng cuối năm 2023"),
        (12, "đến hết năm 2023, cần duy trì, giữ vững", "năm 2023"),
        (None, "cần duy trì, giữ vững", "năm 2023"),
    ],
)
def test_headings_say_until_when_and_what_time_is_left(month, met, left):
    definition = son_la.gaps(NTM, month=month)
    between = ", " if month is None else " "
    assert definition.column("met").title == f"Kết quả số tiêu chí đã đạt{between}{met}"
    assert definition.column("unmet").group == (
        f"Số tiêu chí/Chỉ tiêu chưa đạt, tổ chức triển khai thực hiện {left}"
    )
