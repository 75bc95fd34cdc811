"""Every deadline that Sơn La's plan of 2023 prints, read as days."""

from datetime import date

import pytest

from plans.domain.tasks.steps import inspection_tasks, policy_tasks

from .free import table_of

YEAR_END = date(2023, 12, 31)
LAST_DAYS = """
I.1 | Mường Sai     | 30/11 | 09/12 | 30/12
I.2 | Ngọc Chiến    | 02/12 | 11/12 | 30/12
I.3 | Sập Vạt       | 01/12 | 11/12 | 30/12
I.4 | Chiềng Pha    | 29/11 | 09/12 | 30/12
I.6 | Hua La        | 04/11 | 14/11 | 29/11
I.7 | Chiềng Bằng   | 03/12 | 14/12 | 30/12
I.8 | Chiềng Khoang | 04/12 | 14/12 | 30/12
"""


def day(text):
    number, month = text.split("/")
    return date(2023, int(month), int(number))


@pytest.fixture(scope="module")
def inspections():
    return list(inspection_tasks(table_of("inspection-schedule"), 2023))


def test_policy_tasks():
    tasks = list(policy_tasks(table_of("policy-tasks"), 2023))
    assert [(task.line, task.due.date_from, task.due.date_to) for task in tasks] == [
        ("1", date(2023, 10, 1), YEAR_END),
        *((line, date(2023, 7, 1), YEAR_END) for line in "2345"),
    ]


def test_every_step_is_dated(inspections):
    assert len(inspections) == 41
    assert [task.title for task in inspections if task.due is None] == []


@pytest.mark.parametrize("printed", LAST_DAYS.strip().splitlines())
def test_a_commune_has_five_steps(inspections, printed):
    line, name, appraisal, decision, announcement = (part.strip() for part in printed.split("|"))
    steps = [task for task in inspections if task.line == line]
    assert {task.unit.name for task in steps} == {name}
    assert [(task.step, task.due.date_to, task.done) for task in steps] == [
        ("check_1", date(2023, 9, 30), False),
        ("check_2", YEAR_END, False),
        ("appraisal", day(appraisal), False),
        ("recognition.1", day(decision), False),
        ("recognition.2", day(announcement), False),
    ]


def test_the_commune_already_announced(inspections):
    steps = [task for task in inspections if task.line == "I.5"]
    assert [(task.step, task.due.date_to, task.done) for task in steps] == [
        ("check_1", date(2023, 9, 30), True),
        ("check_2", YEAR_END, True),
        ("appraisal", date(2023, 3, 31), True),
    ]


def test_sections_without_headings_have_one_step(inspections):
    steps = [(task.line, task.due.date_from, task.due.date_to) for task in inspections if task.line > "II"]
    assert steps == [(line, date(2023, 7, 1), YEAR_END) for line in ("II.1", "III.1", "IV.1")]
