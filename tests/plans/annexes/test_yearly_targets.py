"""Which lines run up and which add, and what follows where they do not."""

import pytest

from plans.annexes.yearly_rules import Years, years_of
from plans.annexes.yearly_targets import definition
from plans.domain.definition import CriterionFacts
from plans.domain.entries import Scope
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.rules import check_rules, computed_table
from plans.domain.table import AnnexTable
from plans.domain.write.lines import printed_lines
from tests.plans.dien_bien import name_index
from tests.plans.domain.small import plan_facts
from tests.plans.targets import YEARLY_HEADING, YEARLY_KEYS, to_bytes, workbook, yearly, yearly_rows


def table(**changed):
    """The printed lines with cells changed: ``{"7.2": {"goal": "10"}}`` by line."""
    rows = yearly_rows()
    lines = [line.key for line in yearly().lines if not line.is_optional]
    for key, cells in changed.items():
        for name, text in cells.items():
            rows[lines.index(key)][YEARLY_KEYS.index(name)] = text
    parsed = parse(read_workbook(to_bytes(workbook(YEARLY_HEADING, rows))), yearly(), name_index(), Scope())
    return AnnexTable(parsed.rows)


def findings(**changed):
    found = check_rules(yearly(), table(**changed), name_index())
    return [(finding.code, finding.cell, finding.stated, finding.computed) for finding in found]


ROUNDED = ("rounding", "H10", "92,7", "92,65")
BANDS = ("bands-sum", "E16", "114", "115")


def test_printed_annex_has_one_wrong_sum_and_one_rounding():
    assert findings() == [ROUNDED, BANDS]


def test_lines_say_how_their_years_stand_to_the_goal():
    adding = [line.key for line in yearly().lines if years_of(line.key) is Years.ADD]
    none = [line.key for line in yearly().lines if years_of(line.key) is Years.NONE]
    assert (adding, none) == (["1", "7.1", "7.2", "8.1", "8.2"], ["7", "7.3", "7.4"])
    assert years_of("7.3.19") is Years.RUN_UP


@pytest.mark.parametrize(
    ("line", "cells", "expected"),
    [
        ("7.2", {"goal": "10"}, ("yearly-sum", "D14", "10", "9")),
        ("8.1", {"y2025": "27"}, ("yearly-sum", "D41", "142", "143")),
        ("2", {"y2025": "15,40"}, ("last-year-target", "H6", "15,40", "15,46")),
        ("6", {"y2025": "92,5"}, ("last-year-target", "H10", "92,5", "92,7")),
        ("8", {"goal": "651"}, ("subtotal", "D40", "651", "650")),
        ("7.1", {"note": "Thanh Hưng, Pom Lót"}, ("list-count", "I13", "1", "2")),
        ("7.2", {"note": "Quắm Xrễ"}, ("unknown-commune", "I14", "Quắm Xrễ", "")),
    ],
)
def test_what_does_not_follow_is_told_at_its_cell(line, cells, expected):
    assert expected in findings(**{line: cells})


@pytest.mark.parametrize("text", ["abc?", "4O", "1 5 3", "dưới"])
def test_figure_that_cannot_be_read_is_told(text):
    assert ("unclear-figure", "F7", text, "") in findings(**{"3": {"y2023": text}})


@pytest.mark.parametrize(
    "text", ["", "-", "≥ 65", ">= 65", "trên 90%", "khoảng 1.200", "Dưới 5,5 %", "65-70", "26,6 triệu đồng"]
)
def test_figure_in_words_that_say_one_is_not_told(text):
    assert [code for code, *_ in findings(**{"3": {"y2023": text}})] == ["rounding", "bands-sum"]


def test_nothing_follows_from_a_blank_or_a_text():
    blank = {"2": {"y2025": ""}, "7.2": {"baseline": ""}, "8": {"goal": ""}, "6": {"goal": "≥ 92"}}
    assert [found for found in findings(**blank) if found != BANDS] == []


def test_computed_print_changes_no_blank_and_no_rounding():
    whole = table(**{"7.2": {"goal": "10"}, "2": {"y2025": "15,4"}, "3": {"y2025": "26,00"}})
    shown = printed_lines(yearly(), computed_table(yearly(), whole, name_index()))
    stated = printed_lines(yearly(), whole)
    changed = [
        (now, before)
        for one, other in zip(shown, stated, strict=True)
        for now, before in zip(one.texts, other.texts, strict=True)
        if now != before
    ]
    assert changed == [("26,60", "26,00"), ("9", "10")]


def test_criteria_and_bands_are_those_of_the_set():
    criteria = tuple(CriterionFacts(str(number), f"Tiêu chí {number}", "") for number in range(1, 11))
    keys = [
        line.key for line in definition(plan_facts(criteria=criteria)).lines if line.key.startswith("7.3.")
    ]
    assert keys == ["7.3.10", "7.3.5-9", "7.3.0-4"]
