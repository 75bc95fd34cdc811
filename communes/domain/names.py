"""Units as the domain sees them, and how printed names are matched with them.

A printed name is compared inside its district: as it stands (case, blanks and the place of the tone mark
aside), then with the known other spellings, then without tone marks. What is only alike, or fits two
units, is a question for a person and never an answer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property, lru_cache

from ntm.text import clean, fold, spelling_key

# A sheet compares the same names again and again.
_fold, _spelling = lru_cache(8192)(fold), lru_cache(8192)(spelling_key)


@dataclass(frozen=True, slots=True)
class Unit:
    """A district or commune. Two units are the same when level and id are."""

    id: int
    code: str
    name: str = field(compare=False)
    type: str = field(default="", compare=False)  # "xã", "huyện", "thị trấn" …
    level: str = "commune"  # or "district"
    district_id: int | None = field(default=None, compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)
    in_programme: bool = field(default=True, compare=False)

    @property
    def full_name(self) -> str:
        """In running text: "xã Ẳng Cang"."""
        return f"{self.type} {self.name}".strip()

    @property
    def title(self) -> str:
        """At the start of a cell: "Xã Ẳng Cang"."""
        return self.full_name[:1].upper() + self.full_name[1:]


class Likeness(StrEnum):
    EXACT = "exact"
    ALIAS = "alias"
    FOLDED = "folded"
    DOUBTFUL = "doubtful"  # ask: ``candidates`` are the possible units
    FOREIGN = "foreign"  # stands in another district
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    likeness: Likeness
    unit: Unit | None = None
    candidates: tuple[Unit, ...] = ()


UNKNOWN = Match(Likeness.UNKNOWN)

# Without tone marks too, but for "xa": that begins the name of Xa Dung.
_TYPES = {
    "xã": r"xã|x\.",
    "phường": r"phường|phuong|p\.",
    "thị trấn": r"thị\s?trấn|thi tran|tt\.?",
    "huyện": r"huyện|huyen|h\.",
    "thành phố": r"thành\s?phố|thanh pho|t\.?p\.?",
    "thị xã": r"thị\s?xã|thi xa|t\.?x\.?",
}
_TYPE_PATTERNS = [
    (name, re.compile(rf"(?:{pattern})[:.]?(?:\s+|(?<=[.:]))(?=\w)", re.IGNORECASE))
    for name, pattern in _TYPES.items()
]
_LONGEST = 200  # letters of a name with all notes; comparing more would only cost time
DISTRICT_TYPES = ("huyện", "thị xã", "thành phố")
COMMUNE_TYPES = ("xã", "phường", "thị trấn")
_BEFORE = re.compile(
    r"^(?:(?:\d+|[IVXL]+)\s*[.)/-]\s*|[-–+*•“”\"'\s]+|(?:ubnd|[uủ][yỷ]? ban nhân dân)\s+)+", re.IGNORECASE
)
_AFTER = re.compile(r"[\s.,;:*/“”\"'¹²³⁴⁵⁶⁷⁸⁹⁰]+$")
# What people add behind a name: "(ĐBKK)", "[1]", " - KV III", ", huyện Tủa Chùa".
_NOTE = re.compile(r"^(?P<name>.*?\w)\s*(?:[(\[](?P<inside>[^()\[\]]*)[)\]]|(?:\s[-–]\s|,)(?P<rest>.+))$")


def split_type(printed: str) -> tuple[str, str]:
    """("thành phố", "Điện Biên Phủ") from "Tp. Điện Biên Phủ"; the type is empty where none is written."""
    text = _AFTER.sub("", _BEFORE.sub("", clean(printed)))
    for name, pattern in _TYPE_PATTERNS:
        found = pattern.match(text)
        if found:
            return name, text[found.end() :]
    return "", text


def split_note(name: str) -> tuple[str, str]:
    """("Na Sang", "ĐBKK") from "Na Sang (ĐBKK)"; the note is empty where there is none."""
    found = _NOTE.match(name)
    return (found["name"], found["inside"] or found["rest"] or "") if found else (name, "")


class NameIndex:
    """The units of one province on one day, to be found by printed name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self.districts = tuple(unit for unit in self.units if unit.level == "district")
        self.communes = tuple(unit for unit in self.units if unit.level == "commune")

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def district_by_id(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.districts}

    def communes_of(self, district_id: int | None) -> tuple[Unit, ...]:
        """The communes of the programme in the district, in official order; None: of the province."""
        return tuple(
            unit
            for unit in self.communes
            if unit.in_programme and (district_id is None or unit.district_id == district_id)
        )

    def match_district(self, printed: str) -> Match:
        """Where only the initials are written ("Tp. ĐBP") the districts they fit are asked about."""
        if len(printed) > _LONGEST:
            return UNKNOWN
        kind, name = split_type(printed)
        found = _match_noted(name, kind, self.districts, ())[0]
        if found.likeness is not Likeness.UNKNOWN:
            return found
        meant = tuple(unit for unit in self.districts if _fold(name) in _initials(unit))
        return Match(Likeness.DOUBTFUL, candidates=meant) if meant else UNKNOWN

    def match_commune(self, printed: str, district_id: int | None = None) -> Match:
        """Match inside the district; without one, in the whole province."""
        known = self._matches.get((printed, district_id))
        if known is None:
            known = self._matches[printed, district_id] = self._match_commune(printed, district_id)
        return known

    @cached_property
    def _matches(self) -> dict[tuple[str, int | None], Match]:
        """A sheet asks for each name again and again."""
        return {}

    def _match_commune(self, printed: str, district_id: int | None) -> Match:
        if len(printed) > _LONGEST:
            return UNKNOWN
        inside = tuple(unit for unit in self.communes if district_id in (None, unit.district_id))
        outside = tuple(unit for unit in self.communes if district_id not in (None, unit.district_id))
        kind, name = split_type(printed)
        found, note = _match_noted(name, kind, inside, outside)
        if found.unit and found.likeness is not Likeness.FOREIGN and self._contradicts(note, found.unit):
            return Match(Likeness.DOUBTFUL, candidates=(found.unit,))
        return found

    def _contradicts(self, note: str, unit: Unit) -> bool:
        """Whether the note behind the name speaks of another district than the unit's."""
        if split_type(note)[0] not in DISTRICT_TYPES:
            return False
        district = self.match_district(note).unit
        return district is None or district.id != unit.district_id


