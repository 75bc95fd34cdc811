import pytest

from plans.domain.text.place_lists import places_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("Thanh Hưng", ("Thanh Hưng",)),
        ("TP Điện Biên Phủ, TX Mường Lay, huyện Điện Biên",
         ("TP Điện Biên Phủ", "TX Mường Lay", "huyện Điện Biên")),
        ("Dự kiến: Huyện Điện Biên (xã Thanh Hưng, Pom Lót); TP. Điện Biên Phủ (Nà Tấu)",
         ("Thanh Hưng", "Pom Lót", "Nà Tấu")),
        ("Mường Báng và Quài Tở", ("Mường Báng", "Quài Tở")),
        ("- Xã Nà Tấu\n- Xã Nà Nhạn", ("Nà Tấu", "Nà Nhạn")),
        ("Các xã còn lại sẽ được xem xét vào cuối năm 2025", ()),
    ],
)  # fmt: skip
def test_list_of_names_is_read(text, names):
    assert places_in(text) == names
