"""What the blocks of an annex of gaps say of themselves.

Stated counts are compared with what is listed, numbers with the criteria set, the title and the paragraphs
above the table with its communes. Nothing here keeps a row out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communes.domain.names import NameIndex, Unit
from ntm.text import fold

from .block_text import Unmet, counts_of, item_number, unmet_of
from .blocks import CRITERION, WORK
from .definition import AnnexDefinition
from .findings import Finding
from .places import Place, quote
from .table import AnnexTable, Row, RowKind

MET, UNMET = "met", "unmet"
_NO_WORD = re.compile(r"\W+")
_COMMUNES = re.compile(r"\b0*(\d{1,3})\s+xã\b", re.IGNORECASE)


def check_blocks(
    indicators: Sequence[str], definition: AnnexDefinition, table: AnnexTable, index: NameIndex
) -> Iterator[Finding]:
    """Everything odd about the blocks; ``indicators``: the numbers of the set's indicators."""
    known = _Set(tuple(line.key for line in definition.lines), tuple(indicators))
    blocks = [_Block(row, known) for row in table.of_kind(RowKind.UNIT)]
    yield from _check_count(definition.title, "Tên biểu", blocks)
    for paragraph in definition.intro:
        yield from _check_intro(paragraph, blocks)
    for block in blocks:
        yield from block.check()


@dataclass(frozen=True)
class _Set:
    """The numbers of a criteria set."""

    criteria: tuple[str, ...]
    indicators: tuple[str, ...]

    def of(self, criterion: str) -> int:
        """How many indicators the criterion has; one without parts is its own."""
        return sum(number.partition(".")[0] == criterion for number in self.indicators)

    def holds(self, number: str) -> bool:
        return number in self.criteria or number in self.indicators


@dataclass(frozen=True)
class _Listed:
    """One criterion of a block: what its text says is not met, and the numbers its items bear."""

    row: Row
    unmet: Unmet
    items: tuple[tuple[Row, str], ...]

    @property
    def place(self) -> Place:
        return Place.in_row(self.row, CRITERION)

    def range_of(self, known: _Set) -> tuple[int, int]:
        """The least and the most indicators it says are not met: "chưa đạt" leaves open how many."""
        if not self.unmet.is_whole:
            count = self.unmet.count if self.unmet.count is not None else len(self.unmet.codes)
            return count, count
        return 1, max(known.of(self.unmet.number), 1)