def _initials(unit: Unit) -> tuple[str, ...]:
    """ "dbp" and "tpdbp" for thành phố Điện Biên Phủ."""
    short, kind = ("".join(word[0] for word in _fold(text).split()) for text in (unit.name, unit.type))
    return short, kind + short


def _match_noted(
    name: str, kind: str, inside: tuple[Unit, ...], outside: tuple[Unit, ...]
) -> tuple[Match, str]:
    """The match of the name, if need be without the note behind it; and the note that was left out."""
    found = _match_name(name, kind, inside, outside)
    bare, note = split_note(name)
    if not note or found.likeness not in (Likeness.UNKNOWN, Likeness.DOUBTFUL):
        return found, ""
    without = _match_name(split_type(bare)[1], kind, inside, outside)
    return (found, "") if without.likeness is Likeness.UNKNOWN else (without, note)


def _match_name(name: str, kind: str, inside: tuple[Unit, ...], outside: tuple[Unit, ...]) -> Match:
    elsewhere = _same(name, outside, _spelling)
    for likeness, units in _steps(name, inside):
        units = _narrow(units, kind)
        if len(units) == 1 and (likeness is Likeness.EXACT or not elsewhere):
            return _of_type(Match(likeness, units[0]), name, kind, inside)
        if units:  # fits two units, or is the exact name of a unit of another district
            return Match(Likeness.DOUBTFUL, candidates=units)
    if elsewhere or (elsewhere := _same(name, outside, _fold)):
        return Match(Likeness.FOREIGN, elsewhere[0], elsewhere)
    return _ask(name, kind, inside)


def _of_type(found: Match, name: str, kind: str, inside: tuple[Unit, ...]) -> Match:
    """ "Tp. Điện Biên" is no clear word for huyện Điện Biên: another type than the unit's makes a doubt."""
    if not found.unit or not kind or found.unit.type == kind:
        return found
    alike = _ask(name, kind, inside).candidates
    return Match(Likeness.DOUBTFUL, candidates=tuple(dict.fromkeys((*alike, found.unit))))


def _steps(name: str, units: tuple[Unit, ...]) -> Iterable[tuple[Likeness, tuple[Unit, ...]]]:
    """From the surest way of comparing to the least sure."""
    yield Likeness.EXACT, _same(name, units, _spelling)
    yield Likeness.ALIAS, _same(name, units, _spelling, aliases=True)
    yield Likeness.FOLDED, _same(name, units, _fold, aliases=True)


def _same(
    name: str, inside: tuple[Unit, ...], key: Callable[[str], str], *, aliases: bool = False
) -> tuple[Unit, ...]:
    wanted = key(name)
    return tuple(
        unit
        for unit in inside
        if key(unit.name) == wanted or (aliases and any(key(alias) == wanted for alias in unit.aliases))
    )


def _narrow(units: tuple[Unit, ...], kind: str) -> tuple[Unit, ...]:
    """Of units with one name: those of the written type, else those of the programme."""
    if len(units) > 1:
        chosen = [unit for unit in units if unit.type == kind] if kind else []
        chosen = chosen or [unit for unit in units if unit.in_programme]
        return tuple(chosen) or units
    return units


def _ask(name: str, kind: str, inside: tuple[Unit, ...]) -> Match:
    """Units whose name is alike, those of the written type first, then the nearest; else unknown."""
    folded = {_fold(spelling): unit for unit in inside for spelling in (*unit.aliases, unit.name)}
    near = get_close_matches(_fold(name), folded, n=3, cutoff=0.75)
    candidates = dict.fromkeys(folded[key] for key in near)
    ranked = tuple(sorted(candidates, key=lambda unit: unit.type != kind)) if kind else tuple(candidates)
    return Match(Likeness.DOUBTFUL, candidates=ranked) if ranked else UNKNOWN
