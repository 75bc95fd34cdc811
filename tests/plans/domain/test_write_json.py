from plans.domain.write.json import as_json

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
