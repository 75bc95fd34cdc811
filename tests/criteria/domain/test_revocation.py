"""The table of docs/recognition.md: when QĐ 18/2022/QĐ-TTg has something to look at."""

import re
from pathlib import Path

import pytest

from criteria.domain.revocation import Mark, revocation_hint
from criteria.domain.values import State

PAGE = Path(__file__).parents[3] / "docs" / "recognition.md"
# (criteria, unmet, of them key ones, of them "cơ bản đạt", no data) → whether there is a hint
ROWS = re.findall(
    r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (có|không) \|", PAGE.read_text("utf-8"), re.M
)


def marks(total, unmet, keys=0, nearly=0, empty=0):
    """Key ones come first among the unmet, those nearly met last."""
    states = [State.NOT_MET] * (unmet - nearly) + [State.BASICALLY_MET] * nearly + [State.NO_DATA] * empty
    states += [State.MET] * (total - len(states))
    return [Mark(f"TC {n}", state, n <= keys) for n, state in enumerate(states, start=1)]


def test_page_has_the_table():
    assert len(ROWS) >= 15


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_table_of_the_page(row):
    *numbers, said = row
    assert (revocation_hint(marks(*map(int, numbers))) is not None) == (said == "có")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((19, 7, 1), "7/19 tiêu chí chưa đạt, có TC 1"),
        ((19, 10), "10/19 tiêu chí chưa đạt"),
        ((19, 8, 2, 3), "8/19 tiêu chí chưa đạt (trong đó 3 cơ bản đạt), có TC 1, TC 2"),
        ((19, 6, 1, 0, 4), "6/19 tiêu chí chưa đạt, có TC 1; 4 tiêu chí chưa có số liệu"),
    ],
)
def test_hint_is_told_with_its_figures(given, told):
    assert revocation_hint(marks(*given)).told == told


def test_key_criterion_that_is_met_or_unknown_is_none_of_the_unmet():
    unmet = marks(19, 7)
    assert revocation_hint([*unmet[:-1], Mark("Thu nhập", State.MET, True)]) is None
    assert revocation_hint([*unmet[:-1], Mark("Thu nhập", State.NO_DATA, True)]) is None


def test_not_applicable_counts_as_neither():
    """Nine of nineteen without a key one, and what does not concern the commune."""
    assert (
        revocation_hint([*marks(16, 9), *(Mark("K", State.NOT_APPLICABLE, True) for _ in range(3))]) is None
    )


def test_nothing_evaluated_hints_at_nothing():
    assert revocation_hint([]) is None
    assert revocation_hint(marks(19, 0, empty=19)) is None
