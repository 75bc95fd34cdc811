"""Figures with a unit of measure in running text: "12,5 Km", "10.333 người", "200m2"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number
from ntm.text import clean

from .values import MAX_DIGITS, PLACES
from .work_words import COUNTED, MEASURES

_SPELLINGS = {spelling: unit for unit, spellings in (MEASURES | COUNTED).items() for spelling in spellings}
_WORDS = "|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True)))
_UNIT = re.compile(rf"(?P<unit>{_WORDS})(?![\w²³])", re.IGNORECASE)
_MENTION = re.compile(
    r"(?<![\w.,/%])(?P<figure>\d{1,3}(?: \d{3})+(?![\d.,])|\d+(?:[.,]\d+)*)\s*"
    # Machines that read paper write "4m 2" for 4 m².
    rf"(?:(?P<apart>m [23])(?=\s*(?:[/),;.]|$))|(?P<unit>{_WORDS}))(?![\w²³])(?P<rate>\s*/)?",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\d\s*(?:[-–]|đến|tới)?\s*$", re.IGNORECASE)


UNITS = tuple(MEASURES | COUNTED)  # in the order in which they are listed


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure and its unit at a place of the text; ``value`` None where it cannot be read for sure."""

    start: int
    end: int
    text: str
    noun: str  # the unit as printed
    unit: str
    value: Decimal | None


def unit_of(written: str) -> str:
    """One spelling: "Km" → "km", "m2" → "m²", "Nhà văn hóa Bản" → "nhà văn hóa"; an unknown one as it is."""
    written = clean(written)
    found = _UNIT.match(written)
    return _SPELLINGS[found["unit"].casefold()] if found else written


def mentions(text: str) -> Iterator[Mention]:
    """Every figure with a unit, in order; rates ("4m2/người") are none."""
    for found in _MENTION.finditer(text):
        if found["rate"]:
            continue
        noun = found["unit"] or found["apart"].replace(" ", "")
        unit = _SPELLINGS[noun.casefold()]
        # "3 - 5 km", "2023 200 hộ": the figure belongs to the one before it.
        value = None if _CONTINUES.search(text[: found.start()]) else _value(found["figure"], unit)
        yield Mention(found.start(), found.end(), clean(found[0]), noun, unit, value)


def _value(figure: str, unit: str) -> Decimal | None:
    try:
        value = parse_number(figure, decimals=unit in MEASURES)
    except (NotANumber, AmbiguousNumber):
        return None
    places = -int(value.as_tuple().exponent)
    return value if places <= PLACES and value.adjusted() < MAX_DIGITS else None