class _Block:
    """One commune's row, to be checked."""

    def __init__(self, row: Row, known: _Set) -> None:
        self.row, self.known = row, known
        self.listed = [_listed(child) for child in row.children if child.kind is RowKind.CRITERION]
        self.items = [item for criterion in self.listed for item in criterion.items]
        self.items += [_item(child) for child in row.children if child.kind is RowKind.ITEM]

    def check(self) -> Iterator[Finding]:
        met, unmet = (counts_of(self.row.cell(key).text) for key in (MET, UNMET))
        if met and unmet:
            yield from self._check_whole(met, unmet)
        if unmet and self.listed:
            yield from self._check_listed(*unmet)
        yield from self._check_numbers()
        yield from self._check_doubles()
        for criterion in self.listed:
            yield from self._check_criterion(criterion)

    def _check_whole(self, met: tuple[int, int | None], unmet: tuple[int, int | None]) -> Iterator[Finding]:
        """Met and not met are all that the set has."""
        wholes = (("tiêu chí", len(self.known.criteria)), ("chỉ tiêu", len(self.known.indicators)))
        for (word, whole), done, left in zip(wholes, met, unmet, strict=True):
            if done is None or left is None or not whole or done + left == whole:
                continue
            message = (
                f"{self.row.title}: đã đạt {done} và chưa đạt {left} {word}, cộng {done + left}; "
                f"bộ tiêu chí có {whole} {word}."
            )
            place = Place.in_row(self.row, UNMET)
            yield place.error("header-count", message, blocks=False, computed=str(whole - done))

    def _check_listed(self, criteria: int, indicators: int | None) -> Iterator[Finding]:
        place = Place.in_row(self.row, UNMET)
        if criteria != (count := len(self.listed)):
            message = f"{self.row.title}: ghi {criteria} tiêu chí chưa đạt, danh sách nêu {count} tiêu chí."
            yield place.error("header-count", message, blocks=False, computed=str(count))
        ranges = [criterion.range_of(self.known) for criterion in self.listed]
        least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        if indicators is not None and not least <= indicators <= most:
            count_text = str(least) if least == most else f"từ {least} đến {most}"
            message = (
                f"{self.row.title}: ghi {indicators} chỉ tiêu chưa đạt, cộng các tiêu chí trong danh sách "
                f"được {count_text}."
            )
            yield place.error("header-count", message, blocks=False, computed=count_text)

    def _check_numbers(self) -> Iterator[Finding]:
        """Numbers that the set does not have."""
        for criterion in self.listed:
            said = (criterion.unmet.number, *criterion.unmet.codes)
            for number in said if self.known.criteria else ():
                if number and not self.known.holds(number):
                    yield self._unknown(criterion.place, number)
        for item, number in self.items if self.known.criteria else ():
            if number and not self.known.holds(number):
                yield self._unknown(Place.in_row(item, WORK), number)

    def _unknown(self, place: Place, number: str) -> Finding:
        word = "chỉ tiêu" if "." in number else "tiêu chí"
        message = f"{self.row.title}: bộ tiêu chí của biểu không có {word} {number}."
        return place.error("unknown-indicator", message, blocks=False)

    def _check_doubles(self) -> Iterator[Finding]:
        yield from self._repeated(
            [(criterion.place, criterion.unmet.number) for criterion in self.listed], "danh sách chưa đạt"
        )
        yield from self._repeated(
            [(Place.in_row(item, WORK), number) for item, number in self.items], "khối lượng còn lại"
        )

    def _repeated(self, numbered: Sequence[tuple[Place, str]], where: str) -> Iterator[Finding]:
        """At the second place and every further one."""
        seen: Counter[str] = Counter()
        for place, number in numbered:
            seen[number] += 1
            if number and seen[number] > 1:
                word = "chỉ tiêu" if "." in number else "tiêu chí"
                message = f"{self.row.title}: {word} {number} được ghi lần thứ {seen[number]} trong {where}."
                yield place.error("duplicate-indicator", message, blocks=False)

    def _check_criterion(self, criterion: _Listed) -> Iterator[Finding]:
        """The work listed beside a criterion is work on what it says is not met."""
        own = []
        for item, number in criterion.items:
            if number and number.partition(".")[0] != criterion.unmet.number != "":
                yield self._elsewhere(item, number, criterion)
            elif number:
                own.append((item, number))
        if criterion.unmet.codes:
            yield from self._check_codes(criterion, own)
        elif criterion.unmet.count is not None and len(own) == len(criterion.items) > 0:
            yield from self._check_number_of_items(criterion, [number for _, number in own])

    def _elsewhere(self, item: Row, number: str, criterion: _Listed) -> Finding:
        word = "chỉ tiêu" if "." in number else "tiêu chí"
        message = (
            f"{self.row.title}: phần khối lượng ghi {word} {number} ở tiêu chí {criterion.unmet.number}."
        )
        return Place.in_row(item, WORK).error("indicator-mismatch", message, blocks=False)

    def _check_codes(self, criterion: _Listed, own: list[tuple[Row, str]]) -> Iterator[Finding]:
        codes = criterion.unmet.codes
        for item, number in own:
            if "." in number and number not in codes and self.known.holds(number):
                message = (
                    f"{self.row.title}: có khối lượng cho chỉ tiêu {number}, tiêu chí "
                    f"{criterion.unmet.number} chỉ nêu chưa đạt {_list(codes)}."
                )
                yield Place.in_row(item, WORK).error("indicator-mismatch", message, blocks=False)
        idle = [code for code in codes if code not in {number for _, number in own}]
        if idle and own and len(own) == len(criterion.items):
            message = (
                f"{self.row.title}: tiêu chí {criterion.unmet.number} nêu chưa đạt {_list(idle)} nhưng không "
                "có khối lượng của chỉ tiêu này."
            )
            yield criterion.place.error("indicator-mismatch", message, blocks=False)

    def _check_number_of_items(self, criterion: _Listed, numbers: list[str]) -> Iterator[Finding]:
        different = list(dict.fromkeys(numbers))
        if len(different) != criterion.unmet.count:
            message = (
                f"{self.row.title}: tiêu chí {criterion.unmet.number} ghi chưa đạt {criterion.unmet.count} "
                f"chỉ tiêu, phần khối lượng có {len(different)} ({_list(different)})."
            )
            computed = str(len(different))
            yield criterion.place.error("indicator-mismatch", message, blocks=False, computed=computed)


def _listed(row: Row) -> _Listed:
    number = row.line.partition("(")[0]
    items = tuple(_item(child) for child in row.children if child.kind is RowKind.ITEM)
    return _Listed(row, unmet_of(row.cell(CRITERION).text, number), items)


def _item(row: Row) -> tuple[Row, str]:
    return row, item_number(row.cell(WORK).text)


def _list(numbers: Iterable[str]) -> str:
    return "; ".join(numbers)


# ---- what stands above the table ----


def _check_count(text: str, where: str, blocks: Sequence[_Block]) -> Iterator[Finding]:
    stated = _COMMUNES.search(text)
    if stated and blocks and int(stated[1]) != len(blocks):
        message = f"{where} ghi {int(stated[1])} xã, trong bảng có {len(blocks)} xã."
        yield Place("", "", None, stated[0]).error(
            "list-count", message, blocks=False, computed=str(len(blocks))
        )


def _check_intro(paragraph: str, blocks: Sequence[_Block]) -> Iterator[Finding]:
    """ "- 04 xã … gồm: xã A, huyện B; …": their number, and each of them by name."""
    names = paragraph.partition("gồm:")[2]
    yield from _check_count(paragraph, "Lời dẫn", blocks)
    if not names or not _COMMUNES.search(paragraph):
        return
    said = _words(names)
    for unit, row in ((block.row.unit, block.row) for block in blocks if block.row.unit):
        spelling = _named_as(unit, said)
        if spelling is None:
            message = f"Lời dẫn không nêu {unit.full_name}, trong bảng có xã này."
            yield Place.in_row(row, "name").error("list-count", message, blocks=False)
        elif fold(spelling) != fold(unit.name):
            message = f"Lời dẫn ghi {quote(spelling)}, trong bảng là {unit.full_name}."
            yield Place.in_row(row, "name").warning("name-differs", message)


def _named_as(unit: Unit, said: str) -> str | None:
    spellings = (unit.name, *unit.aliases)
    return next((name for name in spellings if _words(name) in said), None)


def _words(text: str) -> str:
    """Folded, nothing but words with one blank around each."""
    words = _NO_WORD.sub(" ", fold(text)).strip()
    return f" {words} "
