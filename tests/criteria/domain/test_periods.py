"""The cut-off days of NĐ 09/2019/NĐ-CP Điều 12, as docs name them, and how periods are called."""

from datetime import date

import pytest

from criteria.domain.periods import Proposal, propose, propose_up_to


@pytest.mark.parametrize(
    ("kind", "number", "name", "code", "first", "last"),
    [
        ("month", 1, "tháng 1/2026", "thang-1-2026", date(2025, 12, 15), date(2026, 1, 14)),
        ("month", 3, "tháng 3/2026", "thang-3-2026", date(2026, 2, 15), date(2026, 3, 14)),
        ("month", 12, "tháng 12/2026", "thang-12-2026", date(2026, 11, 15), date(2026, 12, 14)),
        ("quarter", 1, "quý I/2026", "quy-1-2026", date(2025, 12, 15), date(2026, 3, 14)),
        ("quarter", 2, "quý II/2026", "quy-2-2026", date(2026, 3, 15), date(2026, 6, 14)),
        ("quarter", 3, "quý III/2026", "quy-3-2026", date(2026, 6, 15), date(2026, 9, 14)),
        ("quarter", 4, "quý IV/2026", "quy-4-2026", date(2026, 9, 15), date(2026, 12, 14)),
        ("half_year", 1, "6 tháng đầu năm 2026", "6-thang-2026", date(2025, 12, 15), date(2026, 6, 14)),
        ("nine_months", 1, "9 tháng năm 2026", "9-thang-2026", date(2025, 12, 15), date(2026, 9, 14)),
        ("year", 1, "năm 2026", "nam-2026", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_days_of_reporting_periods(kind, number, name, code, first, last):
    found = propose(kind, 2026, number)
    assert (found.name, found.code, found.first_day, found.last_day) == (name, code, first, last)


def test_entry_opens_on_the_first_and_is_due_on_the_25th():
    found = propose("half_year", 2022)
    assert (found.opens_on, found.due_on) == (date(2022, 6, 1), date(2022, 6, 25))


@pytest.mark.parametrize(
    ("day", "name", "code", "first"),
    [
        (date(2023, 3, 31), "đến 31/3/2023", "den-31-3-2023", date(2022, 12, 15)),
        (date(2023, 2, 8), "đến 08/02/2023", "den-8-2-2023", date(2022, 12, 15)),
        (date(2023, 12, 31), "đến 31/12/2023", "den-31-12-2023", date(2022, 12, 15)),
    ],
)
def test_period_up_to_a_day(day, name, code, first):
    found = propose_up_to(day)
    assert (found.name, found.code, found.first_day, found.last_day) == (name, code, first, day)


def test_period_up_to_a_day_is_open_before_it_ends():
    days = (date(2022, 12, 15), date(2023, 3, 31), date(2023, 3, 18), date(2023, 4, 11))
    assert propose_up_to(date(2023, 3, 31)) == Proposal("đến 31/3/2023", "den-31-3-2023", *days)


@pytest.mark.parametrize(("kind", "number"), [("month", 13), ("quarter", 0), ("year", 2), ("up_to", 1)])
def test_no_such_period(kind, number):
    with pytest.raises(ValueError, match="no period"):
        propose(kind, 2026, number)
