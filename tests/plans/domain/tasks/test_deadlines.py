from datetime import date

import pytest

from plans.domain.tasks.deadlines import Dated, Due, find_dues, is_deadline, is_standing, read_due

READABLE = """
Quý IV/2023                              | 01/10/2023 | 31/12/2023
quý I/2023                               | 01/01/2023 | 31/03/2023
Quý III, IV/2023                         | 01/07/2023 | 31/12/2023
Quý III; IV/2023                         | 01/07/2023 | 31/12/2023
Quý III,IV/2023                          | 01/07/2023 | 31/12/2023
Quý II, III/2023                         | 01/04/2023 | 30/09/2023
Quý III và quý IV năm 2023               | 01/07/2023 | 31/12/2023
Quý 3 năm 2023                           | 01/07/2023 | 30/09/2023
Qúy 4/2023                               | 01/10/2023 | 31/12/2023
Quý III/2023, quý IV/2023                | 01/07/2023 | 31/12/2023
Quý IV/2023 - Quý I/2024                 | 01/10/2023 | 31/03/2024
Quý III/2023; IV/2023                    | 01/07/2023 | 31/12/2023
từ quý III đến quý IV/2023               | 01/07/2023 | 31/12/2023
Hoàn thành trong Quý IV/2023.            | 01/10/2023 | 31/12/2023
cuối quý III/2023                        |            | 30/09/2023
đến hết quý IV/2023                      |            | 31/12/2023
trước quý IV/2023                        |            | 30/09/2023
từ quý III/2023                          | 01/07/2023 |
trước ngày 01/12/2023                    |            | 30/11/2023
Trước 01/3/2024                          |            | 29/02/2024
chậm nhất ngày 05/11/2023                |            | 05/11/2023
Chậm nhất là ngày 5 tháng 11 năm 2023    |            | 05/11/2023
đến hết ngày 30/9/2023                   |            | 30/09/2023
sau ngày 01/12/2023                      | 02/12/2023 |
ngày 5/11/2023                           | 05/11/2023 | 05/11/2023
01.12.2023                               | 01/12/2023 | 01/12/2023
từ ngày 10/11/2023 đến ngày 20/11/2023   | 10/11/2023 | 20/11/2023
từ ngày 10 đến hết ngày 20/11/2023       | 10/11/2023 | 20/11/2023
từ 15/10 đến trước ngày 20/11/2023       | 15/10/2023 | 19/11/2023
ngày 10-12/11/2023                       | 10/11/2023 | 12/11/2023
01/7-31/12/2023                          | 01/07/2023 | 31/12/2023
01/7/2023-31/12/2023                     | 01/07/2023 | 31/12/2023
Từ tháng 7 - 12/2023                     | 01/07/2023 | 31/12/2023
tháng 11/2023                            | 01/11/2023 | 30/11/2023
11/2023                                  | 01/11/2023 | 30/11/2023
tháng 10, 11/2023                        | 01/10/2023 | 30/11/2023
từ tháng 12/2022 đến tháng 02/2024       | 01/12/2022 | 29/02/2024
6 tháng đầu năm 2023                     | 01/01/2023 | 30/06/2023
06 tháng cuối năm 2023                   | 01/07/2023 | 31/12/2023
9 tháng năm 2023                         | 01/01/2023 | 30/09/2023
năm 2023                                 | 01/01/2023 | 31/12/2023
2023                                     | 01/01/2023 | 31/12/2023
giai đoạn 2023-2025                      | 01/01/2023 | 31/12/2025
đến hết năm 2025                         |            | 31/12/2025
trình kỳ họp HĐND cuối năm 2023          |            | 31/12/2023
trình trước ngày 01/11/2023; ban hành tháng 12/2023 |   | 31/12/2023
Quý III/2023 (trước ngày 15/9/2023)      | 01/07/2023 | 14/09/2023
"""

