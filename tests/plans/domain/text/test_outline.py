import pytest

from plans.domain.text.document import Section
from plans.domain.text.outline import (
    Style,
    end_of,
    inserted,
    moved,
    number_at,
    place_for,
    proposed_number,
    removed,
    ways,
)


def outline(words):
    """ "I 1 1.1 a) II" → sections, whose level follows from their number; the id is the place."""
    return [Section(at, _level(word), word, word) for at, word in enumerate(words.split(), start=1)]


def _level(number):
    if set(number) <= set("IVX"):
        return 1
    return 2 if number.isdecimal() else 3


def told(sections):
    """Number now, and in brackets the first one where it has changed."""
    return " ".join(
        one.number if one.number == one.heading else f"{one.number}({one.heading})" for one in sections
    )


PLAN = "I 1 2 II 1 a) b) 2 2.1 2.2 3 III"


@pytest.mark.parametrize(
    ("style", "places", "numbers"),
    [
        (Style.ROMAN, (1, 4, 9, 14, 29), ["I", "IV", "IX", "XIV", "XXIX"]),
        (Style.ARABIC, (1, 12), ["1", "12"]),
        (Style.DOTTED, (1, 12), ["3.1", "3.12"]),
        (Style.LETTER, (1, 4, 5, 6, 23, 24), ["a)", "d)", "đ)", "e)", "y)", ""]),
    ],
)
def test_numbers_of_a_style(style, places, numbers):
    assert [number_at(style, place, "3") for place in places] == numbers


def test_block_reaches_to_the_next_of_its_level():
    sections = outline(PLAN)
    assert [end_of(sections, at) for at in (0, 3, 4, 7, 11)] == [3, 11, 7, 10, 12]


@pytest.mark.parametrize(
    ("at", "step", "order"),
    [
        (0, 1, "I(II) 1 a) b) 2 2.1 2.2 3 II(I) 1 2 III"),
        (4, 1, "I 1 2 II 1(2) 1.1(2.1) 1.2(2.2) 2(1) a) b) 3 III"),
        (10, -1, "I 1 2 II 1 a) b) 2(3) 3(2) 3.1(2.1) 3.2(2.2) III"),
        (5, 1, "I 1 2 II 1 a)(b)) b)(a)) 2 2.1 2.2 3 III"),
        (0, -1, PLAN),
        (6, 1, PLAN),
        (11, 1, PLAN),
    ],
)
def test_section_moves_with_what_stands_under_it(at, step, order):
    assert told(moved(outline(PLAN), at, step)) == order


def test_ways_of_each_section():
    told = [f"{'+' * up}{'-' * down}" for up, down in ways(outline("I 1 2 II 1 III"))]
    assert told == ["-", "-", "+", "+-", "", "+"]


def test_numbers_of_a_persons_own_stay():
    assert told(moved(outline("I III II"), 0, 1)) == "III I II"


@pytest.mark.parametrize(
    ("at", "left"),
    [(0, "I(II) 1 a) b) 2 2.1 2.2 3 II(III)"), (7, "I 1 2 II 1 a) b) 2(3) III"), (11, PLAN[:-4])],
)
def test_section_goes_with_what_stands_under_it(at, left):
    assert told(removed(outline(PLAN), at)) == left


@pytest.mark.parametrize(
    ("after", "level", "place", "number"),
    [
        (None, 1, 12, "IV"),
        (0, 1, 3, "II"),
        (0, 2, 1, "1"),
        (4, 2, 7, "2"),
        (4, 3, 5, "a)"),
        (6, 3, 7, "c)"),
        (8, 3, 9, "2.2"),
        (10, 3, 11, "a)"),
        (5, 1, 11, "III"),
    ],
)
def test_new_section_is_given_place_and_number(after, level, place, number):
    sections = outline(PLAN)
    assert place_for(sections, after, level) == place
    assert proposed_number(sections, place, level) == number


def test_sections_behind_a_new_one_count_on():
    assert told(inserted(outline("I II III"), 1, Section(0, 1, "II", "II"))) == "I II III(II) IV(III)"


def test_new_number_of_a_persons_own_changes_no_other():
    assert told(inserted(outline("I II III"), 1, Section(0, 1, "Ia", "Ia"))) == "I Ia II III"


def test_no_number_is_proposed_where_the_others_do_not_follow():
    assert proposed_number(outline("I III"), 2, 1) == ""
