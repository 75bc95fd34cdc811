"""One commune's block: the criteria it does not meet, and below each the work that is left.

Sheets show the two columns in every way: all in one row, a row for each criterion, a row for each item. A
block is gathered from its sheet's rows as pieces, and becomes a tree when its last row has been read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communes.domain.names import Unit
from ntm.text import fold, spelling_key

from .block_text import goes_on, joined
from .definition import Column
from .entries import Standing
from .findings import Finding
from .places import Place, quote
from .read import RawCell
from .table import Cell, Row, RowKind

CRITERION, WORK = "criterion", "work"  # columns
_AGAIN = re.compile(r"\btiep(?: theo)?\b|\W+")
_NOISE = re.compile(r"\W+")
_BY_CHANCE = 2  # so many items beside a criterion of another number are no misprint


@dataclass(frozen=True, slots=True)
class Text:
    """One criterion or item, and where it stands."""

    text: str
    address: str
    sheet: str
    row: int
    number: str = ""  # it begins with


@dataclass
class Piece:
    """What stands side by side. ``is_bound``: the items belong to the criterion that was printed last."""

    criteria: list[Text] = field(default_factory=list)
    items: list[Text] = field(default_factory=list)
    is_bound: bool = False


@dataclass
class Block:
    """What was read of one commune so far.

    ``place``: the name's cell in its first row; ``blank``: keys of the columns that the sheet has for it;
    ``labels``: the commune's own cells, each as first printed.
    """

    sheet: str
    place: RawCell
    unit: Unit | None
    standing: Standing
    blank: tuple[str, ...] = ()
    district: Unit | None = None
    labels: dict[str, RawCell] = field(default_factory=dict)
    names: list[tuple[RawCell, str]] = field(default_factory=list)  # each spelling once, with its sheet
    pieces: list[Piece] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    odd_names: list[Finding] = field(default_factory=list)
    texts: int = 0  # criteria and items so far

    def is_called(self, name: str) -> bool:
        """Whether the very name was printed in it."""
        return any(spelling_key(cell.text) == spelling_key(name) for cell, _ in self.names)

    def call(self, name: RawCell, sheet: str, findings: Iterable[Finding]) -> None:
        self.names.append((name, sheet))
        for finding in findings:
            (self.odd_names if finding.code == "name-differs" else self.findings).append(finding)

    def add(self, piece: Piece, *, is_new_page: bool) -> None:
        """On a new page the rest of a text that was cut goes to its beginning."""
        if is_new_page and self.pieces:
            before = [item for known in self.pieces for item in known.items][-1:]
            if before and piece.items and not piece.criteria and _is_cut(before[0], piece.items[0]):
                self._lengthen(before[0], piece.items.pop(0))
        if piece.criteria or piece.items:
            self.pieces.append(piece)

    def _lengthen(self, text: Text, rest: Text) -> None:
        whole = replace(text, text=joined(text.text, rest.text))
        for piece in self.pieces:
            piece.items = [whole if item is text else item for item in piece.items]

    def contradicts(self, key: str, cell: RawCell) -> bool:
        return key in self.labels and _NOISE.sub("", fold(self.labels[key].text)) != _NOISE.sub(
            "", fold(cell.text)
        )

    def keep_again(self, column: Column, cell: RawCell, sheet: str) -> None:
        """What a later page states of the commune: where it differs the first page counts."""
        if cell.text and self.contradicts(column.key, cell):
            first = self.labels[column.key]
            message = (
                f"Cột {quote(column.heading)}: ô này ghi {quote(cell.text)}, ô {first.address} ở trên ghi "
                f"{quote(first.text)}; giữ ô ở trên."
            )
            self.findings.append(Place.of(cell, sheet).warning("page-differs", message, first.text))

    def goes_on_with(self, other: "Block") -> bool:
        """Whether ``other``, at the head of the next sheet, is of the same commune."""
        if not other.names:
            return True
        if self.unit or other.unit:
            return self.unit == other.unit
        return any(self.is_called(cell.text) for cell, _ in other.names)

    def take(self, other: "Block") -> None:
        for place, piece in enumerate(other.pieces):
            self.add(piece, is_new_page=place == 0)
        self.labels = {**other.labels, **self.labels}
        self.names += other.names
        self.odd_names += other.odd_names
        self.findings += other.findings
        if other.names and other.standing is not Standing.READ:
            self.standing = other.standing

    def told(self) -> Iterator[Finding]:
        """What is odd about the block; of its spellings once."""
        if not self.names:
            message = "Dòng có số liệu nhưng không có tên xã. Hãy ghi tên xã ở ô này."
            yield Place.of(self.place, self.sheet).error("unknown-commune", message)
        yield from self.findings
        if self.odd_names:
            first, *others = self.odd_names
            also = "".join(
                f" {_where(other, first)} ghi {quote(other.stated)}: cùng một xã." for other in others
            )
            yield replace(first, message=first.message + also)

    def row(self) -> Row:
        labels = {key: Cell() for key in self.blank} | {
            key: Cell(cell.text, cell.text, cell.address) for key, cell in self.labels.items()
        }
        return block_row(self.unit, labels, self.pieces, self.sheet, self.place.row)


def _where(finding: Finding, first: Finding) -> str:
    on = "" if finding.sheet == first.sheet else f" trang “{finding.sheet}”"
    return f"Ô {finding.cell}{on}"


def _is_cut(before: Text, rest: Text) -> bool:
    return not rest.number and rest.text[:1].islower() and goes_on(before.text, rest.text)


@dataclass
class _Criterion:
    text: Text
    line: str
    items: list[Text] = field(default_factory=list)

    def row(self) -> Row:
        cell = Cell(self.text.text, self.text.text, self.text.address)
        return Row(
            RowKind.CRITERION,
            None,
            {CRITERION: cell},
            _item_rows(self.items),
            self.text.sheet,
            self.text.row,
            self.line,
        )


def _item_rows(items: Sequence[Text]) -> tuple[Row, ...]:
    return tuple(
        Row(
            RowKind.ITEM,
            None,
            {WORK: Cell(item.text, item.text, item.address)},
            sheet=item.sheet,
            number=item.row,
            line=str(place),
        )
        for place, item in enumerate(items, start=1)
    )


def block_row(
    unit: Unit | None, labels: Mapping[str, Cell], pieces: Sequence[Piece], sheet: str, number: int
) -> Row:
    """The commune's row with its criteria inside it, and their items inside these."""
    tree = _Tree(_side_by_side(pieces))
    rows = tuple(criterion.row() for criterion in tree.criteria) or _item_rows(tree.items)
    return Row(RowKind.UNIT, unit, labels, rows, sheet, number)


