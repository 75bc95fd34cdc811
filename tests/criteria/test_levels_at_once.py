"""Many confirm one line at once on PostgreSQL: one is stored, the others are told."""

from dataclasses import replace

import pytest
from django.db import connection

from accounts.models import FigureChange
from criteria.models import Threshold
from criteria.services.levels import read_levels
from criteria.services.levels_store import LevelEdit, StaleLevelsError, Wanted, store_levels

from .levels import FIRST, make_levels
from .test_concurrency import WRITERS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share SQLite's test database"),
]


def test_of_many_saves_of_one_line_one_is_stored(world, cast):
    make_levels(world)
    place = {"province": world.province, "criteria_set": world.criteria_set, "day": FIRST}
    line = read_levels(*place.values()).lines["1.2/TDMNPB"]

    def save(number):
        level = replace(line.level, own=True, confirmed=True, value=75 + number, text=str(75 + number))
        edit = LevelEdit(line.code, line.state, level, FIRST)
        try:
            store_levels(**place, wanted=Wanted([edit]), user=cast.staff)
        except StaleLevelsError as error:
            return error.codes
        return []

    told = at_once(save)
    assert sorted(map(len, told)) == [0] + [1] * (WRITERS - 1)
    stored = Threshold.objects.get(province=world.province)
    assert (stored.value, FigureChange.objects.count()) == (75 + told.index([]), 1)
