from dataclasses import dataclass
from datetime import date

import pytest

from plans.domain.tasks.board import Group, Quarter, Standing, grouped, late_groups, overdue, standing_of

TODAY = date(2023, 11, 20)


@dataclass(frozen=True)
class Item:
    name: str
    standing: Standing
    due_to: date | None = None


@pytest.mark.parametrize(
    ("day", "label", "last"),
    [
        (date(2023, 1, 1), "Quý I/2023", date(2023, 3, 31)),
        (date(2023, 6, 30), "Quý II/2023", date(2023, 6, 30)),
        (date(2024, 7, 1), "Quý III/2024", date(2024, 9, 30)),
        (date(2023, 12, 31), "Quý IV/2023", date(2023, 12, 31)),
    ],
)
def test_quarter_of_a_day(day, label, last):
    quarter = Quarter.of(day)
    assert (quarter.label, quarter.last_day, Quarter.of(quarter.first_day)) == (label, last, quarter)


@pytest.mark.parametrize(
    ("due_to", "done", "again", "standing"),
    [
        (date(2023, 11, 19), False, False, Standing.OVERDUE),
        (date(2023, 11, 20), False, False, Standing.OPEN),
        (date(2023, 12, 31), False, False, Standing.OPEN),
        (date(2023, 9, 30), True, False, Standing.DONE),
        (None, False, False, Standing.UNKNOWN),
        (None, False, True, Standing.STANDING),
        (None, True, True, Standing.DONE),
    ],
)
def test_standing(due_to, done, again, standing):
    assert standing_of(due_to, done=done, standing=again, today=TODAY) == standing


def test_groups_stand_in_the_order_in_which_things_are_to_be_done():
    late = Item("quá hạn", Standing.OVERDUE, date(2023, 9, 30))
    later = Item("sau", Standing.OPEN, date(2024, 2, 1))
    done = Item("xong trước", Standing.DONE, date(2023, 10, 5))
    now = Item("quý này", Standing.OPEN, date(2023, 12, 31))
    past = Item("xong rồi", Standing.DONE, date(2023, 3, 31))
    unknown, again = Item("?", Standing.UNKNOWN), Item("mãi", Standing.STANDING)
    dayless = Item("xong, không ngày", Standing.DONE)
    assert grouped([late, later, done, now, past, unknown, again, dayless], TODAY) == [
        Group("Quý IV/2023", [now, done], Quarter(2023, 4), is_current=True),
        Group("Quý I/2024", [later], Quarter(2024, 1)),
        Group("Chưa rõ thời hạn", [unknown]),
        Group("Thường xuyên, định kỳ", [again]),
        Group("Đã xong, không ghi ngày", [dayless]),
        Group("Quý I/2023", [past], Quarter(2023, 1), is_past=True),
    ]


def test_what_is_longest_overdue_comes_first():
    first, second = (Item("a", Standing.OVERDUE, date(2023, month, 1)) for month in (3, 9))
    third = Item("c", Standing.OVERDUE, date(2023, 9, 30))
    late = overdue([third, Item("d", Standing.OPEN, TODAY), first, second])
    assert late == [first, second, third]
    assert late_groups(late) == [
        Group("Quá hạn · Quý I/2023", [first], Quarter(2023, 1)),
        Group("Quá hạn · Quý III/2023", [second, third], Quarter(2023, 3)),
    ]
