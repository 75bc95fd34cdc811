import pytest

from plans.domain.block_text import (
    Unmet,
    counts_of,
    criterion_number,
    criterion_texts,
    item_number,
    item_texts,
    named_number,
    unmet_of,
)
from plans.domain.read import RawCell

NAMES = (("giao thong", "2"), ("van hoa", "16"), ("co so vat chat van hoa", "6"))


def cell(*lines: str) -> RawCell:
    return RawCell(" ".join(lines), 1, 1, lines=lines if len(lines) > 1 else ())


def criteria(*lines: str) -> list[str]:
    return criterion_texts(cell(*lines), lambda text: criterion_number(text) or named_number(text, NAMES))


@pytest.mark.parametrize(
    "lines, items",
    [
        (["Chỉ tiêu 2.1: A.", "Chỉ tiêu số 2.2: B"], ["Chỉ tiêu 2.1: A.", "Chỉ tiêu số 2.2: B"]),
        (["Chỉ tiêu 2.1: Cần cứng hóa ít nhất", "6.2 Km."], ["Chỉ tiêu 2.1: Cần cứng hóa ít nhất 6.2 Km."]),
        (["Chỉ tiêu 6.2: Bố trí sân", "bóng đá."], ["Chỉ tiêu 6.2: Bố trí sân bóng đá."]),
        (["Chỉ tiêu 9.1:", "Phấn đấu xóa 34 nhà."], ["Chỉ tiêu 9.1: Phấn đấu xóa 34 nhà."]),
        (["Chỉ tiêu 6.1: Ở 11 Bản.", "Cần xây chợ mới."], ["Chỉ tiêu 6.1: Ở 11 Bản.", "Cần xây chợ mới."]),
        (["Xây 05 Nhà văn hóa Bản", "Cần xây chợ"], ["Xây 05 Nhà văn hóa Bản", "Cần xây chợ"]),
        (["Nâng cấp đường của", "Bản Hua"], ["Nâng cấp đường của Bản Hua"]),
        (["Làm 12,5 Km (trong đó", "Bản Hua 6 Km)."], ["Làm 12,5 Km (trong đó Bản Hua 6 Km)."]),
        (["Cần xây dựng:", "- 3 nhà;", "- 2 sân."], ["Cần xây dựng:\n- 3 nhà;\n- 2 sân."]),
        (["- Xây nhà;", "- Xây sân."], ["- Xây nhà;", "- Xây sân."]),
        (["- Chỉ tiêu 2.1: A", "- Chỉ tiêu 2.2: B"], ["- Chỉ tiêu 2.1: A", "- Chỉ tiêu 2.2: B"]),
        (["2.1: Cần 3 km", "2.2) Cần 4 km"], ["2.1: Cần 3 km", "2.2) Cần 4 km"]),
        (["2.1. Cần 3 km", "2.2. Cần 4 km"], ["2.1. Cần 3 km", "2.2. Cần 4 km"]),
        (["9.1: Xóa 5 nhà", "10: Đạt 42 triệu"], ["9.1: Xóa 5 nhà", "10: Đạt 42 triệu"]),
        (["Chỉ tiêu 2.1: 23,1 Km. Chỉ tiêu 2.2: 4 Km."], ["Chỉ tiêu 2.1: 23,1 Km.", "Chỉ tiêu 2.2: 4 Km."]),
        (["Bổ sung theo Chỉ tiêu 2.1 và 2.2."], ["Bổ sung theo Chỉ tiêu 2.1 và 2.2."]),
        (["<p><b>Chỉ tiêu</b> 2.1: A</p> <p>Cần B</p>"], ["Chỉ tiêu 2.1: A", "Cần B"]),
        (["**Tiêu chí số 10:** Đạt 42 triệu"], ["Tiêu chí số 10: Đạt 42 triệu"]),
        ([""], []),
    ],
)
def test_lines_of_a_cell_become_items(lines, items):
    assert item_texts(cell(*lines)) == items


