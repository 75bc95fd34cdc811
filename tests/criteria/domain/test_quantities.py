"""Remaining work as printed, and the amounts it states. All items of Sơn La's two annexes are in the data."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from criteria.domain.quantities import Amount, amounts_of, read_item
from criteria.domain.work_figures import unit_of
from ntm.numbers import plain

PRINTED = Path(__file__).parents[2] / "data" / "viec_con_lai_son_la.csv"


def printed_items():
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def said(amounts):
    """ "12.5 km: bê tông hóa [6] + …": quantity, unit, work, and in brackets what has its funds."""
    return " + ".join(
        f"{plain(one.quantity)} {one.unit}: {one.what}"
        + ("" if one.funded is None else f" [{plain(one.funded)}]")
        for one in amounts
    )


@pytest.mark.parametrize(("text", "number", "amounts"), printed_items())
def test_items_of_son_la(text, number, amounts):
    found = read_item(text)
    assert (found.number, said(found.amounts), found.doubtful) == (number, amounts, ())


def test_half_of_the_items_count_something():
    found = [read_item(text).amounts for text, _, _ in printed_items()]
    assert (len(found), sum(not amounts for amounts in found), sum(map(len, found))) == (128, 64, 68)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Chỉ tiêu 2.2: Cần cứng hóa", "2.2"),
        ("Chỉ tiêu số 5.6: Cần xây dựng", "5.6"),
        ("Tiêu chí số 14.4: Cần có", "14.4"),
        ("Tiêu chí số 10: Phấn đấu", "10"),
        ("Tiêu chí 06 - Xây nhà", "6"),
        ("- Chỉ tiêu 2.2 Cần cứng hóa", "2.2"),
        ("CHỈ TIÊU 17.12: Tăng thêm", "17.12"),
        ("Chỉ tiêu 17.1; 17.2: Vận động", "17.1; 17.2"),
        ("Cần cứng hóa 2.2 km", ""),
        ("Chỉ tiêu sử dụng nước sạch", ""),
        ("2.2. Cần cứng hóa", "2.2"),
        ("2.2: Cần cứng hóa", "2.2"),
        ("2.2 - Cần cứng hóa", "2.2"),
        ("2. Cần cứng hóa", ""),
    ],
)
def test_number_before_the_text(text, number):
    assert read_item(text).number == number


@pytest.mark.parametrize(
    ("text", "amounts", "doubtful"),
    [
        ("Cần cứng hóa 1.250 km đường trục bản", "", ("1.250 km",)),
        ("Cần cứng hóa 1.250,5 km", "1250.5 km: cứng hóa", ()),
        ("Hỗ trợ 1.250 hộ", "1250 hộ: hỗ trợ", ()),
        ("Hỗ trợ 10 333 người", "10333 người: hỗ trợ", ()),
        ("Hỗ trợ 10,5 người", "", ("10,5 người",)),
        ("Vận động nhân dân hiến 1.200 m2 đất", "", ("1.200 m2",)),
        ("Cần cứng hóa 0.250 km", "0.25 km: cứng hóa", ()),
        ("Cần cứng hóa 10,33333 km", "", ("10,33333 km",)),
        ("Cứng hoá 3 - 5 km", "", ("5 km",)),
        ("Trong năm 2023 200 hộ được dùng nước sạch", "", ("200 hộ",)),
        ("Hỗ trợ hai hộ", "", ()),
        ("Cứng hóa 2 km 300 m", "", ("2 km",)),
        ("Làm 2 km đường, khẩu hiệu 30 cái", "2 km: làm đường, khẩu hiệu 30 cái", ("30 cái",)),
        ("2,5 ha", "2.5 ha: ", ()),
    ],
)
def test_figures(text, amounts, doubtful):
    found = read_item(text)
    assert (said(found.amounts), found.doubtful) == (amounts, doubtful)


@pytest.mark.parametrize(
    "text",
    [
        "Phấn đấu đạt 12 bản văn hóa",
        "Phấn đấu đạt 11/15 bản văn hóa",
        "Tăng từ 120 hộ lên 150 hộ",
        "Giảm số hộ nghèo xuống còn 50 hộ",
        "Giảm hộ nghèo còn 50 hộ",
        "Cứng hóa từ 3 đến 5 km",
        "Năm 2023 người dân tham gia BHYT đạt 95%",
        "Thực hiện Nghị quyết số 05 trường học",
        "Xây dựng trường cấp 2 điểm trung tâm",
        "Sửa đường bản 5 hộ ông Lường",
        "Mỗi bản 02 thùng rác",
        "Trồng cây xanh (4m2/người)",
        "Trồng cây xanh (4m 2 /người)",
        "Cần kinh phí 500 triệu đồng",
        "Sản phẩm OCOP 3 sao, mã GL4",
    ],
)
def test_levels_names_and_rates_are_no_work(text):
    assert read_item(text).amounts == ()


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Đầu tư 02 công trình nước sạch cho 120 hộ", "2 công trình: đầu tư công trình nước sạch cho 120 hộ"),
        ("Xây mới 2 cầu, sửa chữa, nâng cấp 3 cống", "2 cầu: xây mới cầu + 3 cống: sửa chữa, nâng cấp cống"),
        (
            "Đào tạo 20 người về chăn nuôi, thú y và xây dựng 3 mô hình",
            "20 người: đào tạo người về chăn nuôi, thú y + 3 mô hình: xây dựng mô hình",
        ),
        (
            "Xây dựng 03 NVH; 02 sân thể thao",
            "3 nhà văn hóa: xây dựng nhà văn hóa + 2 sân: xây dựng sân thể thao",
        ),
        (
            "Cứng hóa đường 5 km và 300 m rãnh thoát nước",
            "5 km: cứng hóa + 300 m: cứng hóa rãnh thoát nước",
        ),
        ("Lắp 20 thùng rác tại 15 bản", "20 thùng: lắp thùng rác"),
        ("Lắp đặt loa ở 15 bản", "15 bản: lắp đặt loa"),
        ("Lắp đặt loa ở 15 bản, 2 thôn", ""),
        ("Cứng hóa đường trục xã 2 km, đường ngõ xóm 3 km", "2 km: cứng hóa + 3 km: cứng hóa"),
        (
            "Nâng cấp 3km đường bản, 2km đường nội đồng",
            "3 km: nâng cấp đường bản + 2 km: nâng cấp đường nội đồng",
        ),
        (
            "Xây dựng 02 phòng học, 01 phòng chức năng",
            "2 phòng học: xây dựng phòng học + 1 phòng: xây dựng phòng chức năng",
        ),
        ("Trường Mầm non: xây dựng 03 phòng học", "3 phòng học: xây dựng phòng học"),
        ("(Đường trục bản): Cần cứng hóa 4 km", "4 km: cứng hóa"),
        ("Tiêu chí số 2 - Giao thông: Cần cứng hóa 4 km", "4 km: cứng hóa"),
        ("Hỗ trợ xóa 15 nhà tạm, nhà dột nát", "15 nhà: xóa nhà tạm"),
        ("Còn thiếu 02 phòng học", "2 phòng học: phòng học"),
        ("Hiện còn 5,2 km chưa được cứng hóa", "5.2 km: cứng hóa"),
        ("Cứng hóa đường rộng 3,5m dài 2km", "2 km: cứng hóa"),
        ("Xây dựng 2 mô hình, mỗi mô hình 20 hộ", "2 mô hình: xây dựng mô hình"),
        ("Cứng hóa bình quân 5 km", ""),
        ("Cứng hóa đường bản 5 km", "5 km: cứng hóa"),
        ("Cần làm: 1. Cứng hóa 2 km; 2. Xây 3 cống", "2 km: cứng hóa + 3 cống: xây cống"),
        ("Cần:\n- Cứng hóa 2 km\n- Xây 3 cống", "2 km: cứng hóa + 3 cống: xây cống"),
        ("a) cứng hóa 2 km; b) xây 3 cống", "2 km: cứng hóa + 3 cống: xây cống"),
        ("Mở rộng đường 1,5 km; nâng cao 02 sân", "1.5 km: mở rộng đường + 2 sân: nâng cao sân"),
        ("Mở rộng mặt đường từ 3m lên 5m", ""),
        ("Lắp trạm biến áp 100kVA", ""),
    ],
)
def test_several_figures(text, amounts):
    assert said(read_item(text).amounts) == amounts


@pytest.mark.parametrize(
    ("behind", "funded"),
    [
        ("(trong đó 6 Km đã bố trí vốn đầu tư)", 6),
        ("(trong đó 6 km đã bố trí vốn, 6,5 km chưa bố trí vốn)", 6),
        (", trong đó đã có vốn 6,5 km", Decimal("6.5")),
        (", đã bố trí vốn 5 km", 5),
        ("; đã bố trí vốn 5 km", 5),
        ("; trong đó đã bố trí vốn 5 km", 5),
        (". Trong đó đã bố trí vốn 5 km.", 5),
        ("(nguồn vốn: 1,5 tỷ đồng)", None),
        ("(đã bố trí vốn)", Decimal("12.5")),
        ("(chưa bố trí vốn)", None),
        ("(đã bố trí 2 tỷ đồng)", None),
        ("(trong đó đã có vốn 15 km)", None),
        ("(trong đó đã có vốn 3 cầu)", None),
        ("(trong đó đường bản 8 km; nội đồng 4,5 km)", None),
        (", trong đó: đường bản 8 km; nội đồng 4,5 km", None),
    ],
)
def test_funded_part(behind, funded):
    found = read_item(f"Cần cứng hóa 12,5 km {behind}").amounts
    assert found == (Amount("cứng hóa", Decimal("12.5"), "km", funded),)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Km", "km"),
        ("KM.", "km"),
        ("m2", "m²"),
        ("Nhà văn hóa Bản", "nhà văn hóa"),
        ("nhà tạm", "nhà"),
        ("đ/c", "người"),
        ("người dân", "người"),
        ("kmol", "kmol"),
        (" gói  thầu", "gói thầu"),
        ("", ""),
    ],
)
def test_one_spelling_of_units(written, unit):
    assert unit_of(written) == unit


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        (("Chỉ tiêu 2.2: Cần cứng hóa 6.2 Km", Decimal("6.2"), "Km", Decimal(2)), "6.2 km: cứng hóa [2]"),
        (("Cứng hóa đường trục bản", Decimal(3), "km", None), "3 km: cứng hóa"),
        (("Cần cứng hóa 6 km", Decimal(4), "km", None), "4 km: cứng hóa"),
        (("Xây NVH bản Mòng", Decimal(1), "Nhà văn hóa", None), "1 nhà văn hóa: xây nhà văn hóa bản mòng"),
        (("Mua sắm thiết bị", Decimal(2), "gói", None), "2 gói: mua sắm thiết bị"),
        (("Cần cứng hóa 6 km", None, "", None), "6 km: cứng hóa"),
        (("Rà soát quy hoạch", None, "", None), ""),
    ],
)
def test_typed_figures_go_before_printed_ones(typed, amounts):
    assert said(amounts_of(*typed)) == amounts


@pytest.mark.parametrize("text", ["Cứng hóa 2 km " + "đường bản " * 100, "cứng hóa 2 km; " * 41])
def test_what_is_no_single_item_is_not_read(text):
    assert read_item(text).amounts == ()


def test_a_long_list_is_read():
    assert len(read_item("cứng hóa 2 km; " * 40).amounts) == 40
