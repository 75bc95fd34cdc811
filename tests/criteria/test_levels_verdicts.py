"""What the office confirms decides proposals, from its day on and not before."""

from datetime import date

import pytest

from criteria.services.sheets import open_sheet
from criteria.services.verdicts import judge_sheet
from tests.factories import make_period

from .grids import put
from .levels import address, make_levels, sent


@pytest.fixture
def periods(world, cast):
    """Two half-years of 2022; in both the same commune has 72 % of indicator 1.2, and an income of 36."""
    make_levels(world)
    days = {"last_day": date(2022, 12, 14), "opens_on": date(2022, 12, 1), "due_on": date(2022, 12, 25)}
    both = [make_period(world), make_period(world, code="nam-2022", closes_on=None, **days)]
    for period in both:
        put(cast.staff, period, "district", period.opens_on, **{"i1.2_90101": "72", "i2_90101": "36"})
    return [open_sheet(period, "district") for period in both]


def proposals(periods, world, key="i1.2"):
    first = world.communes[0].pk
    return [str(judge_sheet(sheet, [first]).at(first, key).proposal.state) for sheet in periods]


@pytest.fixture
def save(client, cast, world):
    client.force_login(cast.staff)
    url = address(world)

    def post(changed):
        assert client.post(url, sent(client.get(url).text) | changed).status_code == 302

    return post


def test_nothing_is_decided_before_it_is_confirmed(periods, world, save):
    assert proposals(periods, world) == ["no_data", "no_data"]
    save({"1.2/TDMNPB:xn": "on"})
    assert proposals(periods, world) == ["met", "met"]


def test_amended_level_counts_from_its_date_and_not_before(periods, world, save):
    save({"1.2/TDMNPB:xn": "on"})
    save({"1.2/TDMNPB:muc": "75", "tu": "01/07/2022"})
    assert proposals(periods, world) == ["met", "not_met"]


@pytest.mark.parametrize(("day", "expected"), [("14/12/2022", "not_met"), ("15/12/2022", "met")])
def test_amendment_counts_on_its_very_day(periods, world, save, day, expected):
    save({"1.2/TDMNPB:xn": "on"})
    save({"1.2/TDMNPB:muc": "75", "tu": day})
    assert proposals(periods, world) == ["met", expected]


def test_taken_back_level_decides_no_more(periods, world, save):
    save({"1.2/TDMNPB:xn": "on"})
    save({"1.2/TDMNPB:bo": "on"})
    assert proposals(periods, world) == ["no_data", "no_data"]


def test_level_of_another_year_decides_nothing(periods, world, save):
    save({"2/TDMNPB/2023:xn": "on"})
    assert proposals(periods, world, "i2") == ["no_data", "no_data"]
    save({"2/TDMNPB/2022:xn": "on"})
    assert proposals(periods, world, "i2") == ["met", "met"]
