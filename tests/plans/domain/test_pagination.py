import pytest

from plans.domain.table import RowKind
from plans.domain.write.lines import Line
from plans.domain.write.pagination import (
    Heights,
    Layout,
    chunks,
    divided,
    lay_out,
    tall_cells,
    tall_lines,
    unmerged,
)


def lines_of(kinds="i" * 6, spans=()):
    """Lines of two columns; ``spans``: (first line, lines) of cells in the first column."""
    rows = [1] * len(kinds)
    for first, count in spans:
        rows[first : first + count] = [count, *[0] * (count - 1)]
    names = {"i": RowKind.ITEM, "d": RowKind.DISTRICT, "t": RowKind.TOTAL}
    return [
        Line(names[kind], None, (f"a{n}" if row else "", f"b{n}"), (row, 1), (min(row, 1), 1))
        for n, (kind, row) in enumerate(zip(kinds, rows, strict=True))
    ]


def starts(made, **changed):
    facts = {"lines": (10.0,) * len(made), "cells": {}, "first": 35.0, "room": 45.0} | changed
    return lay_out(made, Heights(**facts)).starts


def test_pages_are_filled():
    assert starts(lines_of("i" * 12)) == (3, 7, 11)


def test_merged_cell_makes_its_last_line_higher():
    heights = Heights((10.0,) * 6, {(0, 0): 25.0}, 100.0, 100.0, 0.0, (8.0,))
    laid = lay_out(lines_of(spans=[(0, 2)]), heights)
    assert laid == Layout((), (10.0, 15.0, 10.0, 10.0, 10.0, 10.0), (), (8.0,))


def test_every_part_of_a_cut_cell_has_room_for_its_text():
    heights = Heights((10.0,) * 6, {(0, 0): 25.0}, 35.0, 45.0)
    laid = lay_out(lines_of(spans=[(0, 6)]), heights)
    assert (laid.starts, laid.heights, laid.slack) == ((3,), (10.0,) * 6, (5.0,))
    laid = lay_out(lines_of("iiii", spans=[(0, 4)]), Heights((10.0,) * 4, {(0, 0): 25.0}, 35.0, 45.0))
    assert (laid.starts, laid.heights) == ((3,), (10.0, 10.0, 10.0, 25.0))


@pytest.mark.parametrize(
    ("kinds", "expected"), [("iidiii", 2), ("iiitii", 2), ("iiddii", 2), ("dddddd", 3), ("iiiiii", 3)]
)
def test_headings_and_totals_stay_with_their_rows(kinds, expected):
    assert starts(lines_of(kinds))[0] == expected


def test_end_of_the_annex_never_stands_alone():
    assert starts(lines_of("iii")) == ()
    assert starts(lines_of("iii"), tail=9.0) == (2,)


def test_line_too_high_for_the_first_page_goes_to_the_next():
    assert starts(lines_of("ii"), lines=(40.0, 4.0), first=20.0) == ()
    assert starts(lines_of("ii"), lines=(40.0, 5.0), first=20.0) == (1,)


def test_higher_than_a_page():
    heights = Heights((10.0, 42.0, 10.0), {(0, 0): 20.0, (1, 0): 44.0}, 35.0, 45.0)
    assert (tall_lines(heights), tall_cells(heights)) == ([1], [(1, 0)])


def test_tall_merged_cell_becomes_one_of_its_first_line():
    made = unmerged(lines_of("iii", spans=[(0, 3)]), [(0, 0)])
    assert [(line.texts, line.rows) for line in made] == [
        (("a0", "b0"), (1, 1)),
        (("", "b1"), (1, 1)),
        (("", "b2"), (1, 1)),
    ]


def test_tall_line_becomes_several_and_what_covers_it_grows():
    above, tall = lines_of("ii", spans=[(0, 2)])
    long = Line(tall.kind, None, ("", "một hai ba bốn năm"), tall.rows, tall.columns)
    made = divided([above, long], Heights((10.0, 60.0), {}, 45.0, 45.0), [1])
    assert [(line.texts, line.rows, goes_on) for line, goes_on in made] == [
        (("a0", "b0"), (4, 1), False),
        (("", "một hai"), (0, 1), False),
        (("", "ba bốn"), (0, 1), True),
        (("", "năm"), (0, 1), True),
    ]


@pytest.mark.parametrize(
    ("text", "count", "pieces"),
    [("", 2, [""]), ("a", 3, ["a"]), ("aa bb cc dd", 2, ["aa bb", "cc dd"]), ("aaaa b", 2, ["aaaa", "b"])],
)
def test_chunks_lose_no_word(text, count, pieces):
    assert chunks(text, count) == pieces
