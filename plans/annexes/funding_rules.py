"""What the funds of a plan must add up to: each source from those inside it, and one section from another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communes.domain.names import NameIndex
from ntm.numbers import plain, vietnamese
from ntm.text import fold
from plans.domain.definition import AnnexDefinition, Expected
from plans.domain.findings import Finding
from plans.domain.places import Place
from plans.domain.table import AnnexTable, Row, RowKind

AMOUNT = "amount"


def children_of(table: AnnexTable) -> dict[str, list[Row]]:
    """Line → the rows just inside it: "III.1" → "III.1.1", "III.1.2"."""
    inside: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.kind is RowKind.ITEM and (above := parent_of(row.line)):
            inside.setdefault(above, []).append(row)
    return inside


def parent_of(line: str) -> str:
    """ "III.1.1" stands in "III.1"; a row without a number, "III.1+1", beside it. Empty at the top."""
    return line.partition("+")[0].rpartition(".")[0]


def sums_of_sources(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Expected]:
    """A source states the sum of those inside it, where all of them state theirs."""
    inside = children_of(table)
    for row in table.rows:
        parts = [part.value(AMOUNT) for part in inside.get(row.line, ())]
        if row.value(AMOUNT) and parts and all(parts):
            sums = sum(map(Decimal, parts))
            yield Expected(row.key, AMOUNT, Decimal(sums), "funding-sum", f"cộng {len(parts)} nguồn được")


@dataclass(frozen=True, slots=True)
class _Source:
    """A source that two sections speak of: the words that name it in the one and in the other.

    The words are looked for in the row's name and in those it stands in.
    """

    whole: tuple[str, ...]
    direct: tuple[str, ...]


_SOURCES = (
    _Source(("trung uong", "xay dung nong thon moi"), ("trung uong",)),
    _Source(("doi ung", "dau tu"), ("doi ung", "dau tu")),
    _Source(("doi ung", "su nghiep"), ("doi ung", "su nghiep")),
    _Source(("tin dung",), ("tin dung",)),
    _Source(("huy dong",), ("huy dong",)),
)


def funds_of_sections(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """What goes straight to the programme, in the second section, against what the first says of it."""
    sections = list(table.of_kind(RowKind.SECTION))
    if len(sections) != 2:
        return
    inside = children_of(table)
    whole, direct = (_paths(table, section.line) for section in sections)
    for source in _SOURCES:
        one, other = _find(whole, source.whole), _find(direct, source.direct)
        if one and other:
            yield from _compare(one, other, inside)


def _paths(table: AnnexTable, section: str) -> list[tuple[str, Row]]:
    """The rows of a section, each with its own name and the names above it, but for the section itself."""
    names: dict[str, str] = {}
    found = []
    for row in table.of_kind(RowKind.ITEM):
        if row.line.startswith(f"{section}."):
            names[row.line] = f"{names.get(parent_of(row.line), '')} {fold(row.cell('name').text)}"
            found.append((names[row.line], row))
    return found


def _find(rows: Sequence[tuple[str, Row]], words: Sequence[str]) -> Row | None:
    """The outermost row of the words, and only where there is one."""
    fit = [row for path, row in rows if all(word in path for word in words)]
    outer = [row for row in fit if not any(row.line.startswith(f"{other.line}.") for other in fit)]
    return outer[0] if len(outer) == 1 else None


def _compare(one: Row, other: Row, inside: dict[str, list[Row]]) -> Iterator[Finding]:
    stated, parts = _amount(one, inside), _amount(other, inside)
    if stated is None or parts is None or stated == parts:
        return
    name = other.cell("name").text
    message = (
        f"“{one.cell('name').text}”: mục {one.line} ghi {vietnamese(stated)}, "
        f"mục {other.line} “{name}” có {vietnamese(parts)} triệu đồng."
    )
    yield Place.in_row(other, AMOUNT).error("funding-cross", message, blocks=False, computed=plain(stated))


def _amount(row: Row, inside: dict[str, list[Row]]) -> Decimal | None:
    """What the row states, else what the rows inside it add up to, if all of them say."""
    if value := row.value(AMOUNT):
        return Decimal(value)
    parts = [_amount(part, inside) for part in inside.get(row.line, ())]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if parts and len(known) == len(parts) else None
