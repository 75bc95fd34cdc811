"""A list of communes as people paste it from a decision or a sheet, one commune after the other."""

import re
from dataclasses import dataclass

from communes.domain.names import (
    COMMUNE_TYPES,
    DISTRICT_TYPES,
    Likeness,
    Match,
    NameIndex,
    split_note,
    split_type,
)
from ntm.text import clean

MAX_NAMES = 300
_BETWEEN = re.compile(
    r"[;,]|\s+và\s+|\s+(?:[-–]\s*)?(?=(?:huyện|thị\s+xã|thành\s+phố)\s+\S)",  # or a district without a comma
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"^(?:gồm:?\s+)?(?:các\s+xã\s*:\s*|các\s+xã\s+sau\s*:\s*|các\s+(?=xã\b)|xã\s*:\s*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One name of the list, with the line it stands in; ``district`` as written beside it, or empty."""

    line: int
    name: str
    district: str = ""

    @property
    def key(self) -> str:
        """Stays the same when lines are added before it."""
        return f"{self.name}|{self.district}".casefold()


def split_names(text: str) -> list[Printed]:
    """The names in the text: lines, cells of a sheet, or names with commas, "và" and districts between."""
    found: list[Printed] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += _of_cells(number, line.split("\t")) if "\t" in line else _of_line(number, line)
    return found[: MAX_NAMES + 1]


def _of_cells(number: int, cells: list[str]) -> list[Printed]:
    """ "1⇥Na Sang⇥Mường Chà": the first cell with letters is the commune, the next one its district."""
    words = [text for cell in cells if re.search(r"[^\W\d_]", text := clean(cell))]
    return [Printed(number, words[0], words[1] if len(words) > 1 else "")] if words else []


def _of_line(number: int, line: str) -> list[Printed]:
    """A district behind a comma belongs to the name before it."""
    found: list[Printed] = []
    for part in _BETWEEN.split(_PLURAL.sub("", clean(line).rstrip(":."))):
        name = clean(part).strip(" .")
        if found and not found[-1].district and split_type(name)[0] in DISTRICT_TYPES:
            found[-1] = Printed(number, found[-1].name, name)
        elif name:
            found.append(Printed(number, name))
    return found


def match_printed(printed: Printed, index: NameIndex) -> Match:
    """The commune meant, among those of the district where one is written."""
    bare, note = split_note(printed.name)
    district = printed.district or (note if split_type(note)[0] in DISTRICT_TYPES else "")
    if not district:
        return index.match_commune(printed.name)
    around = index.match_district(district).unit
    if around is None:  # the commune is perhaps known, the district beside it is not
        found = index.match_commune(bare if note else printed.name)
        return _doubt(found)
    found = index.match_commune(bare if note else printed.name, around.id)
    return _doubt(found) if found.likeness is Likeness.FOREIGN else found


def _doubt(found: Match) -> Match:
    """The same as a question."""
    candidates = found.candidates or ((found.unit,) if found.unit else ())
    return Match(Likeness.DOUBTFUL, candidates=candidates) if candidates else found


def is_heading(name: str) -> bool:
    """A line "Các xã" or "STT" alone names no commune."""
    return clean(name).strip(":. ").casefold() in {*COMMUNE_TYPES, "các xã", "tên xã", "stt", "huyện"}
