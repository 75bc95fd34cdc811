"""The table of cell texts in docs/results.md, line by line."""

from decimal import Decimal
from pathlib import Path

import pytest

from criteria.domain.values import BadResultError, Kind, Measure, format_result, parse_result

PAGE = Path(__file__).resolve().parents[3] / "docs" / "results.md"
HEAD = "| column | typed | kept as | state | value |"
LINES = PAGE.read_text(encoding="utf-8").partition(f"{HEAD}\n|---|---|---|---|---|\n")[2].partition("\n\n")[0]
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in LINES.splitlines()]
UNITS = {"amount": "triệu đồng/người/năm", "percentage": "%"}


def test_table_is_there():
    assert (len(ROWS), {len(row) for row in ROWS}) == (22, {5})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_line(row):
    kind, typed, kept, state, value = row
    column = Measure("i1", "1", "1", "", "", Kind(kind), unit=UNITS.get(kind, ""), by_sex=True)
    try:
        read = parse_result(typed, column)
    except BadResultError as error:
        assert (kept, state) == ("refused", error.code)
        return
    assert (format_result(read, column), str(read.state)) == (kept, state)
    assert read.value == (Decimal(value) if value else None)
