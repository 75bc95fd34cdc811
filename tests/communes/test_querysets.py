"""Who sees and edits which unit, for each kind of area."""

from datetime import date
from types import SimpleNamespace

import pytest

from communes.domain.areas import EVERYWHERE, Area
from communes.models import Alias, Commune, CommuneStatus, District, Province
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def names(rows) -> list[str]:
    return [row.name for row in rows]


def somebody(*areas: Area):
    """All that access reads of a user."""
    return SimpleNamespace(areas=areas)


@pytest.fixture
def areas(world) -> dict[str, Area]:
    """One area of each kind, by name; all of them may edit and administer."""
    first, _, third, _ = world.communes
    rights = {"edits": True, "manages": True, "administers": True}
    of = world.province.pk
    return {
        "nowhere": Area(province_id=-1, **rights),
        "everywhere": EVERYWHERE,
        "province": Area(of, **rights),
        "district": Area(of, world.north.pk, **rights),
        "first": Area(of, None, first.pk, **rights),
        "third": Area(of, world.south.pk, third.pk, **rights),
    }


NORTH, SOUTH, OTHER = ["Ẳng Cang", "Nà Tấu"], ["Đứa Mòn", "Nặm Ét"], ["Chiềng Ơn"]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], []),
        (["nowhere"], []),
        (["everywhere"], NORTH + SOUTH + OTHER),
        (["province"], NORTH + SOUTH),
        (["district"], NORTH),
        (["first"], ["Ẳng Cang"]),
        (["first", "third"], ["Ẳng Cang", "Đứa Mòn"]),
        (["district", "third"], [*NORTH, "Đứa Mòn"]),
        (["first", "everywhere"], NORTH + SOUTH + OTHER),
    ],
)
def test_communes_of_each_kind_of_area(areas, kinds, expected):
    user = somebody(*(areas[kind] for kind in kinds))
    assert sorted(names(Commune.objects.visible_to(user))) == sorted(expected)
    assert sorted(names(Commune.objects.editable_by(user))) == sorted(expected)


@pytest.mark.parametrize(
    ("kinds", "visible", "editable"),
    [
        ([], [], []),
        (["everywhere"], ["Mai Lộc", "Mường Đông", "Tủa Xanh"], ["Mai Lộc", "Mường Đông", "Tủa Xanh"]),
        (["province"], ["Mường Đông", "Tủa Xanh"], ["Mường Đông", "Tủa Xanh"]),
        (["district"], ["Mường Đông"], ["Mường Đông"]),
        (["first"], ["Mường Đông"], []),
        (["district", "third"], ["Mường Đông", "Tủa Xanh"], ["Mường Đông"]),
    ],
)
def test_districts_of_each_kind_of_area(areas, kinds, visible, editable):
    user = somebody(*(areas[kind] for kind in kinds))
    assert sorted(names(District.objects.visible_to(user))) == visible
    assert sorted(names(District.objects.editable_by(user))) == editable


@pytest.mark.parametrize(
    ("kinds", "visible", "editable"),
    [
        ([], [], []),
        (["everywhere"], ["Bản Lạc", "Hồng Lam"], ["Bản Lạc", "Hồng Lam"]),
        (["province"], ["Hồng Lam"], ["Hồng Lam"]),
        (["district"], ["Hồng Lam"], []),
        (["first"], ["Hồng Lam"], []),
    ],
)
def test_provinces_of_each_kind_of_area(areas, kinds, visible, editable):
    user = somebody(*(areas[kind] for kind in kinds))
    assert sorted(names(Province.objects.visible_to(user))) == visible
    assert sorted(names(Province.objects.editable_by(user))) == editable


def test_who_only_reads_edits_nothing(world):
    user = somebody(Area(world.province.pk))
    assert names(Commune.objects.visible_to(user)) == NORTH + SOUTH
    for model in (Commune, District, Province, Alias):
        assert list(model.objects.editable_by(user)) == []


def test_aliases_are_edited_by_administrators_of_their_province(world, areas):
    rows = [
        Alias.objects.create(commune=world.communes[0], name="Áng Cang"),
        Alias.objects.create(district=world.north, name="Mường Dông"),
        Alias.objects.create(commune=world.other_commune, name="Chiềng Ờn"),
    ]
    assert set(Alias.objects.editable_by(somebody(areas["province"]))) == set(rows[:2])
    assert set(Alias.objects.editable_by(somebody(EVERYWHERE))) == set(rows)
    assert set(Alias.objects.editable_by(somebody(Area(world.province.pk, edits=True)))) == set()


def test_a_commune_with_several_statuses_comes_once_and_can_be_updated(world, areas):
    first = world.communes[0]
    first.statuses.update(valid_to=date(2020, 12, 31))
    CommuneStatus.objects.create(commune=first, district=world.north, valid_from=date(2021, 1, 1))
    found = Commune.objects.visible_to(somebody(areas["district"]))
    assert names(found) == NORTH
    assert found.update(note="x") == 2


def test_programme_on_a_day(world):
    _, second, third, _ = world.communes
    second.statuses.update(in_programme=False)
    third.statuses.update(valid_to=date(2021, 12, 31))
    CommuneStatus.objects.create(commune=third, district=world.north, valid_from=date(2022, 1, 1))
    found = Commune.objects.filter(province=world.province).in_programme(DAY)
    assert [(unit.name, unit.district_id) for unit in found] == [
        ("Ẳng Cang", world.north.pk),
        ("Đứa Mòn", world.north.pk),
        ("Nặm Ét", world.south.pk),
    ]


def test_programme_keeps_provinces_apart(world):
    Province.objects.filter(pk=world.other_province.pk).update(sort_order=1)
    assert names(Commune.objects.in_programme(DAY)) == [*NORTH, *SOUTH, *OTHER]


def test_units_on_a_day(world):
    Commune.objects.filter(pk=world.communes[0].pk).update(valid_to=DAY)
    Commune.objects.filter(pk=world.communes[1].pk).update(valid_from=date(2022, 6, 30))
    assert names(Commune.objects.filter(province=world.province).on(DAY)) == ["Ẳng Cang", *SOUTH]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ang cang", ["Ẳng Cang"]),
        ("ẲNG", ["Ẳng Cang"]),
        ("90202", ["Nặm Ét"]),
        ("đua mon", ["Đứa Mòn"]),
        ("x", []),
    ],
)
def test_search_needs_no_tone_marks(world, text, expected):
    assert names(Commune.objects.search(text)) == expected
