"""Levels in words: which are higher, and which do not compare at all."""

import pytest

from criteria.domain.levels import compare, rank


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ("2|II|mức 2|Mức độ 2|mức độ II|đạt mức độ 2|cấp độ 2|từ mức 2 trở lên", ("number", 2)),
        ("Khá|khá.|loại Khá|xếp loại khá|đạt loại khá trở lên", ("xuat sac", 3)),
        ("Tốt|Giỏi|tot", ("xuat sac", 4)),
        ("B|loại B|hạng b", ("a", 2)),
        (
            "Hoàn thành tốt nhiệm vụ|hoàn thành tốt|Hoàn thành tốt nhiệm vụ trở lên",
            ("hoan thanh xuat sac", 2),
        ),
        ("3 sao|hạng 3 sao|đạt 3 sao trở lên", ("stars", 3)),
        ("hạng I|loại 2|cấp 3|bậc 1|2,5|vừa vừa|Đạt||mức", None),
    ],
)
def test_rank(texts, place):
    assert {rank(text) for text in texts.split("|")} == {place}


@pytest.mark.parametrize(
    ("text", "level", "order"),
    [
        ("Mức độ 3", "2", 1),
        ("I", "mức độ 2", -1),
        ("Trung bình", "Khá", -1),
        ("Xuất sắc", "tốt", 1),
        ("loại A", "B", 1),
        ("C", "loại C", 0),
        ("Hoàn thành", "Hoàn thành tốt nhiệm vụ", -1),
        ("Không hoàn thành nhiệm vụ", "Hoàn thành", -1),
        ("4 sao", "3 sao", 1),
        ("Hạng I", "hạng i", 0),
        ("Hạng I", "Hạng II", None),
        ("Loại B", "Khá", None),
        ("2", "Khá", None),
        ("3 sao", "3", None),
        ("đang xây dựng", "Khá", None),
    ],
)
def test_compare(text, level, order):
    found = compare(text, level)
    assert (found and found // abs(found)) == order
