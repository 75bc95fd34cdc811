"""Blocks: commune → criterion → item, on as many rows, pages and sheets as the workbook takes for them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import zip_longest

from communes.domain.names import DISTRICT_TYPES, Unit, split_type
from ntm.text import fold
from ntm.workbooks import WorkbookRefusedError
from plans.domain.block_text import (
    criterion_number,
    criterion_texts,
    item_number,
    item_texts,
    named_number,
    plain_text,
)
from plans.domain.blocks import CRITERION, WORK, Block, Piece, Text
from plans.domain.definition import ColumnType
from plans.domain.entries import Entry, Standing
from plans.domain.heading import Heading, Headings
from plans.domain.naming import Named, Namer
from plans.domain.places import Place, quote
from plans.domain.read import RawCell, RawSheet
from plans.domain.table import RowKind
from plans.domain.titles import label_in, states_annex
from plans.domain.values import Unreadable, check_formula

from .sheet import SheetReader

Cells = dict[str, RawCell]  # by column key, those that hold something

_DISTRICT = "district"
_SIGNED = re.compile(
    r"(?:t\.?m|k\.?t|t\.?l|tuq)\s*\.|ủy ban|uỷ ban|(?:phó )?chủ tịch|(?:phó )?giám đốc", re.I
)
_BELOW = re.compile(r"(?:noi nhan|nguoi lap|ghi chu|\./\.)")
_SUM = re.compile(r"(?:tong|cong)\b")
_SLIPPED = re.compile(r"(?:tiêu chí|chỉ tiêu)\s*(?:số\s*)?\d", re.IGNORECASE)
_MONTHS = re.compile(r"(?:hết )?tháng \d{1,2}/\d{4}|\d{1,2} tháng (?:đầu|cuối) năm \d{4}", re.IGNORECASE)
_MOST_OF_BLOCK, _MOST_OF_SHEET = 1000, 20_000
_NAME_WORDS = 8  # no commune's name is longer, with its type and its district


class BlockReader(SheetReader):
    """Reads one sheet from its heading down; a commune's block ends where the next commune is named."""

    def __init__(self, sheet: RawSheet, heading: Heading, headings: Headings, namer: Namer) -> None:
        super().__init__(sheet, heading, headings, namer)
        self.blocks: list[Block] = []
        self.last: tuple[BlockReader, Block] | None = None  # the last block so far, and whose it is
        self.districts: dict[str, Named] = {}  # as named in the sheet
        self.district = Named(None, Standing.READ)
        self.page_starts = self.is_signed = self.is_section = False
        self.odd_headings: set[str] = set()
        self.texts = 0
        self.single: dict[int, bool] = {}  # row of a criterion's cell → whether it holds one criterion
        self.piece_of: dict[int, Piece] = {}  # row of a cell of work → where it went
        self.own_keys = [column.key for column in self.definition.columns if column.of is RowKind.UNIT]
        self.label_keys = [key for key in self.own_keys if key in heading.columns]
        above = [label for cell in self.title_cells() if (label := label_in(cell))]
        has_own = states_annex(sheet, self.definition)
        self.is_elsewhere = has_own and bool(above) and above[-1].differs(self.definition)
        self.is_title = False
        self.names = [
            (fold(name), line.key)
            for line in self.definition.lines
            for name in (line.title, *line.aliases)
            if name
        ]

    def read(self) -> None:
        self.district = Named(self.namer.home(self.titles(), self._names()), Standing.READ)
        self._check_heading(self.heading.top)
        below = [number for number in sorted(self.sheet.rows) if number > self.heading.bottom]
        for number, following in zip_longest(below, below[1:]):
            self._follow_label(number)
            if number in self._again:
                self._start_page(number)
            elif not self.is_elsewhere and (cells := self._cells(number)) and not self._is_in_title(cells):
                self._read_row(number, cells, ends_page=following in self._again)
        self._go_on()
        for block in self.blocks:
            self.entries.append(Entry(block.row(), block.standing))
            self.findings += block.told()

    def _start_page(self, number: int) -> None:
        self.page_starts, self.is_signed, self.is_title = True, False, False
        if again := self.headings.again(self.sheet, number):  # its columns may be others
            taken = set(again.columns.values())
            kept = {key: place for key, place in self.heading.columns.items() if place not in taken}
            self.heading = replace(self.heading, columns={**kept, **again.columns})
        self.label_keys = [key for key in self.own_keys if key in self.heading.columns]
        if not self.is_elsewhere:
            self._check_heading(number)

    def _follow_label(self, number: int) -> None:
        """Below the title of another annex nothing is read, until the title of this one stands again."""
        labels = (label_in(cell) for cell in self.sheet.rows[number].values())
        label = next((label for label in labels if label), None)
        if label is None or label.cell is None:
            return
        if label.differs(self.definition) and not self.is_elsewhere:
            message = (
                f"Từ ô này là {quote(label.text)}, không phải {self.definition.label}, nên không được đọc."
            )
            self.findings.append(Place.of(label.cell, self.sheet.name).info("other-annex", message))
        self.is_elsewhere = label.differs(self.definition)
        self.is_title = True

    def _is_in_title(self, cells: Cells) -> bool:
        """Between the annex's label and its heading; where no heading follows, its communes do."""
        name = cells.get(self.definition.name_key)
        if name and self.namer.is_commune(name.text, None):
            self.is_title = False
        return self.is_title

    def _check_heading(self, number: int) -> None:
        """The months that a page's heading names, against those of the annex; the same again is no news."""
        for column in self.definition.columns:
            cell = self.cell(number, column.key)
            stated, ours = _MONTHS.findall(cell.text), _MONTHS.findall(column.heading)
            if stated and ours and stated != ours and cell.text not in self.odd_headings:
                self.odd_headings.add(cell.text)
                message = (
                    f"Đầu bảng ghi {quote(' '.join(stated))}, biểu này là {quote(' '.join(ours))}; "
                    "khi in biểu dùng đầu bảng của biểu."
                )
                place = Place.of(cell, self.sheet.name)
                self.findings.append(place.warning("heading-differs", message, " ".join(ours)))

    def follow(self, before: SheetReader) -> None:
        if isinstance(before, BlockReader):
            self.last = before.last

    def _go_on(self) -> None:
        """The block at the head of the sheet may be the rest of the last one on the sheet before."""
        if self.blocks and self.last and self.last[1].goes_on_with(self.blocks[0]):
            reader, block = self.last
            reader._lengthen(block, self.blocks.pop(0))
        if self.blocks:
            self.last = self, self.blocks[-1]

    def _lengthen(self, block: Block, rest: Block) -> None:
        for finding in block.told():
            self.findings.remove(finding)
        block.take(rest)
        self.findings += block.told()
        place = self.blocks.index(block)
        refused = block.standing is not Standing.READ
        standing = block.standing if refused else self.entries[place].standing
        self.entries[place] = Entry(block.row(), standing)

    def _names(self) -> list[str]:
        below = (number for number in self.sheet.rows if number > self.heading.bottom)
        texts = (self.cell(row, self.definition.name_key).text for row in below if row not in self._again)
        return [text for text in texts if text]

    @cached_property
    def _again(self) -> frozenset[int]:
        """The rows in which the heading stands again; a lone "Tiêu chí số 13" is no heading."""
        rows = self.sheet.rows
        below = (number for number in rows if number > self.heading.bottom and len(rows[number]) > 1)
        return frozenset(row for row in below if self.headings.repeats(self.sheet, row, self.heading))

    def _cells(self, number: int) -> Cells:
        """The cells of the table that hold something; their formulas may have no value."""
        found = {key: self.cell(number, key) for key in self.heading.columns}
        return {
            key: replace(cell, text=plain_text(cell)) if key in self.label_keys else cell
            for key, cell in found.items()
            if cell.text or cell.formula
        }

    def _read_row(self, number: int, cells: Cells, *, ends_page: bool) -> None:
        self._unslip(number, cells)
        if self._is_aside(cells) or (ends_page and _is_number(cells)):
            self.ignore(next(iter(cells.values())), number)
            return
        if district := self._district_alone(cells):
            self._follow_district(district)
            self.is_section = True
            return
        block = self._block_of(number, cells)
        self._keep_labels(block, cells)
        self._add_piece(block, number, cells)
        self.page_starts = False

    # ---- what is no row of the table ----

    def _is_aside(self, cells: Cells) -> bool:
        """A signature and all below it, a page's number, a note, a sum: nothing of a commune."""
        name = cells.get(self.definition.name_key)
        if name and self.namer.is_commune(name.text, None):
            self.is_signed = False
            return False
        texts = [cell.text for cell in cells.values()]
        if any(self._is_signature(key, cell.text) for key, cell in cells.items()):
            self.is_signed = True
        if self.is_signed:
            return True
        if CRITERION in cells or WORK in cells:
            return False
        is_sum = bool(_SUM.match(fold(name.text if name else texts[0])))
        is_lone = len(texts) == 1 and (
            self.definition.ordinal_key in cells
            or self._is_title(texts[0])
            or _is_long(texts[0])
            or _is_number(cells)
        )
        return is_sum or is_lone

    def _is_signature(self, key: str, text: str) -> bool:
        if key in (CRITERION, WORK):
            return text.isupper() and bool(_SIGNED.match(text))
        return bool(_SIGNED.match(text) and text.isupper()) or bool(_BELOW.match(fold(text)))

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(fold(cell.text) for cell in self.title_cells())

    def _is_title(self, text: str) -> bool:
        return fold(text) in self._titles

    def _district_alone(self, cells: Cells) -> RawCell | None:
        """The name of a district over its communes, with its number or without."""
        *before, last = cells.values()
        if len(before) > 1 or not set(cells) <= {
            self.definition.ordinal_key,
            _DISTRICT,
            self.definition.name_key,
        }:
            return None
        is_district = split_type(last.text)[0] in DISTRICT_TYPES and self.namer.is_like_district(last.text)
        return last if is_district else None

    def _unslip(self, number: int, cells: Cells) -> None:
        """Criterion and work that have moved left, over cells that were merged before."""
        slipped = [key for key, cell in cells.items() if _SLIPPED.match(cell.text) and key in self.label_keys]
        if not slipped or CRITERION in cells or WORK in cells:
            return
        first = cells[slipped[0]]
        moved = [cells.pop(key) for key in slipped[:1]]
        column = first.column + 1
        moved += [cells.pop(key) for key in list(cells) if self.heading.columns[key] == column]
        targets = (CRITERION, WORK) if len(moved) > 1 or self._is_criterion(first.text) else (WORK,)
        cells.update(zip(targets, moved, strict=False))
        message = f"Dòng {number}: {quote(first.text)} bị lệch sang trái; được đọc vào đúng cột của nó."
        self.findings.append(Place.of(first, self.sheet.name).error("row-shifted", message, blocks=False))

    def _is_criterion(self, text: str) -> bool:
        return bool(criterion_number(text)) and "chua dat" in fold(text)

    # ---- which commune a row belongs to ----

    def _block_of(self, number: int, cells: Cells) -> Block:
        last = self.blocks[-1] if self.blocks else None
        name = cells.get(self.definition.name_key)
        if district := cells.get(_DISTRICT) or self._merged_district(number):
            self._follow_district(district)
        if name is None or not name.text:
            is_other = last and (self._is_other(last, cells) or bool(district and self._left(last)))
            return last if last and not is_other else self._open(number, None)
        if last and last.is_called(name.text) and not (district and self._left(last)):
            self.page_starts = True
            return last
        named = self._name(name, is_inside=bool(district) or self.is_section)
        if last and last.unit and named.unit == last.unit and named.standing is Standing.READ:
            self.page_starts = True
            last.call(name, self.sheet.name, named.findings)
            return last
        block = self._open(number, named.unit, named.standing)
        block.call(name, self.sheet.name, named.findings)
        return block

    def _name(self, name: RawCell, *, is_inside: bool) -> Named:
        """Inside the district that the row or a line above names. Else that of the commune before, or of a
        title, is only likely. Below a district that is not clear nothing can be found.
        """
        if self.district.standing is not Standing.READ:
            return Named(None, self.district.standing)
        district = self.district.unit
        likely = is_inside or self.namer.is_commune(name.text, district)
        return self.namer.commune(name, self.sheet.name, district if likely else None)

    def _open(self, number: int, unit: Unit | None, standing: Standing = Standing.REFUSED) -> Block:
        blank = tuple(key for key in self.label_keys if key != self.definition.ordinal_key)
        place = RawCell("", number, self.heading.columns[self.definition.name_key])
        block = Block(self.sheet.name, place, unit, standing, blank, self.district.unit)
        self.blocks.append(block)
        return block

    def _left(self, block: Block) -> bool:
        """Whether the district is another than that of the block."""
        district = self.district.unit
        if block.unit and district:
            return block.unit.district_id != district.id
        return block.district != district

    def _is_other(self, block: Block, cells: Cells) -> bool:
        """Whether a row without a name speaks of another commune than the block: its counts are others."""
        if not block.labels:
            return False
        return any(key in cells and block.contradicts(key, cells[key]) for key in ("met", "unmet"))

    def _merged_district(self, number: int) -> RawCell | None:
        """The district whose cell reaches down over the row."""
        above = self._covering(number, _DISTRICT)
        return self.cell(above, _DISTRICT) if above else None

    def _follow_district(self, cell: RawCell) -> None:
        self.is_section = False
        named = self.districts.get(cell.text)
        if named is None:
            named = self.districts[cell.text] = self.namer.find_district(cell, self.sheet.name)
            self.findings += named.findings
        self.district = named

    # ---- what stands in the row ----

    def _keep_labels(self, block: Block, cells: Cells) -> None:
        is_blank = _DISTRICT in self.label_keys and _DISTRICT not in block.labels | cells
        if is_blank and (district := self._merged_district(block.place.row)):  # one over several communes
            block.labels[_DISTRICT] = replace(district, text=plain_text(district))
        for key, cell in cells.items():
            self._check(block, cell)
            if key not in self.label_keys:
                continue
            column = self.definition.column(key)
            if key in block.labels:
                if column.type is not ColumnType.NAME and key != _DISTRICT:
                    block.keep_again(column, cell, self.sheet.name)
            elif key != _DISTRICT or self.district.unit or block.unit is None:
                block.labels[key] = cell

    def _check(self, block: Block, cell: RawCell) -> None:
        try:
            check_formula(cell)
        except Unreadable as problem:
            block.findings.append(Place.of(cell, self.sheet.name).error(problem.code, problem.message))
            block.standing = Standing.REFUSED

    def _add_piece(self, block: Block, number: int, cells: Cells) -> None:
        piece = Piece()
        if cell := cells.get(CRITERION):
            piece.criteria = list(self._criteria(cell))
            self.single[number] = len(piece.criteria) == 1
        elif above := self._covering(number, CRITERION):
            piece.is_bound = self.single.get(above, False)
        if cell := cells.get(WORK):
            piece.items = [self._text(text, cell, item_number(text)) for text in item_texts(cell)]
            self.piece_of[number] = piece
        self._count(block, len(piece.criteria) + len(piece.items))
        beside = self._covering(number, WORK)
        if beside in self.piece_of and not piece.items:
            self.piece_of[beside].criteria += piece.criteria
        else:
            block.add(piece, is_new_page=self.page_starts)

    def _count(self, block: Block, texts: int) -> None:
        """No plan has as much; the file is another one, or made to cost time."""
        block.texts += texts
        self.texts += texts
        if block.texts > _MOST_OF_BLOCK or self.texts > _MOST_OF_SHEET:
            raise WorkbookRefusedError(
                "file-too-large",
                f"Trang “{self.sheet.name}” có quá nhiều tiêu chí và việc: biểu nhận nhiều nhất "
                f"{_MOST_OF_BLOCK} dòng của một xã và {_MOST_OF_SHEET} dòng trên một trang.",
            )

    def _criteria(self, cell: RawCell) -> Iterator[Text]:
        for text in criterion_texts(cell, self._number_of):
            yield self._text(text, cell, self._number_of(text))

    def _number_of(self, text: str) -> str:
        return criterion_number(text) or named_number(text, self.names)

    def _text(self, text: str, cell: RawCell, number: str) -> Text:
        return Text(text, cell.address, self.sheet.name, cell.row, number)

    def _covering(self, number: int, key: str) -> int:
        """The row of the merged cell above that reaches down over this row; 0 where there is none."""
        column = self.heading.columns.get(key, 0)
        row, first = self.sheet.merged.get((number, column), (number, column))
        return row if row < number and first == column and self.sheet.text(row, column) else 0


def _is_long(text: str) -> bool:
    return len(text.split()) > _NAME_WORDS


def _is_number(cells: Cells) -> bool:
    """Whether the row holds nothing but a number, as pages have one."""
    texts = [cell.text for cell in cells.values()]
    return len(texts) == 1 and texts[0].strip("-– .").isdecimal()
