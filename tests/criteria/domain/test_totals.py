"""The worked table of docs/summaries.md, figure by figure."""

from decimal import Decimal

import pytest

from criteria.domain.totals import Band, Reading, Rules, by_district, summarize

BANDS = (Band("3", 3, 3), Band("1–2", 1, 2), Band("0", 0, 0))
RULES = Rules(criteria=("1", "2", "3"), bands=BANDS)
# Two districts of the worked table: 10 has three communes, one of them unknown; 20 has one.
READINGS = (
    Reading(1, 10, frozenset({"1", "2", "3"})),
    Reading(2, 20, frozenset({"1"})),
    Reading(3, 10, frozenset()),
    Reading(4, 10),
)


def counts(summary):
    return {part.band.key: part.count for part in summary.bands}


def test_summary_of_all_communes():
    summary = summarize(READINGS, RULES)
    assert (summary.communes, summary.with_data, summary.no_data) == (4, 3, 1)
    assert summary.met == {"1": 2, "2": 1, "3": 1}
    assert (summary.total, summary.average, summary.met_all) == (4, Decimal("1.33"), 1)
    assert counts(summary) == {"3": 1, "1-2": 1, "0": 1}
    assert (summary.outside, summary.is_complete) == (0, False)


def test_summary_of_each_district():
    groups = by_district(READINGS, RULES)
    found = {key: (one.communes, one.with_data, one.total, one.average) for key, one in groups.items()}
    assert found == {10: (3, 2, 3, Decimal("1.50")), 20: (1, 1, 1, Decimal("1.00"))}


def test_unknown_communes_have_no_average():
    summary = summarize([Reading(1, 10), Reading(2, 10)], RULES)
    assert (summary.communes, summary.with_data, summary.total, summary.average) == (2, 0, 0, None)
    assert counts(summary) == {"3": 0, "1-2": 0, "0": 0}


def test_commune_that_meets_nothing_counts_in_the_average():
    summary = summarize([Reading(1, 10, frozenset()), Reading(2, 10, frozenset({"1"}))], RULES)
    assert (summary.with_data, summary.average) == (2, Decimal("0.50"))


@pytest.mark.parametrize(
    ("digits", "cut", "average"),
    [
        (2, False, "0.67"),
        (2, True, "0.66"),
        (1, False, "0.7"),
        (1, True, "0.6"),
        (0, False, "1"),
        (0, True, "0"),
    ],
)
def test_average_is_rounded_by_the_plan(digits, cut, average):
    rules = Rules(criteria=("1",), digits=digits, cut=cut)
    readings = [Reading(n, None, frozenset({"1"} if n else ())) for n in range(3)]
    assert str(summarize(readings, rules).average) == average


def test_communes_outside_the_bands_are_told():
    rules = Rules(criteria=("1", "2"), bands=(Band("2", 2, 2),))
    readings = [Reading(1, 1, frozenset({"1"})), Reading(2, 1, frozenset({"1", "2"}))]
    summary = summarize(readings, rules)
    assert (counts(summary), summary.outside) == ({"2": 1}, 1)


def test_criteria_of_another_set_are_not_counted():
    summary = summarize([Reading(1, 1, frozenset({"1", "18"}))], RULES)
    assert (summary.total, summary.met) == (1, {"1": 1, "2": 0, "3": 0})


def test_communes_without_district_stand_apart():
    groups = by_district([Reading(1, None, frozenset({"1"})), Reading(2, 10)], RULES)
    assert {key: one.communes for key, one in groups.items()} == {None: 1, 10: 1}