@pytest.mark.parametrize(
    "lines, texts",
    [
        (["Tiêu chí số 2-Giao thông: chưa đạt", "Tiêu chí 6-Văn hóa"], 2),
        (["Tiêu chí số 06-CSVC văn hóa:", "Chỉ tiêu 6.3 chưa đạt"], 1),
        (["Tiêu chí số 8: Chưa đạt", "Chỉ tiêu 8.1; 8.4"], 1),
        (["Tiêu chí số 13-Tổ chức sản xuất và", "PTKT nông thôn: chưa đạt"], 1),
        (["2-Giao thông: chưa đạt", "16. Văn hóa: chưa đạt"], 2),
        (["Giao thông: chưa đạt 04 chỉ tiêu", "Cơ sở vật chất văn hóa: chưa đạt"], 2),
        (["Tiêu chí số 2-Giao thông: chưa đạt Tiêu chí số 06-Văn hóa: Chỉ tiêu 6.3 chưa đạt"], 2),
    ],
)
def test_lines_of_a_cell_become_criteria(lines, texts):
    found = criteria(*lines)
    assert (len(found), " ".join(found)) == (texts, " ".join(lines))


@pytest.mark.parametrize(
    "text, number",
    [
        ("Chỉ tiêu số 13.7: dự kiến", "13.7"),
        ("Tiêu chí số 14.4: Cần có sổ", "14.4"),
        ("Tiêu chí số 10: Phấn đấu đạt 42 triệu", "10"),
        ("Chỉ tiêu 19.2:cần lắp đặt", "19.2"),
        ("CT 02.1 - Cần 3 km", "2.1"),
        ("Phấn đấu đạt 51 triệu đồng/người/năm.", ""),
        ("6.2 Km đường", ""),
        ("5 km đường", ""),
    ],
)
def test_number_of_an_item(text, number):
    assert item_number(text) == number


@pytest.mark.parametrize(
    "text, number",
    [
        ("Tiêu chí số 06-Cơ sở vật chất văn hóa: chưa đạt", "6"),
        ("Tiêu chí 17-Môi trường", "17"),
        ("TC 5: Giáo dục", "5"),
        ("06-Cơ sở vật chất văn hóa", "6"),
        ("04 chỉ tiêu", ""),
        ("Giao thông: chưa đạt", ""),
    ],
)
def test_number_of_a_criterion(text, number):
    assert criterion_number(text) == number


def test_criterion_is_known_by_its_longest_name():
    texts = ("Giao thông: chưa đạt", "Cơ sở vật chất văn hóa - chưa đạt", "Văn hóa", "Văn hóa bản")
    assert [named_number(text, NAMES) for text in texts] == ["2", "6", "16", ""]


@pytest.mark.parametrize(
    "text, unmet",
    [
        ("Tiêu chí số 2-Giao thông: chưa đạt 04 chỉ tiêu.", Unmet("2", count=4)),
        ("Tiêu chí số 2-Giao thông: Chỉ tiêu 6.3 chưa đạt", Unmet("2", ("6.3",))),
        ("Tiêu chí số 2: chưa đạt chỉ tiêu 13.2; 13.4; 13.6.", Unmet("2", ("13.2", "13.4", "13.6"))),
        ("Tiêu chí số 2-Thu nhập: Chưa đạt", Unmet("2")),
        ("Tiêu chí số 2: chưa đạt 03 chỉ tiêu: 2.1, 2.2", Unmet("2", ("2.1", "2.2"))),
    ],
)
def test_what_a_criterion_says_is_not_met(text, unmet):
    assert unmet_of(text, "2") == unmet


@pytest.mark.parametrize(
    "text, counts",
    [
        ("12 tiêu chí/45 chỉ tiêu.", (12, 45)),
        ("07 tiêu chí/12 chỉ tiêu, gồm:", (7, 12)),
        ("8 tiêu chí", (8, None)),
        ("19 TC/57 CT", (19, 57)),
        ("chưa đạt", None),
    ],
)
def test_counts_of_a_commune(text, counts):
    assert counts_of(text) == counts
