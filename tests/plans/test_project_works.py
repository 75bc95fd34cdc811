"""Remaining work as data, from tables made by hand: commune, criterion, item."""

from decimal import Decimal

import pytest

from communes.domain.names import Unit
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import PlannedAmount, PlannedWork
from plans.services.project_works import project_works
from tests.factories import make_annex, make_criteria_set, make_indicators

pytestmark = pytest.mark.django_db
ROAD = "Chỉ tiêu 2.2: Cần bê tông hóa: 12,5 Km (trong đó 6 Km đã bố trí vốn đầu tư)."
HALLS = "Chỉ tiêu 6.3: Cần xây dựng 03 Nhà văn hóa Bản; sửa chữa, nâng cấp 06 Nhà văn hóa Bản."


@pytest.fixture
def annex(world):
    make_indicators(world.criteria[1], [("2.1", "boolean"), ("2.2", "percentage")])
    make_indicators(world.criteria[5], [("6.3", "boolean")])
    return make_annex(world.plan, "commune-gaps-ntm", label="Biểu số 01", position=5)


def item(text, place=1):
    return Row(RowKind.ITEM, None, {"work": Cell(text, text)}, line=str(place))


def block(number, *texts):
    return Row(RowKind.CRITERION, None, {}, tuple(map(item, texts, range(1, 99))), line=number)


def table(commune, *blocks):
    unit = Unit(commune.pk, commune.code, commune.name, "xã")
    return AnnexTable((Row(RowKind.UNIT, unit, {"name": Cell(commune.title)}, blocks),))


def stored():
    rows = PlannedWork.objects.select_related("criterion", "indicator").order_by("commune", "position")
    return [
        (
            one.position,
            one.number,
            getattr(one.criterion, "number", None),
            getattr(one.indicator, "number", None),
        )
        for one in rows
    ]


def test_items_become_works(world, annex):
    project_works(annex, table(world.communes[0], block("2", ROAD), block("6", HALLS)))
    assert stored() == [(1, "2.2", "2", "2.2"), (2, "6.3", "6", "6.3")]
    assert set(PlannedWork.objects.values_list("plan", "annex", "commune", "text")) == {
        (world.plan.pk, annex.pk, world.communes[0].pk, text) for text in (ROAD, HALLS)
    }


def test_amounts_stand_behind_their_work(world, annex):
    project_works(annex, table(world.communes[0], block("2", ROAD), block("6", HALLS)))
    rows = PlannedAmount.objects.order_by("work__position", "position")
    assert list(rows.values_list("work__number", "position", "what", "quantity", "unit", "funded")) == [
        ("2.2", 1, "bê tông hóa", Decimal("12.5"), "km", Decimal(6)),
        ("6.3", 1, "xây dựng nhà văn hóa bản", Decimal(3), "nhà văn hóa", None),
        ("6.3", 2, "sửa chữa, nâng cấp nhà văn hóa bản", Decimal(6), "nhà văn hóa", None),
    ]


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("2", "Chỉ tiêu 2.1: Cứng hóa", ("2.1", "2", "2.1")),
        ("2", "Tiêu chí số 02: Cứng hóa", ("2", "2", None)),
        ("2", "Cứng hóa", ("", "2", None)),
        ("2(2)", "Cứng hóa", ("", "2", None)),
        ("18", "Chỉ tiêu 18.73: Tuyên truyền", ("18.73", "18", None)),
        ("19", "Chỉ tiêu 2.1: Đào tạo", ("2.1", "19", None)),  # a slip of the sheet: it stands under 19
        ("", "Chỉ tiêu 2.1: Cứng hóa", ("2.1", "2", "2.1")),
        ("", "Tiêu chí số 2: Cứng hóa", ("2", "2", None)),
        ("", "Chỉ tiêu 18.73: Tuyên truyền", ("18.73", None, None)),
        ("99", "Cứng hóa", ("", None, None)),
        ("2", "Chỉ tiêu 2.1; 2.2: Cứng hóa", ("2.1; 2.2", "2", None)),
    ],
)
def test_numbers_are_those_of_the_set(world, annex, number, text, expected):
    project_works(annex, table(world.communes[0], block(number, text)))
    assert stored() == [(1, *expected)]


def test_the_annex_may_go_by_another_set(world, annex):
    other = make_criteria_set(3)
    make_indicators(other.criteria.get(number="2"), [("2.2", "boolean")])
    annex.other_set = other
    annex.save()
    project_works(annex, table(world.communes[0], block("2", ROAD)))
    assert PlannedWork.objects.get().indicator.criterion.criteria_set == other


def test_a_new_version_replaces_the_old_works_of_its_annex(world, annex):
    other = make_annex(world.plan, "commune-gaps-advanced", label="Biểu số 02", position=6)
    project_works(annex, table(world.communes[0], block("2", ROAD, ROAD)))
    project_works(other, table(world.communes[0], block("2", ROAD)))
    project_works(annex, table(world.communes[1], block("6", HALLS)))
    rows = PlannedWork.objects.order_by("annex", "position").values_list("annex__code", "commune", "number")
    assert list(rows) == [
        ("commune-gaps-ntm", world.communes[1].pk, "6.3"),
        ("commune-gaps-advanced", world.communes[0].pk, "2.2"),
    ]
    assert PlannedAmount.objects.count() == 3


def test_rows_without_a_work_or_a_commune_are_none(world, annex):
    district = Unit(world.north.pk, "901", "Mường Đông", "huyện", level="district")
    heading = Row(RowKind.DISTRICT, district, {"work": Cell("2 km")})
    project_works(annex, AnnexTable((heading, *table(world.communes[0], block("2", "")).rows)))
    assert not PlannedWork.objects.exists()


@pytest.mark.parametrize("items", [1, 30])
def test_few_queries(world, annex, items, django_assert_num_queries):
    rows = table(world.communes[0], block("2", *[ROAD] * items))
    with django_assert_num_queries(5):
        project_works(annex, rows)