UNREADABLE = [
    "",
    "Theo chỉ đạo của Trung ương",
    "thường xuyên",
    "hằng năm",
    "Quý III",  # of which year?
    "tháng 11",
    "15/11",
    "6 tháng cuối năm",
    "Quý V/2023",
    "tháng 13/2023",
    "trước ngày 31/11/2023",
    "29/02/2023",
    "01/12/23",
    "01/7-2023",
    "trước 15h ngày 20/11/2023",
    "Quý IV, I/2024",
    "Quý IV - Quý I/2024",
    "từ ngày 20/11/2023 đến ngày 10/11/2023",
    "từ 15/12 đến 15/01/2024",
    "trước ngày 01/12/2023 và ngày 15/12/2023",
    "trước Quý III, IV/2023",
    "đầu tháng 11/2023",
    "khoảng quý IV/2023",
    "Quý III/2023 hoặc quý IV/2023",
    "Quý IV/2023 và các năm tiếp theo",
    "quý IV/2023, sau khi có hướng dẫn của Trung ương",
    "trong vòng 15 ngày kể từ ngày 01/9/2023",
    "theo Quyết định số 320/QĐ-TTg ngày 08/03/2022",
    "ngày 25 hằng tháng",
    "định kỳ trước ngày 15/12/2023",
    "Quý IV/2023, trước ngày 15/9/2023",
    "Quý III/2023 (trước ngày 15/10/2023)",
]

OF_THE_PLANS_YEAR = """
Quý III                      | 01/07/2023 | 30/09/2023
Quý III, IV                  | 01/07/2023 | 31/12/2023
tháng 11                     | 01/11/2023 | 30/11/2023
trước 15/11                  |            | 14/11/2023
6 tháng cuối năm             | 01/07/2023 | 31/12/2023
Quý I/2024                   | 01/01/2024 | 31/03/2024
Quý IV/2023 (tháng 11)       | 01/10/2023 | 30/11/2023
"""


def _day(text: str) -> date | None:
    day, month, year = text.split("/") if text else ("", "", "")
    return date(int(year), int(month), int(day)) if text else None


def _rows(table: str) -> list[tuple[str, Due]]:
    rows = ([part.strip() for part in line.split("|")] for line in table.strip().splitlines())
    return [(text, Due(_day(first), _day(last))) for text, first, last in rows]


@pytest.mark.parametrize(("text", "due"), _rows(READABLE))
def test_read_due(text, due):
    assert read_due(text) == due


@pytest.mark.parametrize("text", UNREADABLE)
def test_nothing_is_guessed(text):
    assert read_due(text) is None


@pytest.mark.parametrize(("text", "due"), _rows(OF_THE_PLANS_YEAR))
def test_a_year_that_is_not_said_is_the_plans(text, due):
    assert read_due(text, 2023) == due


def test_a_year_that_is_not_said_is_that_of_the_day_behind():
    assert read_due("từ 15/12 đến 15/01/2024", 2023) is None


def test_find_dues_keeps_the_words_and_what_cannot_be_read():
    text = "Trình công nhận: trước ngày 31/11/2023. Công bố: trước ngày 31/12/2023."
    assert find_dues(text) == (
        Dated("Trình công nhận", "trước ngày 31/11/2023", None),
        Dated("Công bố", "trước ngày 31/12/2023", Due(None, date(2023, 12, 30))),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước ngày 31/11/2023.", True),
        ("Quý III; IV/2023", True),
        ("(Quý IV/2023)", True),
        ("đến hết năm 2025 đạt bình quân từ 10 tiêu chí/xã", False),
        ("thường xuyên", False),
        ("", False),
    ],
)
def test_is_deadline(text, expected):
    assert is_deadline(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thường xuyên", True),
        ("Hằng  năm", True),
        ("hàng quý, trước ngày 25", True),
        ("năm 2023", False),
        ("ngân hàng", False),
    ],
)
def test_is_standing(text, expected):
    assert is_standing(text) is expected
