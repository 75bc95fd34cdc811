"""An annex table as lines of text, the same for every kind of file: headings, rows, coverage, note."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from communes.domain.names import NameIndex, Unit
from plans.domain.definition import AnnexDefinition, Column, ColumnType, Rounding
from plans.domain.sums import RowKey, computed_cells, section_sums
from plans.domain.table import AnnexTable, Cell, Row, RowKind

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
class Line:
    """One printed row: a text for each column of the definition."""

    kind: RowKind
    unit: Unit | None
    texts: tuple[str, ...]


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
    grouped = any(column.group for column in definition.columns)
    first, second = [], []
    place = 0
    for _, members in groupby(definition.columns, key=_group_key):
        columns = tuple(members)
        if columns[0].group:
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


def printed_lines(definition: AnnexDefinition, table: AnnexTable) -> tuple[Line, ...]:
    """Every cell as it came."""
    return tuple(
        Line(row.kind, row.unit, tuple(row.cell(column.key).text for column in definition.columns))
        for row in table.rows
    )


def sections_of(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> tuple[Section, ...]:
    """Every district in official order, whether or not it has rows, then the whole table."""
    sums = section_sums(definition, table, index)
    places = [(RowKind.DISTRICT, district.id, district) for district in index.districts]
    return tuple(
        Section(unit, sums[kind, key].with_data, sums[kind, key].communes)
        for kind, key, unit in (*places, (RowKind.TOTAL, None, None))
    )


def computed_lines(
    definition: AnnexDefinition, table: AnnexTable, index: NameIndex, sections: Sequence[Section]
) -> tuple[Line, ...]:
    """Marks as they came, every sum from the marks, and a sum row for every section, printed or not.

    A sum row nobody printed gets the number of its place. Where communes lack data the row says over how many
    it sums. Rows of no section come first.
    """
    computed = computed_cells(definition, table, index)
    known = {section.unit.id for section in sections if section.unit}
    rows = [(row, "") for row in table.of_kind(RowKind.UNIT) if _district_of(row) not in known]
    for place, section in enumerate(sections, start=1):
        rows += _section_rows(definition, table, section, place)
    return tuple(_computed_line(definition, row, computed.get(row.key, {}), remark) for row, remark in rows)


def _section_rows(
    definition: AnnexDefinition, table: AnnexTable, section: Section, place: int
) -> Iterator[tuple[Row, str]]:
    """The rows of a section, each with what to remark at its name."""
    printed = table.by_key()
    yield printed.get(section.key) or _sum_row(definition, section, place), section.remark
    if section.unit:
        yield from ((row, "") for row in table.of_kind(RowKind.UNIT) if _district_of(row) == section.unit.id)
        if below := printed.get((RowKind.SUBTOTAL, section.unit.id)):
            yield below, ""


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


def _district_of(row: Row) -> int | None:
    return row.unit.district_id if row.unit else None


def _sum_row(definition: AnnexDefinition, section: Section, place: int) -> Row:
    """The row of a district, or of the total, that was not printed."""
    if section.unit is None:
        return Row(RowKind.TOTAL, None, {_name_key(definition): Cell(definition.total_label)})
    cells = {key: Cell(roman(place)) for key in definition.keys(ColumnType.ORDINAL)}
    return Row(RowKind.DISTRICT, section.unit, cells | {_name_key(definition): Cell(section.unit.title)})


def _name_key(definition: AnnexDefinition) -> str:
    return definition.keys(ColumnType.NAME)[0]


def _computed_line(definition: AnnexDefinition, row: Row, computed: Mapping[str, str], remark: str) -> Line:
    kept = {*_WORDS, ColumnType.MARK} if row.kind is RowKind.UNIT else _WORDS
    texts = {
        column.key: row.cell(column.key).text if column.type in kept else computed.get(column.key, "")
        for column in definition.columns
    }
    texts[_name_key(definition)] += remark
    return Line(row.kind, row.unit, tuple(texts.values()))
