"""An annex table as lines of text, the same for every kind of file: headings, rows, coverage, note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from communes.domain.names import NameIndex, Unit
from plans.domain.definition import AnnexDefinition, Column, ColumnType, Rounding
from plans.domain.paper import LANDSCAPE, PORTRAIT
from plans.domain.sums import computed_cells, section_sums
from plans.domain.table import AnnexTable, Cell, Row, RowKey, RowKind

from .lines import Line

Computed = Mapping[RowKey, Mapping[str, str]]

_UNIT = (ColumnType.ORDINAL, ColumnType.NAME)
_WORDS = frozenset({ColumnType.ORDINAL, ColumnType.NAME, ColumnType.TEXT})
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading with the columns and heading rows it spans."""

    text: str
    column: int  # from 0
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A district, or with ``unit`` None the whole table, and how many of its communes have data."""

    unit: Unit | None
    with_data: int
    communes: int

    @property
    def key(self) -> RowKey:
        return (RowKind.DISTRICT, self.unit.id) if self.unit else (RowKind.TOTAL, None)

    @property
    def remark(self) -> str:
        """Blanks in it do not break the line."""
        if self.with_data == self.communes:
            return ""
        return " " + f"({self.with_data}/{self.communes} xã có số liệu)".replace(" ", "\u00a0")


def head_rows(definition: AnnexDefinition) -> tuple[tuple[HeadCell, ...], ...]:
    """The heading rows, two where columns stand in groups."""
    grouped = any(column.group and column.title for column in definition.columns)
    first, second = [], []
    place = 0
    for _, members in groupby(definition.columns, key=_group_key):
        columns = tuple(members)
        if columns[0].group and not any(column.title for column in columns):
            first.append(HeadCell(columns[0].group, place, columns=len(columns), rows=2 if grouped else 1))
        elif columns[0].group:
            first.append(HeadCell(columns[0].group, place, columns=len(columns)))
            second += [HeadCell(column.title, place + offset) for offset, column in enumerate(columns)]
        else:
            first.append(HeadCell(columns[0].title, place, rows=2 if grouped else 1))
        place += len(columns)
    return (tuple(first), tuple(second)) if grouped else (tuple(first),)


def _group_key(column: Column) -> str:
    return f"group {column.group}" if column.group else f"column {column.key}"


def column_numbers(definition: AnnexDefinition) -> tuple[str, ...]:
    if not definition.number_row:
        return ()
    return tuple(str(number) for number in range(1, len(definition.columns) + 1))


def parts_of(definition: AnnexDefinition) -> tuple[tuple[int, ...], ...]:
    """The places of the columns that stand on one page side by side, the unit's own columns in each part.

    Columns of one group stay together as far as they fit; a table that fits the paper is one part.
    """
    room = LANDSCAPE if definition.landscape else PORTRAIT
    columns = definition.columns
    labels = tuple(place for place, column in enumerate(columns) if column.type in _UNIT)
    free = room + 1 - sum(columns[place].width for place in labels)
    blocks = [
        tuple(place for place, _ in block)
        for _, block in groupby(enumerate(columns), key=lambda item: _group_key(item[1]))
    ]
    parts: list[list[int]] = [[]]
    used = Decimal(0)
    for block in blocks:
        wanted = [place for place in block if place not in labels]
        width = sum((columns[place].width for place in wanted), Decimal(0))
        pieces = [wanted] if width <= free else [[place] for place in wanted]
        for piece in pieces:
            width = sum((columns[place].width for place in piece), Decimal(0))
            if parts[-1] and used + width > free:
                parts.append([])
                used = Decimal(0)
            parts[-1] += piece
            used += width
    return tuple((*labels, *part) for part in parts)


def part_of(definition: AnnexDefinition, places: Sequence[int]) -> AnnexDefinition:
    return replace(definition, columns=tuple(definition.columns[place] for place in places))


def sections_of(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> tuple[Section, ...]:
    """Every district with communes of the programme, in official order, then the whole table."""
    sums = section_sums(definition, table, index)
    places = [(RowKind.DISTRICT, district.id, district) for district in index.districts]
    sections = [
        Section(unit, sums[kind, key].with_data, sums[kind, key].communes)
        for kind, key, unit in (*places, (RowKind.TOTAL, None, None))
    ]
    return tuple(section for section in sections if section.communes or section.unit is None)


def computed_lines(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, sections: Sequence[Section]
) -> tuple[Line, ...]:
    """The communes of ``sections`` with their marks as they came, and every sum made anew from the marks.

    A section whose sum row nobody printed gets one, numbered by its place. Where communes lack data the row
    says over how many it sums. Communes of no district come first.
    """
    computed = computed_cells(definition, table, index)
    lines = _unit_lines(definition, table, computed, None)
    for place, section in enumerate(sections, start=1):
        lines += _section_lines(definition, table, computed, section, place)
    return tuple(lines)


def _section_lines(
    definition: AnnexDefinition, table: AnnexTable, computed: Computed, section: Section, place: int
) -> list[Line]:
    printed = table.by_key()
    head = printed.get(section.key) or _sum_row(definition, section, place)
    if section.unit is None:
        return [_computed_line(definition, head, computed, section.remark)]
    units = _unit_lines(definition, table, computed, section.unit.id)
    below = printed.get((RowKind.SUBTOTAL, section.unit.id))
    if below is None:
        return [_computed_line(definition, head, computed, section.remark), *units]
    # the office states its sums below the communes: so they stay there
    return [
        _computed_line(definition, head, {}),
        *units,
        _computed_line(definition, below, computed, section.remark),
    ]


def _unit_lines(
    definition: AnnexDefinition, table: AnnexTable, computed: Computed, district: int | None
) -> list[Line]:
    return [
        _computed_line(definition, row, computed)
        for row in table.of_kind(RowKind.UNIT)
        if row.unit and row.unit.district_id == district
    ]


def as_table(definition: AnnexDefinition, lines: Sequence[Line]) -> AnnexTable:
    """A table that prints as these lines."""
    keys = [column.key for column in definition.columns]
    return AnnexTable(
        tuple(
            Row(
                line.kind,
                line.unit,
                {key: Cell(text, text) for key, text in zip(keys, line.texts, strict=True)},
            )
            for line in lines
        )
    )


def computed_note(definition: AnnexDefinition, sections: Sequence[Section]) -> str:
    """Under a computed table: over how many communes it sums, and how it rounds."""
    whole = next((section for section in sections if section.unit is None), None) or Section(
        None, sum(section.with_data for section in sections), sum(section.communes for section in sections)
    )
    cut = definition.rounding is Rounding.CUT
    way = "cắt bỏ phần lẻ sau" if cut else "làm tròn đến"
    return (
        f"Ghi chú: Các số cộng và bình quân được tính lại từ số liệu của "
        f"{whole.with_data}/{whole.communes} xã; bình quân chia cho số xã có số liệu, "
        f"{way} {definition.digits} chữ số thập phân."
    )


def roman(number: int) -> str:
    """1 to 399, enough for districts."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _sum_row(definition: AnnexDefinition, section: Section, place: int) -> Row:
    """The row of a district, or of the total, that was not printed."""
    if section.unit is None:
        return Row(RowKind.TOTAL, None, {_name_key(definition): Cell(definition.total_label)})
    cells = {key: Cell(roman(place)) for key in definition.keys(ColumnType.ORDINAL)}
    return Row(RowKind.DISTRICT, section.unit, cells | {_name_key(definition): Cell(section.unit.title)})


def _name_key(definition: AnnexDefinition) -> str:
    return definition.keys(ColumnType.NAME)[0]


def _computed_line(definition: AnnexDefinition, row: Row, computed: Computed, remark: str = "") -> Line:
    kept = {*_WORDS, ColumnType.MARK} if row.kind is RowKind.UNIT else _WORDS
    sums = computed.get(row.key, {})
    texts = {
        column.key: row.cell(column.key).text if column.type in kept else sums.get(column.key, "")
        for column in definition.columns
    }
    texts[_name_key(definition)] += remark
    return Line(row.kind, row.unit, tuple(texts.values()))
