from plans.domain.write.json import as_json

from . import merged
from .small import matrix, table


def test_json_holds_every_heading_and_cell():
    document = as_json(matrix(), table())
    result, average = "Kết quả thực hiện năm 2025", "Kết quả bình quân/xã"
    assert document["title"] == "Biểu chi tiết tiêu chí đến năm 2025"
    assert document["header"] == [
        ["STT", "Tên đơn vị", "Tiêu chí", "Tiêu chí", result, average],
        ["STT", "Tên đơn vị", "Giao thông", "Giáo dục và đào tạo", result, average],
    ]
    assert document["rows"][1] == {
        "kind": "unit",
        "unit": {"code": "03220", "name": "Xá Nhè"},
        "cells": ["1", "Xá Nhè", "1", "", "2", ""],
        "children": [],
    }
    assert [(row["kind"], row["unit"]) for row in document["rows"]] == [
        ("district", {"code": "098", "name": "Tủa Chùa"}),
        ("unit", {"code": "03220", "name": "Xá Nhè"}),
        ("unit", {"code": "03223", "name": "Mường Đun"}),
        ("unit", {"code": "03256", "name": "Ẳng Cang"}),
        ("total", None),
    ]


def test_rows_hold_those_inside_them():
    (commune,) = as_json(merged.blocks(), merged.block_table(communes=1, criteria=1))["rows"]
    (criterion,) = commune["children"]
    assert (commune["unit"], commune["cells"]) == (
        {"code": "00001", "name": "Mường Sai"},
        ["1", "Xã Mường Sai", "12 tiêu chí/45 chỉ tiêu.", "01 tiêu chí/12 chỉ tiêu, gồm:", "", ""],
    )
    assert (criterion["kind"], criterion["unit"], criterion["cells"]) == (
        "criterion",
        None,
        ["", "", "", "", "Tiêu chí số 1-Giao thông: chưa đạt 02 chỉ tiêu", ""],
    )
    first, second = criterion["children"]
    assert (first["kind"], first["cells"][-1][:31]) == ("item", "Chỉ tiêu 1.1: Cần bê tông hóa: ")
    assert (second["cells"][-1], second["children"]) == ("Chỉ tiêu 1.2: Cần cứng hóa ít nhất 4,5 Km.", [])
