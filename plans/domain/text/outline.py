"""The order and the numbers of a plan's sections: a section moves and goes with all that stands under it.

Numbers are text. Where those of neighbours follow one another (I II III, 1 2 3, 1.1 1.2, a) b) c)) they do so
after a change too; numbers that a person wrote otherwise stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from plans.domain.write.layout import roman

from .document import Section

LEVELS = (1, 2, 3)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


class Style(StrEnum):
    ROMAN = "I"
    ARABIC = "1"
    DOTTED = "1.1"
    LETTER = "a)"


_USUAL = {1: Style.ROMAN, 2: Style.ARABIC, 3: Style.LETTER}


def number_at(style: Style, place: int, parent: str = "") -> str:
    """The number of the ``place``-th section, counted from 1, under the number ``parent``."""
    if style == Style.ARABIC:
        return str(place)
    if style == Style.DOTTED:
        return f"{parent}.{place}"
    if style == Style.LETTER:
        return f"{_LETTERS[place - 1]})" if place <= len(_LETTERS) else ""
    return roman(place)


def end_of(sections: Sequence[Section], at: int) -> int:
    """The place behind the section and all that stands under it."""
    level = sections[at].level
    return next((i for i in range(at + 1, len(sections)) if sections[i].level <= level), len(sections))


def parent_of(sections: Sequence[Section], at: int) -> int | None:
    """The place of the section under which this one stands."""
    return next((i for i in range(at - 1, -1, -1) if sections[i].level < sections[at].level), None)


def _groups(sections: Sequence[Section]) -> dict[tuple[int, int], list[int]]:
    """Places of the neighbours: by the section they stand under (0 for none) and their level."""
    found: dict[tuple[int, int], list[int]] = {}
    for at, section in enumerate(sections):
        parent = parent_of(sections, at)
        found.setdefault((0 if parent is None else sections[parent].id, section.level), []).append(at)
    return found


def _style(sections: Sequence[Section], places: Sequence[int]) -> Style | None:
    """How the neighbours count, if their numbers follow one another; those without number do not count."""
    numbers = [sections[at].number for at in places if sections[at].number]
    above = parent_of(sections, places[0])
    parent = sections[above].number if above is not None else ""
    for style in Style:
        if numbers and numbers == [number_at(style, place, parent) for place in range(1, len(numbers) + 1)]:
            return style
    return None


def renumbered(before: Sequence[Section], after: Sequence[Section]) -> list[Section]:
    """``after`` with numbers that follow one another where those of the same neighbours did ``before``."""
    styles = {group: _style(before, places) for group, places in _groups(before).items()}
    result = list(after)
    for group, places in _groups(after).items():
        style = styles.get(group)
        numbered = [at for at in places if after[at].number] if style else []
        above = parent_of(after, places[0])
        parent = result[above].number if above is not None else ""
        for place, at in enumerate(numbered, start=1):
            result[at] = replace(result[at], number=number_at(style or Style.ARABIC, place, parent))
    return result


def moved(sections: Sequence[Section], at: int, step: int) -> list[Section]:
    """The section before (-1) or behind (1) the neighbour of its level; as it was where there is none."""
    places = next(places for places in _groups(sections).values() if at in places)
    other = places.index(at) + step
    if not 0 <= other < len(places):
        return list(sections)
    first, second = sorted((at, places[other]))
    middle, end = end_of(sections, first), end_of(sections, second)
    # What stands between two neighbours of one level is deeper, and so part of the first.
    order = [*sections[:first], *sections[second:end], *sections[first:middle], *sections[end:]]
    return renumbered(sections, order)


def ways(sections: Sequence[Section]) -> list[tuple[bool, bool]]:
    """For each section whether it can go up, and down."""
    found = [(False, False)] * len(sections)
    for places in _groups(sections).values():
        for place, at in enumerate(places):
            found[at] = (place > 0, place < len(places) - 1)
    return found


def removed(sections: Sequence[Section], at: int) -> list[Section]:
    """Without the section and all that stands under it."""
    return renumbered(sections, [*sections[:at], *sections[end_of(sections, at) :]])


def place_for(sections: Sequence[Section], after: int | None, level: int) -> int:
    """Where a new section of the level goes that is to follow the one at ``after``, None for the end."""
    if after is None:
        return len(sections)
    if level > sections[after].level:
        return after + 1
    ends = (i for i in range(after + 1, len(sections)) if sections[i].level <= level)
    return next(ends, len(sections))


def proposed_number(sections: Sequence[Section], place: int, level: int) -> str:
    """The number a new section at the place would bear: the next one of its neighbours."""
    trial = [*sections[:place], Section(0, level, "", ""), *sections[place:]]
    above = parent_of(trial, place)
    group = (0 if above is None else trial[above].id, level)
    neighbours = _groups(sections).get(group, [])
    style = _style(sections, neighbours) if neighbours else _USUAL.get(level)
    if style is None:
        return ""
    before = sum(1 for at in neighbours if at < place and sections[at].number)
    return number_at(style, before + 1, "" if above is None else trial[above].number)


def inserted(sections: Sequence[Section], place: int, new: Section) -> list[Section]:
    """With the new section at the place; where it bears the proposed number, those behind it count on."""
    after = [*sections[:place], new, *sections[place:]]
    proposed = proposed_number(sections, place, new.level)
    return renumbered(sections, after) if new.number and new.number == proposed else after
