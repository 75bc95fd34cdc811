"""Rows that a sheet lists without numbers are the stored ones that say the same."""

import pytest

from plans.domain.entries import Entry, Parsed
from plans.domain.same_rows import known_by_words
from plans.domain.table import AnnexTable, Cell, Row, RowKind

from ..free import annex

FUNDS = annex("funding")


def fund(line, name, number=""):
    cells = {"stt": Cell(number, number), "name": Cell(name, name), "amount": Cell("5", "5")}
    return Row(RowKind.ITEM, None, cells, line=line)


STORED = AnnexTable(
    (
        fund("III.1", "Ngân sách", "1"),
        fund("III.1.1", "Vốn đầu tư", "1.1"),
        fund("III.1.2", "Vốn sự nghiệp", "1.2"),
        fund("IV.1.2", "Vốn sự nghiệp", "1.2"),
        fund("IV.2", "Khác", "2"),
        fund("IV.3", "Khác", "3"),
    )
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([fund("III.1+1", "- Vốn đầu tư;")], [("III.1.1", "1.1")]),
        ([fund("III.1+1", "Vốn sự nghiệp", "-")], [("III.1.2", "1.2")]),
        ([fund("IV.1+1", "Khác")], [("IV.1+1", "")]),  # two of them
        ([fund("III.1+1", "Vốn khác")], [("III.1+1", "")]),
        ([fund("III.1.1", "Ngân sách", "1.1")], [("III.1.1", "1.1")]),
        (
            [fund("III.1.1", "Vốn A", "1.1"), fund("III.1+1", "Vốn đầu tư")],
            [("III.1.1", "1.1"), ("III.1+1", "")],
        ),
    ],
)
def test_a_row_without_number_is_known_by_its_words(rows, expected):
    parsed = known_by_words(FUNDS, STORED, Parsed(tuple(Entry(row) for row in rows), ()))
    assert [(entry.row.line, entry.row.cell("stt").text) for entry in parsed.entries] == expected
