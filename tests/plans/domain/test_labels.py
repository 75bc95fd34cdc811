import pytest

from plans.domain.labels import Label, read_label
from plans.domain.read import RawCell, RawSheet

COLUMNS = {"stt": 1, "name": 2}


def label(stt, name):
    return Label(RawCell(name, 5, 2), RawCell(stt, 5, 1))


@pytest.mark.parametrize(
    ("stt", "name", "section"),
    [
        ("III", "Tủa Chùa", True),
        ("III.", "Huyện Tủa Chùa", True),
        ("A", "Huyện Tủa Chùa", True),
        ("3", "Huyện Tủa Chùa", True),
        ("", "III. Tủa Chùa", True),
        ("", "TP. Điện Biên Phủ", True),
        ("", "Cộng huyện Tủa Chùa", True),
        ("", "X. Na Sang", False),
        ("", "Tủa Chùa", False),
        ("3", "Tủa Chùa", False),
        ("III", "Xã Na Sang", False),
        ("1", "Xã Na Sang", False),
        ("1", "III. Na Sang", False),
        ("", "", False),
    ],
)
def test_section_is_told_by_words_and_number(stt, name, section):
    """ "X. Na Sang" is xã Na Sang; "III. Na Sang" with a number of its own is numbered twice."""
    assert label(stt, name).is_section is section


@pytest.mark.parametrize(
    ("stt", "name", "is_sum", "rest"),
    [
        ("", "Tổng số xã/tiêu chí", True, "xã/tiêu chí"),
        ("", "TỔNG CỘNG:", True, ""),
        ("", "Cộng huyện Tủa Chùa", True, "huyện Tủa Chùa"),
        ("", "Toàn tỉnh", True, "tỉnh"),
        ("", "Tỉnh Điện Biên", True, "Tỉnh Điện Biên"),
        ("", "Số xã đạt", True, "Số xã đạt"),
        ("5", "Tổng Hợp", False, "Hợp"),
        ("", "Na Sang", False, "Na Sang"),
        ("", "Nà Cộng", False, "Nà Cộng"),
    ],
)
def test_sum_is_told_by_its_first_word(stt, name, is_sum, rest):
    assert (label(stt, name).is_sum, label(stt, name).district_text) == (is_sum, rest)


@pytest.mark.parametrize(
    ("stt", "number"), [("12", 12), ("12.", 12), ("1)", 1), ("III", None), ("1234", None), ("", None)]
)
def test_number_is_a_small_whole_one(stt, number):
    assert (label(stt, "Na Sang").number, label(stt, "Na Sang").is_numbered) == (number, number is not None)


@pytest.mark.parametrize(
    ("name", "group"),
    [("Các xã vùng cao", True), ("Khu vực III", True), ("Nhóm 1", True), ("Tủa Chùa", False)],
)
def test_group_is_told_by_its_words(name, group):
    assert label("I", name).is_group is group


def sheet(merged=(), **cells):
    """A row 5 with cells by letter; ``merged``: columns that show the first of them."""
    row = {"AB".index(letter) + 1: RawCell(text, 5, "AB".index(letter) + 1) for letter, text in cells.items()}
    return RawSheet("Biểu", {5: row}, merged={(5, column): (5, merged[0]) for column in merged})


@pytest.mark.parametrize(
    ("cells", "merged", "found"),
    [
        ({"A": "1", "B": "Na Sang"}, (), ("Na Sang", "B5", "1")),
        ({"A": "III. Huyện Tủa Chùa"}, (1, 2), ("III. Huyện Tủa Chùa", "A5", "")),
        ({"A": "Tổng số"}, (), ("Tổng số", "A5", "")),
        ({"A": "III"}, (), ("", "B5", "III")),
        ({"A": "12"}, (), ("", "B5", "12")),
        ({"B": "Na Sang"}, (), ("Na Sang", "B5", "")),
        ({}, (), ("", "B5", "")),
    ],
)
def test_name_may_stand_over_the_number(cells, merged, found):
    read = read_label(sheet(merged, **cells), 5, COLUMNS)
    assert (read.text, read.cell.address, read.ordinal.text) == found


def test_label_without_a_column_for_numbers():
    read = read_label(sheet(B="Na Sang"), 5, {"name": 2})
    assert (read.text, read.ordinal.text) == ("Na Sang", "")
