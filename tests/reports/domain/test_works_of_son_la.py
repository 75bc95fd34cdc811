"""The sums of docs/works.md, from the two annexes as the plan of 2023 prints them; worked by hand."""

import json
from pathlib import Path

import pytest

from communes.domain.names import Unit
from criteria.domain.quantities import read_item
from reports.domain.works import Grouping, WorkItem, grouped

DEMO = Path(__file__).parents[3] / "fixtures" / "demo"
FILES = ("commune-gaps-ntm.son-la-2023-176.json", "commune-gaps-advanced.son-la-2023-176.json")


def printed():
    communes = [
        row for name in FILES for row in json.loads((DEMO / name).read_text(encoding="utf-8"))["rows"]
    ]
    for place, commune in enumerate(communes):
        unit = Unit(place, str(place), commune["cells"]["name"])
        for block in commune["children"]:
            for item in block["children"]:
                read = read_item(item["cells"]["work"])
                yield WorkItem(unit, None, None, read.number, item["cells"]["work"], read.amounts)


@pytest.fixture(scope="module")
def whole():
    return grouped(tuple(printed()), Grouping.WORK)[0]


def test_what_could_be_read(whole):
    assert (whole.communes, len(whole.items), whole.counted, whole.uncounted) == (7, 128, 64, 64)


@pytest.mark.parametrize(
    "said",
    [
        "Cần cứng hóa: 99,46 km ở 7 xã",
        "Cần bê tông hóa: 47,7 km ở 4 xã, trong đó 6 km đã bố trí vốn",
        "Cần vận động mua bảo hiểm y tế: 11.047 người ở 3 xã",
        "Cần bố trí nguồn nước sạch: 1.071 hộ ở 2 xã",
        "Cần xóa nhà tạm: 282 nhà ở 4 xã",
        "Cần xây dựng nhà văn hóa bản: 14 nhà văn hóa ở 4 xã",
        "Cần lắp đặt biển chỉ dẫn, biển báo: 65 biển ở 2 xã",
    ],
)
def test_sums(whole, said):
    assert said in [total.said for total in whole.totals]
