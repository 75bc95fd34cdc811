"""What the label of a free row says: its printed number, its words, and what sort of number that is."""

import re
from dataclasses import dataclass

from communes.domain.names import (
    COMMUNE_TYPES,
    UNKNOWN,
    Likeness,
    Match,
    NameIndex,
    Unit,
    split_note,
    split_type,
)
from ntm.text import fold
from plans.domain.heading import Heading
from plans.domain.read import RawCell, RawSheet

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_SECTION = re.compile(rf"^(?P<number>{_ROMAN}|[A-H])\s*[.)/:-]?$")
_NUMBER = re.compile(r"^\(?(?P<number>\d{1,3}(?:[.,]\d{1,3})*[a-z]?|[a-zđ])\s*[.)/:]*$")
_LED = re.compile(rf"^(?P<number>{_ROMAN}|[A-H]|\d{{1,3}}(?:\.\d{{1,3}})*)\s*[.)]\s*\D")
_FOOTER = re.compile(
    r"^(?:noi nhan|ghi chu|luu y|chu thich|nguoi lap|thu truong|tm\b|kt\b|tl\b|chu tich|\*|\./\."
    r"|[\w\s.]{,30}, ngay\b.{,12}\bthang\b)"
)
_SURE = (Likeness.EXACT, Likeness.ALIAS, Likeness.FOLDED)
_CUTS = re.compile(r"\s*[-–,;\n]\s*|\s+(?=(?:huyện|thành phố|thị xã|TP\.?|TX\.?)\s)", re.IGNORECASE)
_NAME_WORDS = 14  # a commune's name with its type, its district and a note has no more


@dataclass(frozen=True, slots=True)
class FreeLabel:
    """``number`` as printed, without the mark behind it: "I", "7", "1.1.2", "a"; empty where there is none.

    ``name`` is the cell of the words; ``wide``: it is merged over further columns.
    """

    ordinal: RawCell
    name: RawCell
    number: str = ""
    wide: bool = False
    is_section: bool = False  # numbered as sections are: I, A

    @property
    def words(self) -> str:
        return self.name.full_text

    @property
    def goes_on(self) -> bool:
        """Whether the words begin in the midst of a sentence."""
        return self.words[:1].islower()


def read_free_label(sheet: RawSheet, row: int, heading: Heading, keys: tuple[str, str]) -> FreeLabel:
    """``keys``: the columns of the number and of the words. Words written over the number's column count."""
    ordinal_key, name_key = keys
    place = heading.columns[name_key]
    name = _own(sheet, row, place)
    ordinal = _own(sheet, row, heading.columns.get(ordinal_key, 0))
    wide = sheet.merged.get((row, name.column + 1)) == (row, name.column)
    if ordinal.text and not name.text and not _kind(ordinal)[0]:
        wide = sheet.merged.get((row, place)) == (row, ordinal.column)
        name, ordinal = ordinal, RawCell("", row, ordinal.column)
    number, is_section = _kind(ordinal)
    if not number and not ordinal.text and (led := _LED.match(name.full_text)):
        number, is_section = led["number"], not led["number"][0].isdecimal()
    return FreeLabel(ordinal, name, number, wide, is_section)


def is_footer(text: str) -> bool:
    """Whether the words open a note or a signature below a table."""
    return bool(_FOOTER.match(fold(text)))


def _own(sheet: RawSheet, row: int, column: int) -> RawCell:
    return (sheet.cell(row, column) if column else None) or RawCell("", row, column or 1)


def _kind(ordinal: RawCell) -> tuple[str, bool]:
    if found := _SECTION.match(ordinal.text):
        return found["number"], True
    found = _NUMBER.match(ordinal.text)
    return (found["number"].replace(",", ".") if found else ""), False


def find_unit(index: NameIndex, printed: str) -> Unit | None:
    """The commune that a row speaks of: "Xã Hua La- thành phố Sơn La (NTM nâng cao)"; None where the text
    names none for sure.
    """
    return match_unit(index, printed).unit


def match_unit(index: NameIndex, printed: str) -> Match:
    if len(printed.split()) > _NAME_WORDS:
        return UNKNOWN
    bare = split_note(printed)[0] if printed.rstrip().endswith((")", "]")) else printed
    for cut in reversed(list(_CUTS.finditer(bare))):
        district = index.match_district(bare[cut.end() :])
        if district.likeness in _SURE and district.unit:
            return _commune(index, bare[: cut.start()], district.unit.id)
    return _commune(index, bare, None) if split_type(bare)[0] in COMMUNE_TYPES else UNKNOWN


def _commune(index: NameIndex, name: str, district: int | None) -> Match:
    match = index.match_commune(name, district)
    return match if match.likeness in _SURE else UNKNOWN
