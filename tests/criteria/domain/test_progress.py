"""How far a unit is, in words; the state of many as one; what comes next."""

from datetime import date
from decimal import Decimal

import pytest

from criteria.domain.progress import CommuneTally, Progress, joined, names, next_step, standing
from criteria.domain.stages import SubmissionState

DUE = date(2022, 6, 25)


def progress(*given, criteria=19, met=0):
    """Communes "A", "B" … with that many criteria given."""
    rows = [
        CommuneTally(n, str(n), f"Xã {chr(65 + n)}", count, min(met, count)) for n, count in enumerate(given)
    ]
    return Progress(tuple(rows), criteria)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((19, 19), ""),
        ((0, 0), "cả 2 xã chưa có số liệu"),
        ((0,), "chưa có số liệu"),
        ((3,), "còn thiếu tiêu chí"),
        ((0, 19), "1 xã chưa có số liệu (Xã A)"),
        ((0, 3, 19), "1 xã chưa có số liệu (Xã A); 1 xã còn thiếu tiêu chí (Xã B)"),
        ((0, 0, 0, 0, 0, 19), "5 xã chưa có số liệu (Xã A, Xã B, Xã C và 2 xã khác)"),
    ],
)
def test_what_is_missing_in_words(given, words):
    assert (progress(*given).lacks, progress(*given).is_complete) == (words, not words)


def test_figures_that_nobody_concluded_from_are_no_missing_ones():
    """What is entered by indicators is begun, though no criterion is given."""
    rows = [CommuneTally(1, "1", "Xã A", figures=3), CommuneTally(2, "2", "Xã B")]
    one, both = Progress(tuple(rows[:1]), 19), Progress(tuple(rows), 19)
    assert (one.lacks, one.has_begun) == ("đã nhập chỉ tiêu, chưa kết luận tiêu chí", True)
    assert both.lacks == "1 xã chưa có số liệu (Xã B); 1 xã đã nhập chỉ tiêu, chưa kết luận tiêu chí (Xã A)"
    assert not Progress(tuple(rows[1:]), 19).has_begun


def test_names_are_cut_only_where_it_helps():
    assert names(["A", "B", "C", "D"]) == "A, B, C, D"
    assert names(["A", "B", "C", "D", "E"]) == "A, B, C và 2 xã khác"


def test_average_is_of_communes_with_data():
    found = progress(19, 19, 1, 0, met=10)
    assert (found.with_data, found.met, found.average, found.met_all) == (3, 21, Decimal("7.00"), 0)
    assert (progress(0).average, progress(19, met=19).met_all) == (None, 1)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ("", "draft"),
        ("draft sent", "draft"),
        ("sent locked", "sent"),
        ("locked locked", "locked"),
        ("draft locked returned", "returned"),
    ],
)
def test_many_as_one(states, state):
    assert joined(map(SubmissionState, states.split())) == state


@pytest.mark.parametrize(
    ("state", "day", "name"),
    [
        ("draft", DUE, "DRAFT"),
        ("draft", date(2022, 6, 26), "OVERDUE"),
        ("returned", date(2022, 6, 26), "OVERDUE"),
        ("returned", DUE, "RETURNED"),
        ("sent", date(2023, 1, 1), "SENT"),
        ("locked", date(2023, 1, 1), "LOCKED"),
    ],
)
def test_standing(state, day, name):
    assert standing(SubmissionState(state), DUE, day).name == name


@pytest.mark.parametrize(
    ("state", "complete", "sends", "waits", "closed", "step"),
    [
        ("draft", False, True, False, "", "enter"),
        ("draft", True, True, False, "", "send"),
        ("draft", True, False, False, "", "report"),
        ("draft", True, True, True, "", "wait"),
        ("draft", True, True, False, "early", "not_yet"),
        ("returned", True, True, False, "late", "closed"),
        ("returned", True, True, True, "", "mend"),
        ("sent", False, True, True, "late", "sent"),
        ("locked", False, True, True, "late", "locked"),
    ],
)
def test_next_step(state, complete, sends, waits, closed, step):
    found = next_step(SubmissionState(state), complete=complete, sends=sends, waits=waits, closed=closed)
    assert found == step
