"""Cells merged over free rows, when rows go, come or say something themselves."""

from dataclasses import replace

import pytest

from plans.domain.merge import compare, merge
from plans.domain.statements import Statement, UnstatableError, stated_rows
from plans.domain.table import AnnexTable, Cell, Row, RowKind

from ..free import INDEX, annex

TASKS = annex("policy-tasks")


def task(line, lead="", rows=1, name="Việc"):
    cells = {"stt": Cell(line, line), "name": Cell(name, name), "lead": Cell(lead, lead, rows=rows)}
    return Row(RowKind.ITEM, None, cells, line=line)


STORED = AnnexTable((task("1", "Sở A", 3), task("2"), task("3"), task("4", "Sở B"), task("5")))


def leads(table):
    return {
        row.line: (row.cell("lead").text, row.cell("lead").rows)
        for row in table.rows
        if row.cell("lead").text
    }


def after(*rows):
    return leads(merge(TASKS, STORED, compare(TASKS, STORED, rows), INDEX))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {"1": ("Sở A", 3), "4": ("Sở B", 1)}),
        ([task("2", name="")], {"1": ("Sở A", 2), "4": ("Sở B", 1)}),
        ([task("1", name="")], {"2": ("Sở A", 2), "4": ("Sở B", 1)}),
        ([task("2", "Sở C")], {"1": ("Sở A", 1), "2": ("Sở C", 1), "3": ("Sở A", 1), "4": ("Sở B", 1)}),
        ([task("1", "Sở C")], {"1": ("Sở C", 1), "2": ("Sở A", 2), "4": ("Sở B", 1)}),
        ([task("1", "Sở C", 2), task("2")], {"1": ("Sở C", 2), "3": ("Sở A", 1), "4": ("Sở B", 1)}),
        ([task("2.1")], {"1": ("Sở A", 4), "4": ("Sở B", 1)}),
        ([task("4", "Sở B", 2), task("5")], {"1": ("Sở A", 3), "4": ("Sở B", 2)}),
    ],
)
def test_what_was_said_of_a_row_is_still_said(rows, expected):
    assert after(*rows) == expected


def in_sheet(line, lead=""):
    row = task(line)
    return replace(row, cells={**row.cells, "lead": Cell(lead, lead, address=f"C{line}")})


@pytest.mark.parametrize(("lead", "expected"), [("Sở A", {"1": ("Sở A", 1)}), ("Sở C", {"1": ("Sở C", 1)})])
def test_a_sheet_with_all_the_rows_says_itself_how_they_are_merged(lead, expected):
    assert after(in_sheet("1", lead), in_sheet("2"), in_sheet("3")) == expected | {"4": ("Sở B", 1)}


def stated(*statements):
    rows = stated_rows(TASKS, STORED, INDEX, statements)
    return leads(merge(TASKS, STORED, compare(TASKS, STORED, rows), INDEX))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([Statement(1, {"due": "Quý I/2024"}, line="2")], {"1": ("Sở A", 3), "4": ("Sở B", 1)}),
        (
            [Statement(1, {"lead": "Sở C"}, line="2")],
            {"1": ("Sở A", 1), "2": ("Sở C", 1), "3": ("Sở A", 1), "4": ("Sở B", 1)},
        ),
        (
            [Statement(1, {"lead": "Sở C"}, line="1")],
            {"1": ("Sở C", 1), "2": ("Sở A", 2), "4": ("Sở B", 1)},
        ),
        (
            [Statement(place, {"lead": "Sở C"}, line=str(place)) for place in (1, 2, 3)],
            {"1": ("Sở C", 1), "2": ("Sở C", 1), "3": ("Sở C", 1), "4": ("Sở B", 1)},
        ),
    ],
)
def test_statements_are_of_single_rows(statements, expected):
    assert stated(*statements) == expected


def test_every_statement_that_cannot_be_taken_is_named():
    wrong = [Statement(4, {"due": "Quý I/2024"}, unit=("commune", 99)), Statement(7, {"due": "x"}, line="")]
    with pytest.raises(UnstatableError) as told:
        stated_rows(TASKS, STORED, INDEX, [Statement(2, {"due": "Quý I/2024"}, line="1"), *wrong])
    assert sorted(told.value.problems) == [4, 7]
