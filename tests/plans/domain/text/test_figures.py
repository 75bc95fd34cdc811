"""The figures that the text of plan 1986 repeats, and what is none."""

import pytest

from plans.domain.text.figures import Said, SaidList, figures_in, lists_in


def said(text, **options):
    return [
        (found.line, found.text, found.of, found.percent, found.year) for found in figures_in(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Đến năm 2025, có 100% số xã đạt; có 89/115 xã đạt tiêu chí số 2 về Giao thông, đạt 77,39%.",
            [("7.4.2", "89", "115", "77,39", 2025)],
        ),
        (
            "97/115 xã đạt tiêu chí số 14 về Giáo dục đạt 84,34%; 103/115 xã đạt tiêu chí số 15 về Y tế.",
            [("7.4.14", "97", "115", "84,34", None), ("7.4.15", "103", "115", "", None)],
        ),
        (
            "có 75/115 xã đạt tiêu chí số 9 về Nhà ở, đạt 65,21%, có 33/115 xã đạt tiêu chí số 11, đạt "
            "28,69%; Tỷ lệ hộ nghèo giảm từ 5-5,5%/năm.",
            [("7.4.9", "75", "115", "65,21", None), ("7.4.11", "33", "115", "28,69", None)],
        ),
        (
            "Có 01 xã đạt chuẩn nông thôn mới kiểu mẫu¹; 09 xã đạt chuẩn nông thôn mới nâng cao²; 76 xã "
            "đạt chuẩn và cơ bản đạt chuẩn nông thôn mới; (Trong đó, có 32 xã đạt chuẩn nông thôn mới³)",
            [("7.1", "01", "", "", None), ("7.2", "09", "", "", None), ("7.3.19", "32", "", "", None)],
        ),
        ("cần phấn đấu có ít nhất 01 xã đạt chuẩn nông thôn mới", []),
        ("các xã đạt chuẩn tiêu chí số 15 về Y tế; Nội dung 2,3,4", []),
        ("Tỷ lệ hộ nghèo ở khu vực nông thôn giảm xuống còn 22,0%;", [("4", "22,0", "", "", None)]),
    ],
)
def test_figures_are_found_with_what_stands_beside_them(text, expected):
    assert said(text) == expected


def test_outside_of_the_goals_only_criteria_count():
    text = "đã có 21 xã đạt chuẩn nông thôn mới; 62 xã đạt tiêu chí số 2"
    assert said(text, is_goal=False) == [("7.4.2", "62", "", "", None)]


def test_share_of_villages_stands_behind_them():
    text = "Có 650 thôn, bản được công nhận đạt chuẩn nông thôn mới và thôn bản kiểu mẫu, chiếm 50,9% tổng số"
    assert [(found.line, found.text, found.percent) for found in figures_in(text)] == [("8", "650", "50,9")]


def test_words_are_kept():
    assert list(figures_in("86 xã đạt tiêu chí 4")) == [Said("7.4.4", "86", "86 xã đạt tiêu chí 4")]


def test_list_with_its_count_is_found():
    text = "Dự kiến (2 xã): Huyện Điện Biên (xã Mường Pòn) và TP. Điện Biên Phủ (xã Pá Khoang)."
    assert [(found.count, found.names) for found in lists_in(text)] == [
        (2, "Huyện Điện Biên (xã Mường Pòn) và TP. Điện Biên Phủ (xã Pá Khoang).")
    ]
    assert isinstance(next(lists_in(text)), SaidList)
