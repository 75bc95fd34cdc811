"""Lists of communes as they are pasted: lines, commas, "và", districts beside the names, cells of a sheet."""

import pytest

from communes.domain.names import Likeness, NameIndex, Unit
from criteria.domain.name_lists import is_heading, match_printed, split_names

DISTRICTS = [
    Unit(1, "901", "Mường Đông", "huyện", "district"),
    Unit(2, "902", "Tủa Xanh", "huyện", "district"),
]
COMMUNES = [
    Unit(11, "90101", "Ẳng Cang", "xã", district_id=1, aliases=("Ảng Cang",)),
    Unit(12, "90102", "Nà Tấu", "xã", district_id=1),
    Unit(21, "90201", "Nà Tấu", "xã", district_id=2),
    Unit(22, "90202", "Nặm Ét", "xã", district_id=2),
]
INDEX = NameIndex([*DISTRICTS, *COMMUNES])


def names(text):
    return [(one.line, one.name, one.district) for one in split_names(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Ẳng Cang", [(1, "Ẳng Cang", "")]),
        ("Ẳng Cang\n\nNặm Ét\n", [(1, "Ẳng Cang", ""), (3, "Nặm Ét", "")]),
        ("Ẳng Cang, Nà Tấu và Nặm Ét.", [(1, "Ẳng Cang", ""), (1, "Nà Tấu", ""), (1, "Nặm Ét", "")]),
        ("Các xã: Ẳng Cang; Nặm Ét", [(1, "Ẳng Cang", ""), (1, "Nặm Ét", "")]),
        ("các xã Ẳng Cang, Nặm Ét", [(1, "xã Ẳng Cang", ""), (1, "Nặm Ét", "")]),
        ("Nà Tấu, huyện Tủa Xanh, Nặm Ét", [(1, "Nà Tấu", "huyện Tủa Xanh"), (1, "Nặm Ét", "")]),
        (
            "Nà Tấu huyện Tủa Xanh và Nặm Ét - huyện Tủa Xanh",
            [(1, "Nà Tấu", "huyện Tủa Xanh"), (1, "Nặm Ét", "huyện Tủa Xanh")],
        ),
        ("1\tNà Tấu\tTủa Xanh\n2\tNặm Ét", [(1, "Nà Tấu", "Tủa Xanh"), (2, "Nặm Ét", "")]),
        ("\t\n1\t2", []),
    ],
)
def test_names_of_a_text(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "likeness", "ids"),
    [
        ("Ẳng Cang", Likeness.EXACT, [11]),
        ("xã ang cang", Likeness.FOLDED, [11]),
        ("Ảng Cang", Likeness.ALIAS, [11]),
        ("Nà Tấu", Likeness.DOUBTFUL, [12, 21]),
        ("Nà Tấu, huyện Tủa Xanh", Likeness.EXACT, [21]),
        ("Nà Tấu (huyện Tủa Xanh)", Likeness.EXACT, [21]),
        ("Nà Tấu\tMường Đông", Likeness.EXACT, [12]),
        ("Nặm Ét, huyện Mường Đông", Likeness.DOUBTFUL, [22]),
        ("Nặm Ét, huyện Không Có", Likeness.DOUBTFUL, [22]),
        ("Nặm Eng", Likeness.DOUBTFUL, [22]),
        ("Hà Nội", Likeness.UNKNOWN, []),
    ],
)
def test_commune_meant(text, likeness, ids):
    (printed,) = split_names(text)
    match = match_printed(printed, INDEX)
    assert (match.likeness, [one.id for one in ((match.unit,) if match.unit else match.candidates)]) == (
        likeness, ids,
    )  # fmt: skip


def test_key_of_a_question_does_not_hang_on_its_line():
    assert split_names("Nặm Ét\nNà Tấu")[1].key == split_names("Nà Tấu")[0].key


def test_headings_name_no_commune():
    assert [is_heading(text) for text in ("Các xã:", "STT", "Tên xã", "Xã", "Xa Dung")] == [True] * 4 + [
        False
    ]
