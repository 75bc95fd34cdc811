"""Sums of remaining work, worked by hand."""

from decimal import Decimal

import pytest

from communes.domain.names import Unit
from criteria.domain.quantities import Amount
from reports.domain.works import Asked, Group, Grouping, Topic, Total, WorkItem, grouped

NORTH = Unit(1, "901", "Mường Đông", "huyện", level="district")
SOUTH = Unit(2, "902", "Tủa Xanh", "huyện", level="district")
FIRST, SECOND = Unit(11, "90101", "Ẳng Cang", "xã"), Unit(12, "90102", "Nà Tấu", "xã")
THIRD, FREE = Unit(21, "90201", "Đứa Mòn", "xã"), Unit(31, "90901", "Tự Do", "xã")
ROADS = Topic(2, "2", "Giao thông", "nông thôn mới", (0, 2))
ROADS_PLUS = Topic(102, "2", "Giao thông", "nông thôn mới nâng cao", (1, 2))
HOMES = Topic(9, "9", "Nhà ở", "nông thôn mới", (0, 9))


def amount(what, quantity, unit, funded=None):
    return Amount(what, Decimal(quantity), unit, None if funded is None else Decimal(funded))


def item(commune, topic, *amounts, district=NORTH, source="Biểu số 01", text="Việc"):
    return WorkItem(commune, district, topic, topic.number if topic else "", text, amounts, source=source)


ITEMS = (
    item(FIRST, ROADS, amount("cứng hóa", "4.5", "km")),
    item(FIRST, ROADS, amount("cứng hoá", "6.2", "km")),
    item(FIRST, HOMES, amount("xóa nhà tạm", 221, "nhà"), text="Xóa 221 nhà tạm"),
    item(SECOND, ROADS, amount("bê tông hóa", "12.5", "km", 6), amount("xây cầu", 2, "cầu")),
    item(SECOND, HOMES),
    item(THIRD, ROADS_PLUS, amount("cứng hóa", 2, "km", 0), district=SOUTH, source="Biểu số 02"),
    item(FREE, None, amount("", "1.5", "ha"), district=None, source="Biểu số 02"),
)


def lines(group):
    return [
        (one.title, str(one.quantity), one.unit, one.funded, one.communes, one.works) for one in group.totals
    ]


def test_units_are_never_added_together():
    (whole,) = grouped(ITEMS, Grouping.WORK)
    assert lines(whole) == [
        ("Cứng hóa", "12.7", "km", 0, 2, 3),
        ("Bê tông hóa", "12.5", "km", 6, 1, 1),
        ("Cộng km", "25.2", "km", 6, 3, 4),
        ("(không ghi việc)", "1.5", "ha", None, 1, 1),
        ("Xóa nhà tạm", "221", "nhà", None, 1, 1),
        ("Xây cầu", "2", "cầu", None, 1, 1),
    ]


def test_item_of_two_amounts_is_one_work():
    (whole,) = grouped([item(FIRST, ROADS, amount("A", 2, "km"), amount("A", 3, "km"))], Grouping.WORK)
    assert lines(whole) == [("A", "5", "km", None, 1, 1)]


def test_what_has_no_quantity_is_counted_as_such():
    whole = Group(None, ITEMS)
    assert (len(whole.items), whole.counted, whole.uncounted, whole.communes) == (7, 6, 1, 4)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (Grouping.DISTRICT, [(NORTH, 5), (SOUTH, 1), (None, 1)]),
        (Grouping.COMMUNE, [(FIRST, 3), (SECOND, 2), (THIRD, 1), (FREE, 1)]),
        (Grouping.CRITERION, [(ROADS, 3), (HOMES, 2), (ROADS_PLUS, 1), (None, 1)]),
    ],
)
def test_groups_in_order(by, keys):
    assert [(group.key, len(group.items)) for group in grouped(ITEMS, by)] == keys


def test_groups_of_nothing():
    assert [grouped((), by) for by in Grouping] == [()] * 4


def test_groups_add_up_to_the_whole():
    (whole,) = grouped(ITEMS, Grouping.WORK)
    for by in Grouping:
        parts = [total for group in grouped(ITEMS, by) for total in group.totals if not total.is_sum]
        found = {}
        for part in parts:
            found[part.title, part.unit] = found.get((part.title, part.unit), 0) + part.quantity
        assert {name.replace("oá", "óa"): value for (name, _), value in found.items()} == {
            one.title: one.quantity for one in whole.totals if not one.is_sum
        }


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (
            Total("cứng hóa", "km", Decimal("61.4"), Decimal(6), 8, 9, 6),
            "Cần cứng hóa: 61,4 km ở 6 xã, trong đó 6 km đã bố trí vốn",
        ),
        (
            Total("bản đạt chuẩn văn hóa", "bản", Decimal(2), None, 1, 1, 1),
            "Bản đạt chuẩn văn hóa: 2 bản ở 1 xã",
        ),
        (Total(None, "người", Decimal(12345), None, 3, 3, 3), "Cộng người: 12.345 người ở 3 xã"),
        (
            Total("", "", Decimal(3), Decimal(0), 0, 1, 1),
            "(không ghi việc): 3 ở 1 xã, trong đó 0 đã bố trí vốn",
        ),
    ],
)
def test_sums_in_words(total, said):
    assert total.said == said


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        (Asked(), [0, 1, 2, 3, 4, 5, 6]),
        (Asked(district="901"), [0, 1, 2, 3, 4]),
        (Asked(district="-"), [6]),
        (Asked(commune="90102"), [3, 4]),
        (Asked(topic="102"), [5]),
        (Asked(topic="-"), [6]),
        (Asked(source="Biểu số 02"), [5, 6]),
        (Asked(uncounted=True), [4]),
        (Asked(what="cứng hóa", unit="km"), [0, 1, 5]),
        (Asked(what="cứng hóa", unit="m"), []),
        (Asked(unit="km"), [0, 1, 3, 5]),
        (Asked(what="", unit="ha"), [6]),
        (Asked(district="902", topic="2"), []),
    ],
)
def test_narrowed(asked, places):
    found = [(one.commune, one.topic, one.text) for one in asked.narrow(ITEMS)]
    assert found == [(ITEMS[place].commune, ITEMS[place].topic, ITEMS[place].text) for place in places]


def test_narrowed_to_a_work_only_its_amounts_count():
    (found,) = Asked(what="bê tông hóa", unit="km").narrow(ITEMS)
    assert found.amounts == (amount("bê tông hóa", "12.5", "km", 6),)


def test_criteria_of_two_sets_are_told_apart():
    assert [one.title(several=True) for one in (ROADS, ROADS_PLUS)] == [
        "2. Giao thông (nông thôn mới)",
        "2. Giao thông (nông thôn mới nâng cao)",
    ]
    assert ROADS.title(several=False) == "2. Giao thông"
