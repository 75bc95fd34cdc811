"""The label of a row: its number and name, however the cells are merged, and what the words say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from communes.domain.names import COMMUNE_TYPES, DISTRICT_TYPES, split_type
from ntm.text import fold

from .definition import AnnexDefinition, ColumnType
from .read import RawCell, RawSheet
from .table import Cell

_ROMAN = re.compile(r"^[IVXLC]+\s*[./)]?$")
_LETTER = re.compile(r"^[A-H]\s*[./)]?$")
_ORDINAL = re.compile(r"^\d{1,3}[.)]?$")
_LEADING_ROMAN = re.compile(r"^(?!X\s*\.)[IVXLC]+\s*[.)/-]\s*\S")  # "X. Na Sang" is xã Na Sang
_SUM = re.compile(r"^(?:tong|cong|so xa|tinh|toan (?:tinh|huyen|thi xa|thanh pho|tp|tx)|luy ke)\b")
_SUM_WORDS = re.compile(r"^(?:tổng cộng|tổng số|tổng|cộng|toàn)\s*:?\s*", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:cac|nhom|vung|khu vuc|xa)\b")
_REMARK = re.compile(r"\s*\(\d+/\d+ (?:xã|huyện) có số liệu\)$")  # what we add ourselves to a computed sum
_NAME_WORDS = 6  # no unit's name is longer, its type and all


@dataclass(frozen=True, slots=True)
class Label:
    """``cell`` holds the name as printed; ``ordinal`` the number as printed, with its own cell."""

    cell: RawCell
    ordinal: RawCell

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def is_numbered(self) -> bool:
        return bool(_ORDINAL.match(self.ordinal.text))

    @property
    def number(self) -> int | None:
        return int(self.ordinal.text.rstrip(".)")) if self.is_numbered else None

    @property
    def is_section_number(self) -> bool:
        """Numbered as districts are: III, A."""
        return bool(_ROMAN.match(self.ordinal.text) or _LETTER.match(self.ordinal.text))

    @property
    def starts_roman(self) -> bool:
        """ "III. Tủa Chùa" in one cell."""
        return not self.is_numbered and bool(_LEADING_ROMAN.match(self.text))

    @property
    def names_commune(self) -> bool:
        return split_type(self.text)[0] in COMMUNE_TYPES

    @property
    def names_district(self) -> bool:
        return split_type(self.district_text)[0] in DISTRICT_TYPES

    @property
    def is_section(self) -> bool:
        """Whether number or words are those of a district's row."""
        return not self.names_commune and (self.names_district or self.is_section_number or self.starts_roman)

    @property
    def is_group(self) -> bool:
        """ "Các xã vùng cao": a heading inside a district, not a district."""
        return not self.names_district and bool(_GROUP.search(fold(self.text)))

    @property
    def is_sum(self) -> bool:
        """ "Tổng số", "Cộng huyện …": only where the row carries no number of its own."""
        return bool(_SUM.match(fold(self.text))) and not self.is_numbered

    @property
    def is_long(self) -> bool:
        """Longer than any name: a note."""
        return len(self.text.split()) > _NAME_WORDS

    @property
    def district_text(self) -> str:
        """The words that name the district, without "Cộng" and the like before them."""
        return _SUM_WORDS.sub("", self.text)

    def cells(self, definition: AnnexDefinition) -> dict[str, Cell]:
        """The label as cells of the table."""
        found = {ColumnType.ORDINAL: self.ordinal, ColumnType.NAME: self.cell}
        return {
            column.key: Cell(text := _REMARK.sub("", raw.text), text, raw.address)
            for column in definition.columns
            if (raw := found.get(column.type))
        }


def read_label(
    sheet: RawSheet, row: int, columns: Mapping[str, int], ordinal: str = "stt", name: str = "name"
) -> Label:
    """The label of the row; a name written over the number's column (merged or not) counts as the name."""
    name_column, number_column = columns[name], columns.get(ordinal)
    first = sheet.merged.get((row, name_column), (row, name_column))
    label = (sheet.cell(*first) if first[0] == row else None) or RawCell("", row, name_column)
    if number_column is None:
        return Label(label, RawCell("", row, name_column))
    number = sheet.cell(row, number_column) or RawCell("", row, number_column)
    if label.column == number_column:
        return Label(label, RawCell("", row, number_column))
    if not label.text and number.text and not _is_number(number.text):
        return Label(number, RawCell("", row, number_column))
    return Label(label, number)


def _is_number(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_ROMAN, _LETTER, _ORDINAL))
