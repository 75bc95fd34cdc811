"""The small world is what its docstrings say."""

import pytest

from communes.models import Commune, District


def seen(model, user):
    return [unit.name for unit in model.objects.visible_to(user)]


def test_world_has_four_communes_in_programme(world):
    communes = Commune.objects.in_programme(world.plan.units_date).filter(province=world.province)
    assert [(unit.name, unit.district_id) for unit in communes] == [
        ("Ẳng Cang", world.north.pk),
        ("Nà Tấu", world.north.pk),
        ("Đứa Mòn", world.south.pk),
        ("Nặm Ét", world.south.pk),
    ]


@pytest.mark.parametrize(
    ("who", "districts", "communes"),
    [
        ("admin", ["Mường Đông", "Tủa Xanh"], ["Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét"]),
        ("department", ["Mường Đông", "Tủa Xanh"], ["Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét"]),
        ("officer", ["Mường Đông"], ["Ẳng Cang", "Nà Tấu"]),
        ("part_officer", ["Mường Đông", "Tủa Xanh"], ["Ẳng Cang", "Đứa Mòn"]),
        ("clerk", ["Mường Đông"], ["Ẳng Cang"]),
        ("outsider", ["Mai Lộc"], ["Chiềng Ơn"]),
    ],
)
def test_cast_sees_own_area_only(cast, who, districts, communes):
    user = getattr(cast, who)
    assert (seen(District, user), seen(Commune, user)) == (districts, communes)


@pytest.mark.parametrize(
    ("who", "communes"),
    [
        ("staff", ["Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét"]),
        ("department", []),
        ("officer", ["Ẳng Cang", "Nà Tấu"]),
        ("part_officer", ["Ẳng Cang", "Đứa Mòn"]),
        ("leader", []),
    ],
)
def test_cast_edits_own_area_only(cast, who, communes):
    assert [unit.name for unit in Commune.objects.editable_by(getattr(cast, who))] == communes
