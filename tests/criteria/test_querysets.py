"""Who sees and edits criteria sets, and whose bands hold."""

import pytest

from criteria.models import Band, CriteriaSet, Threshold

pytestmark = pytest.mark.django_db


def make_band(world, province=None, label="x") -> Band:
    return Band.objects.create(
        criteria_set=world.criteria_set, province=province, lowest=17, highest=17, label=label
    )


def test_everybody_reads_sets_and_administrators_edit_them(world, cast):
    users = (cast.admin, cast.staff, cast.officer, cast.leader)
    assert [CriteriaSet.objects.visible_to(user).count() for user in users] == [1, 1, 1, 1]
    assert [CriteriaSet.objects.editable_by(user).count() for user in users] == [1, 0, 0, 0]


def test_rows_of_a_province_are_its_own(world, cast):
    make_band(world, world.other_province, "theirs")
    make_band(world, world.province, "ours")
    of_province = Band.objects.exclude(province=None)
    assert [band.label for band in of_province.visible_to(cast.officer)] == ["ours"]
    assert [band.label for band in of_province.editable_by(cast.admin)] == ["ours"]
    assert [band.label for band in of_province.visible_to(cast.outsider)] == ["theirs"]
    assert Threshold.objects.editable_by(cast.staff).count() == 0


def test_bands_of_the_province_come_before_the_national_ones(world):
    national = [band.label for band in Band.objects.for_province(world.criteria_set, world.province)]
    make_band(world, world.province, "17 tiêu chí")
    own = [band.label for band in Band.objects.for_province(world.criteria_set, world.province)]
    assert (national, own) == (["19", "15-18", "10-14", "5-9", "0-4"], ["17 tiêu chí"])
