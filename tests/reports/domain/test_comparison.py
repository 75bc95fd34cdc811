from criteria.domain.totals import Reading
from reports.domain.comparison import Comparison, compare, compare_each, still_to_go

CRITERIA = ("1", "2", "3")
WANTED = {1: frozenset("123"), 2: frozenset("1"), 3: frozenset("12")}
BOTH = Reading(1, 10, frozenset("12"))
BEYOND = Reading(2, 10, frozenset("12"))
NO_DATA = Reading(3, 10)
NO_TARGET = Reading(4, 10, frozenset("1"))


def test_commune_with_both():
    assert compare([BOTH], WANTED, CRITERIA) == Comparison(3, 2, 1, 1, 1, 1)
    assert compare([BOTH], WANTED, CRITERIA).difference == -1


def test_what_is_met_beyond_the_target_does_not_fill_a_gap():
    both = compare([BOTH, BEYOND], WANTED, CRITERIA)
    assert (both.target, both.met, both.difference, both.to_go) == (4, 4, 0, 1)


def test_commune_without_data_is_neither_met_nor_to_go():
    one = compare([NO_DATA], WANTED, CRITERIA)
    assert (one.target, one.met, one.to_go, one.difference) == (2, None, None, None)


def test_commune_without_target():
    one = compare([NO_TARGET], WANTED, CRITERIA)
    assert (one.target, one.met, one.to_go, one.difference) == (None, 1, None, None)


def test_sums_over_different_communes_are_not_set_off():
    group = compare([BOTH, NO_DATA, NO_TARGET], WANTED, CRITERIA)
    assert group == Comparison(5, 3, 1, with_target=2, with_data=2, both=1)
    assert (group.difference, group.is_partial) == (None, True)


def test_criterion_by_criterion():
    each = compare_each([BOTH, BEYOND, NO_DATA], WANTED, CRITERIA)
    assert {number: (one.target, one.met, one.to_go) for number, one in each.items()} == {
        "1": (3, 2, 0),
        "2": (2, 2, 0),
        "3": (1, 0, 1),
    }


def test_still_to_go_names_the_criteria_in_order():
    assert still_to_go(Reading(1, 10, frozenset("2")), WANTED, CRITERIA) == ("1", "3")
    assert still_to_go(NO_DATA, WANTED, CRITERIA) == still_to_go(NO_TARGET, WANTED, CRITERIA) == ()
