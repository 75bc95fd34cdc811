from datetime import date
from itertools import combinations

import pytest

from ntm.text import fold
from plans.annexes import PLAN_ANNEXES
from plans.annexes.criteria_matrix import CODE
from plans.domain.definition import ColumnType, CriterionFacts

from ..dien_bien import matrix as dien_bien
from ..domain.small import matrix, plan_facts

NAMES = {
    2016: (
        "Quy hoạch|Giao thông|Thủy lợi|Điện|Trường học|Cơ sở vật chất văn hóa|"
        "Cơ sở hạ tầng thương mại nông thôn|Thông tin và Truyền thông|Nhà ở dân cư|Thu nhập|Hộ nghèo|"
        "Lao động có việc làm|Tổ chức sản xuất|Giáo dục và Đào tạo|Y tế|Văn hóa|"
        "Môi trường và an toàn thực phẩm|Hệ thống chính trị và tiếp cận pháp luật|Quốc phòng và An ninh"
    ),
    2021: (
        "Quy hoạch|Giao thông|Thủy lợi và phòng, chống thiên tai|Điện|Trường học|Cơ sở vật chất văn hóa|"
        "Cơ sở hạ tầng thương mại nông thôn|Thông tin và Truyền thông|Nhà ở dân cư|Thu nhập|Nghèo đa chiều|"
        "Lao động|Tổ chức sản xuất và phát triển kinh tế nông thôn|Giáo dục và Đào tạo|Y tế|Văn hóa|"
        "Môi trường và an toàn thực phẩm|Hệ thống chính trị và tiếp cận pháp luật|Quốc phòng và An ninh"
    ),
    "advanced": (
        "Quy hoạch|Giao thông|Thủy lợi và phòng, chống thiên tai|Điện|Giáo dục|Văn hóa|"
        "Cơ sở hạ tầng thương mại nông thôn|Thông tin và Truyền thông|Nhà ở dân cư|Thu nhập|Nghèo đa chiều|"
        "Lao động|Tổ chức sản xuất và phát triển kinh tế nông thôn|Y tế|Hành chính công|Tiếp cận pháp luật|"
        "Môi trường|Chất lượng môi trường sống|Quốc phòng và An ninh"
    ),
    2026: "Quy hoạch|Hạ tầng kinh tế - xã hội|Phát triển kinh tế nông thôn|Đào tạo nguồn nhân lực nông thôn",
}


def columns_of(names):
    criteria = (
        CriterionFacts(str(number), name, name) for number, name in enumerate(names.split("|"), start=1)
    )
    return matrix(criteria=tuple(criteria)).columns


def test_titles_are_the_printed_ones():
    assert [column.title for column in dien_bien().columns] == [
        "STT",
        "Tên đơn vị",
        "Quy hoạch",
        "Giao thông",
        "Thủy lợi và phòng, chống thiên tai",
        "Điện",
        "Trường học",
        "Cơ sở vật chất VH",
        "Cơ sở hạ tầng thương mại",
        "Thông tin và truyền thông",
        "Nhà ở dân cư",
        "Thu nhập",
        "Nghèo đa chiều",
        "Lao động",
        "Tổ chức sản xuất và phát triển kinh tế nông thôn",
        "Giáo dục và đào tạo",
        "Y tế",
        "Văn hóa",
        "Môi trường và an toàn thực phẩm",
        "Hệ thống chính trị và tiếp cận pháp luật",
        "Quốc phòng và an ninh",
        "Kết quả thực hiện năm 2025",
        "Kết quả bình quân/xã",
    ]


@pytest.mark.parametrize("names", NAMES.values(), ids=map(str, NAMES))
def test_no_heading_means_two_columns(names):
    known = [{fold(text) for text in (column.title, *column.aliases)} for column in columns_of(names)]
    assert [one & other for one, other in combinations(known, 2) if one & other] == []


@pytest.mark.parametrize("names", NAMES.values(), ids=map(str, NAMES))
def test_columns_fill_the_paper(names):
    width = sum(column.width for column in columns_of(names))
    assert 251 < width <= 252


@pytest.mark.parametrize(
    ("names", "heading", "key"),
    [
        (NAMES[2016], "Hộ nghèo", "11"),
        (NAMES[2021], "Nghèo ĐC", "11"),
        (NAMES[2021], "Giáo dục", "14"),
        (NAMES["advanced"], "Giáo dục", "5"),
        (NAMES["advanced"], "Môi trường", "17"),
        (NAMES[2021], "TT và TT", "8"),
        (NAMES[2021], "QP&AN", "19"),
        (NAMES[2021], "Tiêu chí số 07", "7"),
        (NAMES[2021], "TC19", "19"),
        (NAMES[2026], "Phát triển kinh tế nông thôn", "3"),
        (NAMES[2021], "Tổng số tiêu chí đạt", "result"),
        (NAMES[2021], "BQ/xã", "average"),
        (NAMES[2021], "Huyện, xã", "name"),
        (NAMES[2021], "TT", "stt"),
    ],
)
def test_heading_belongs_to_one_column(names, heading, key):
    found = [column.key for column in columns_of(names) if heading in (column.title, *column.aliases)]
    assert found == [key]


def test_sum_rules():
    definition = matrix()
    marks = ("2", "14")
    assert definition.keys(ColumnType.MARK) == definition.row_total.of == marks
    assert (definition.column_total.of, definition.average.of) == ((*marks, "result"), "result")
    assert PLAN_ANNEXES[CODE].define(plan_facts()) == definition


@pytest.mark.parametrize(
    ("number", "day", "attached"),
    [
        (
            "1986/KH-UBND",
            date(2022, 6, 29),
            "Kèm theo Kế hoạch số 1986/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh Điện Biên",
        ),
        (
            "176/KH-UBND",
            date(2023, 2, 7),
            "Kèm theo Kế hoạch số 176/KH-UBND ngày 07 tháng 02 năm 2023 của UBND tỉnh Điện Biên",
        ),
        (
            "",
            None,
            "Kèm theo Kế hoạch số      /KH-UBND ngày      tháng      năm      của UBND tỉnh Điện Biên",
        ),
    ],
)
def test_attached_to(number, day, attached):
    assert matrix(number=number, date=day).attached_to == attached