def _side_by_side(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """All as one piece where the paragraphs of two cells came into rows of their own, as Word's do when they
    are pasted: what then stands beside a criterion is there by chance, and the numbers say otherwise.
    """
    is_uneven = any(not piece.criteria or not piece.items for piece in pieces)
    if not is_uneven or any(piece.is_bound or len(piece.criteria) > 1 for piece in pieces):
        return pieces
    criteria = [text for piece in pieces for text in piece.criteria]
    known, beside, numbered, odd = {text.number for text in criteria}, "", 0, 0
    for piece in pieces:
        beside = piece.criteria[0].number if piece.criteria else beside
        numbers = [item.number.partition(".")[0] for item in piece.items]
        numbered += sum(number in known for number in numbers if number)
        odd += sum(number in known and number != beside for number in numbers if number)
    if odd < _BY_CHANCE or odd * 3 < numbered:
        return pieces
    return [Piece(criteria, [item for piece in pieces for item in piece.items])]


class _Tree:
    """Finds for each item the criterion it belongs to.

    That of its own row where there is one; else that of its number, if this stands in the list at or after
    the one before, and at most one further than was printed so far. What that does not settle goes to a
    criterion between those of its neighbours that has no item, if there is one, else to the one before.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.criteria: list[_Criterion] = []
        self.items = [item for piece in pieces for item in piece.items]
        self._stated = [self._state(piece) for piece in pieces]
        self._places: list[int] = []
        self._rooms: dict[int, Sequence[int]] = {}  # item whose number does not say it → where it may belong
        if self.criteria:
            self._place(pieces)
            self._place_between()
            self._fill_empty()
            for place, item in zip(self._places, self.items, strict=True):
                self.criteria[place].items.append(item)

    def _state(self, piece: Piece) -> list[int]:
        """The places of the criteria that stand in the piece; one that a page repeats is the same."""
        places = []
        for text in piece.criteria:
            place = self._known(text)
            if place is None:
                place = len(self.criteria)
                self.criteria.append(_Criterion(text, self._line_of(text)))
            places.append(place)
        return list(dict.fromkeys(places))

    def _known(self, text: Text) -> int | None:
        alike = (place for place, one in enumerate(self.criteria) if one.text.number == text.number)
        return next((place for place in alike if _says_the_same(self.criteria[place].text, text)), None)

    def _line_of(self, text: Text) -> str:
        lines = {criterion.line for criterion in self.criteria}
        others = (f"{text.number}({place})" for place in range(2, len(lines) + 3))
        return next(line for line in (text.number, *others) if line and line not in lines)

    def _place(self, pieces: Sequence[Piece]) -> None:
        current, seen = 0, -1
        for piece, stated in zip(pieces, self._stated, strict=True):
            if len(stated) == 1:
                current = stated[0]
            seen = max([seen, *stated])
            for item in piece.items:
                current = self._place_item(item, piece, stated, current, seen)

    def _place_item(self, item: Text, piece: Piece, stated: list[int], current: int, seen: int) -> int:
        number = item.number.partition(".")[0]
        if len(stated) == 1 or piece.is_bound:
            self._places.append(stated[0] if stated else current)
            return self._places[-1]
        room = stated or range(current, seen + 1)
        ahead = sorted({current, *stated}) if stated else range(current, min(seen + 2, len(self.criteria)))
        place = self._of_number(number, (one for one in ahead if one >= current))
        if place is None:
            self._rooms[len(self._places)] = room
        self._places.append(current if place is None else place)
        return self._places[-1]

    def _of_number(self, number: str, places: Iterable[int]) -> int | None:
        fits = (place for place in places if number and self.criteria[place].text.number == number)
        return next(fits, None)

    def _place_between(self) -> None:
        settled = {place for item, place in enumerate(self._places) if item not in self._rooms}
        after = self._places_after()
        for item, room in self._rooms.items():
            before = self._places[item - 1] if item else -1
            free = (place for place in room if before < place < after[item] and place not in settled)
            at_home = before if before in room or not room else room[0]
            self._places[item] = next(free, max(at_home, 0))
            settled.add(self._places[item])

    def _fill_empty(self) -> None:
        """An item beside another criterion belongs to a later one of its number that would have none."""
        empty = set(range(len(self.criteria))) - set(self._places)
        for item, place in enumerate(self._places):
            number = self.items[item].number.partition(".")[0]
            if empty and number and number != self.criteria[place].text.number:
                later = self._of_number(number, (one for one in sorted(empty) if one > place))
                if later is not None:
                    self._places[item] = later
                    empty = set(range(len(self.criteria))) - set(self._places)

    def _places_after(self) -> list[int]:
        """For each item the place of the next one that is sure of its own."""
        after, places = len(self.criteria), []
        for item in reversed(range(len(self._places))):
            places.append(after)
            after = after if item in self._rooms else self._places[item]
        return places[::-1]


def _says_the_same(text: Text, other: Text) -> bool:
    return text.text == other.text or _saying(text) == _saying(other)


def _saying(text: Text) -> str:
    return _AGAIN.sub("", fold(text.text))
