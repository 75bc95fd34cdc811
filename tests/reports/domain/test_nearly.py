"""The tables of the province's list in docs/shortfall.md, and what narrows the list."""

from pathlib import Path

import pytest

from communes.domain.names import Unit
from criteria.domain.values import State
from plans.domain.definition import CriterionFacts
from reports.domain.nearly import (
    CriterionCount,
    Narrowed,
    Proposed,
    count_criteria,
    near_communes,
    stand_by_proposals,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "shortfall.md"
CRITERIA = tuple(CriterionFacts(number, f"Tiêu chí {number}", f"TC {number}") for number in "12345")
NORTH = Unit(1, "901", "Mường Đông", "huyện", level="district")


def table(head):
    lines = PAGE.read_text(encoding="utf-8").partition(f"{head}\n")[2].strip("\n").partition("\n\n")[0]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines.splitlines()[1:]]


COMMUNES = table("| xã | đạt | chưa đạt | chưa kết luận | thiếu | place |")
COUNTS = table("| criterion | alone | near | lacking |")


@pytest.fixture
def rows():
    """A to C lie in the district, the others in none."""
    units = [
        (Unit(id_, row[0], row[0], "xã"), NORTH if id_ < 3 else None) for id_, row in enumerate(COMMUNES)
    ]
    states = {
        id_: dict.fromkeys(row[1].split(), State.MET) | dict.fromkeys(row[2].split(), State.NOT_MET)
        for id_, row in enumerate(COMMUNES)
    }
    return near_communes(units, states, CRITERIA)


def names(rows):
    return "".join(row.unit.name for row in rows)


def test_order_and_count(rows):
    expected = sorted((row for row in COMMUNES if row[5]), key=lambda row: row[5])
    assert [(row.unit.name, str(row.count)) for row in rows] == [(row[0], row[4]) for row in expected]


def test_what_is_lacking(rows):
    found = next(row for row in rows if row.unit.name == "D")
    assert [(one.criterion.number, one.state) for one in found.lacking] == [
        ("2", State.NOT_MET),
        ("4", State.NOT_MET),
        ("5", State.NO_DATA),
    ]
    assert (found.met, found.unjudged) == (2, 1)


def test_counts_by_criterion(rows):
    counts = count_criteria(rows, CRITERIA)
    told = [(one.criterion.number, *map(str, (one.alone, one.near, one.lacking))) for one in counts]
    assert told == COUNTS


def test_what_nobody_lacks_is_counted_as_nought(rows):
    assert count_criteria(rows[:1], CRITERIA[:1]) == (CriterionCount(CRITERIA[0], 0, 0, 0),)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Narrowed(), "CBED"),
        (Narrowed(count="1"), "CB"),
        (Narrowed(count="3"), "D"),
        (Narrowed(count="hon"), "F"),
        (Narrowed(count="het"), "CBEDF"),
        (Narrowed(criterion="5"), "ED"),
        (Narrowed(count="het", criterion="1"), "F"),
        (Narrowed(district="901"), "CB"),
        (Narrowed(district="-", count="2"), "E"),
        (Narrowed(district="902"), ""),
    ],
)
def test_narrowed(rows, asked, expected):
    assert names(asked.narrow(rows)) == expected


@pytest.mark.parametrize(
    ("proposals", "stand", "told"),
    [
        ({}, Proposed(2, (), ()), ""),
        ({"4": State.MET}, Proposed(1, (), ("4",)), "đề xuất đạt 4"),
        ({"1": State.NOT_MET}, Proposed(3, ("1",), ()), "đề xuất chưa đạt 1"),
        (
            {"1": State.NOT_MET, "2": State.MET, "4": State.MET, "5": State.NOT_MET},
            Proposed(2, ("1",), ("4",)),
            "đề xuất đạt 4; đề xuất chưa đạt 1",
        ),
        ({"3": State.NOT_APPLICABLE}, Proposed(3, ("3",), ()), "đề xuất chưa đạt 3"),
    ],
)
def test_by_proposals(rows, proposals, stand, told):
    row = next(row for row in rows if row.unit.name == "E")
    found = stand_by_proposals(row, proposals)
    assert (found, found.told, found.differs) == (stand, told, bool(told))
