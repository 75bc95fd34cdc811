from decimal import Decimal

import pytest

from plans.domain.definition import Rounding
from plans.domain.sums import Sums, add_up, computed_cells, has_data, in_style_of, met_count, section_sums
from plans.domain.table import AnnexTable, RowKind

from .small import ANG_CANG, INDEX, NORTH, SOUTH, XA_NHE, matrix, row, table


def unit(*texts):
    return row(RowKind.UNIT, XA_NHE, "1", "Xá Nhè", *texts, *[""] * (4 - len(texts)))


@pytest.mark.parametrize(
    ("texts", "known", "met"),
    [
        (("1", "1"), True, 2),
        (("1", ""), True, 1),
        (("0", ""), True, 0),
        (("", "", "2"), True, 0),
        (("", ""), False, 0),
        (("", "", "", "15"), False, 0),
    ],
)
def test_blank_row_has_no_data(texts, known, met):
    assert (has_data(matrix(), unit(*texts)), met_count(matrix(), unit(*texts))) == (known, met)


def test_rows_are_added_over_those_with_data():
    sums = add_up(matrix(), [unit("1", "1"), unit("0", "1"), unit("", "")], 4)
    assert sums == Sums(4, 2, {"2": Decimal(1), "14": Decimal(2), "result": Decimal(3)})
    assert (sums.is_complete, sums.average("result")) == (False, Decimal("1.5"))


def test_nothing_has_no_average():
    assert add_up(matrix(), [unit("", "")], 1).average("result") is None


def test_stated_result_is_not_what_is_added():
    assert add_up(matrix(), [unit("1", "", "19")], 1).values["result"] == 1


def test_sections_are_summed_over_their_communes():
    sums = section_sums(matrix(), table(), INDEX)
    assert {
        key: (found.communes, found.with_data, found.values["result"]) for key, found in sums.items()
    } == {
        (RowKind.DISTRICT, NORTH.id): (2, 2, 3),
        (RowKind.SUBTOTAL, NORTH.id): (2, 2, 3),
        (RowKind.DISTRICT, SOUTH.id): (2, 1, 1),
        (RowKind.SUBTOTAL, SOUTH.id): (2, 1, 1),
        (RowKind.TOTAL, None): (4, 3, 4),
    }


@pytest.mark.parametrize(
    ("stated", "value", "whole", "text"),
    [
        ("146", "145", True, "145"),
        ("1.778", "1777", True, "1.777"),
        ("1778", "1777", True, "1777"),
        ("1,146", "146", True, "146"),
        ("1,778", "1777", True, "1.777"),
        ("146,0", "145", True, "145"),
        ("", "1777", True, "1.777"),
        ("13,27", "13.3", False, "13,30"),
        ("14,0", "13.5", False, "13,5"),
        ("13.27", "13.3", False, "13,30"),
    ],
)
def test_computed_figure_is_written_as_the_stated_one(stated, value, whole, text):
    assert in_style_of(stated, Decimal(value), whole=whole) == text


@pytest.mark.parametrize(("rounding", "average"), [(Rounding.HALF_UP, "1,33"), (Rounding.CUT, "1,33")])
def test_every_sum_is_computed(rounding, average):
    definition = matrix(rounding=rounding)
    cells = computed_cells(definition, table(), INDEX)
    assert cells[RowKind.TOTAL, None] == {"2": "2", "14": "2", "result": "4", "average": average}
    assert cells[RowKind.DISTRICT, SOUTH.id] == {"2": "0", "14": "1", "result": "1", "average": "1,00"}
    assert cells[RowKind.UNIT, ANG_CANG.id] == {"result": "1"}


@pytest.mark.parametrize(("rounding", "average"), [(Rounding.HALF_UP, "0,67"), (Rounding.CUT, "0,66")])
def test_average_is_rounded_as_the_plan_says(rounding, average):
    definition = matrix(rounding=rounding)
    units = (XA_NHE, ANG_CANG, INDEX.communes[1])
    rows = [row(RowKind.UNIT, one, "", "", mark, "0", "", "") for one, mark in zip(units, "110", strict=True)]
    assert (
        computed_cells(definition, AnnexTable(tuple(rows)), INDEX)[RowKind.TOTAL, None]["average"] == average
    )
