"""Free rows: what somebody wrote, row by row, in sections or not; texts and merged cells as they are."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from communes.domain.names import UNKNOWN, Likeness, Unit
from plans.domain.amounts import read_amount
from plans.domain.definition import Column
from plans.domain.entries import Entry, Standing
from plans.domain.findings import SKIP
from plans.domain.heading import Heading
from plans.domain.places import Place, quote
from plans.domain.table import OWN_KINDS, Cell, Row, RowKind
from plans.domain.tasks.deadlines import is_deadline
from plans.domain.values import Unreadable, check_formula

from .free_labels import FreeLabel, is_footer, match_unit, read_free_label
from .free_spans import Spans
from .sheet import SheetReader

_SECTIONS = (RowKind.SECTION, RowKind.SUBHEAD)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A row of the sheet: its label, and which other columns hold something."""

    number: int
    label: FreeLabel
    filled: tuple[str, ...]
    opens_page: bool  # the heading stands again above it
    ends_page: bool = False  # or below it: a title or the number of a page

    @property
    def is_bare(self) -> bool:
        """Nothing but its words."""
        return bool(self.label.words) and not self.label.number and not self.filled

    @property
    def is_empty(self) -> bool:
        """Nothing but a number."""
        return not self.label.words and not self.filled


class FreeRowReader(SheetReader):
    """Reads one sheet. What stands open at the end of the sheet before goes on here."""

    section = ""  # the line of the open section
    top = ""  # the section A that I stands in
    line = ""  # of the last row with a number
    beside = 0  # rows without a number since
    ended = False  # the table: what is below are notes and signatures
    before: "FreeRowReader | None" = None
    moved: Heading | None = None  # the heading further down with columns of its own

    def follow(self, before: SheetReader) -> None:
        if isinstance(before, FreeRowReader):
            self.before = before
            self.section, self.top = before.section, before.top
            self.line, self.beside = before.line, before.beside

    def read(self) -> None:
        places = self.heading.columns
        self.columns = {
            column.key: places[column.key] for column in self.definition.columns if column.key in places
        }
        self.spans = Spans(self.sheet, self.columns)
        self.rows = self._rows()
        for place, raw in enumerate(self.rows):
            self._read_row(place, raw)
        self._settle_spans()
        if self.moved:
            self._read_on(self.moved)

    def _read_on(self, heading: Heading) -> None:
        """The rest of the sheet, below a heading whose columns are others than before."""
        rest = FreeRowReader(self.sheet, heading, self.headings, self.namer)
        rest.findings = []
        rest.follow(self)
        rest.read()
        self.entries += rest.entries
        self.findings += rest.findings
        self.section, self.top, self.line, self.beside = rest.section, rest.top, rest.line, rest.beside

    def _rows(self) -> list[_Raw]:
        """The rows with the page breaks between them, merged cells joined over these."""
        found: list[_Raw] = []
        opens = self.before is not None
        for number in sorted(self.sheet.rows):
            if number <= self.heading.bottom:
                continue
            if self.headings.repeats(self.sheet, number, self.heading):
                opens = True
                self._end_page(found)
                if self._has_moved(self.headings.again(self.sheet, number)):
                    break
                continue
            if opens and (last := next((raw for raw in reversed(found) if not raw.ends_page), None)):
                self.spans.join_pages(last.number, number)
            label = self._label(number)
            found.append(_Raw(number, label, self._filled(number, label), opens))
            opens = False
        return found

    def _has_moved(self, heading: Heading | None) -> bool:
        """Whether the heading is whole and its columns are not those of the first."""
        if (
            heading
            and heading.columns.keys() >= self.columns.keys()
            and heading.columns != self.heading.columns
        ):
            self.moved = heading
        return self.moved is not None

    def _end_page(self, rows: list[_Raw]) -> None:
        """Titles of the next page and numbers of pages stand right above its heading."""
        for place in range(len(rows) - 1, -1, -1):
            raw = rows[place]
            texts = [self.cell(raw.number, key).text for key in raw.filled]
            is_number = not raw.label.words and len(texts) == 1 and texts[0].isdecimal()
            if not (raw.is_bare or raw.is_empty or is_number):
                return
            rows[place] = replace(raw, ends_page=True)

    def _label(self, number: int) -> FreeLabel:
        keys = self.definition.ordinal_key, self.definition.name_key
        return read_free_label(self.sheet, number, self.heading, keys)

    def _filled(self, number: int, label: FreeLabel) -> tuple[str, ...]:
        taken = {label.ordinal.column, label.name.column}
        return tuple(
            key
            for key, place in self.columns.items()
            if place not in taken
            and (found := self.sheet.cell(number, place))
            and (found.text or found.formula)
        )

    @cached_property
    def _last_numbered(self) -> int:
        """The place of the last row with a number; where none has one, of the last above the signatures."""
        numbered = [
            place for place, raw in enumerate(self.rows) if raw.label.ordinal.text and raw.label.number
        ]
        own = takewhile(lambda raw: not is_footer(raw.label.words), self.rows)
        filled = [place for place, raw in enumerate(own) if raw.filled]
        return max(numbered or filled, default=-1)

    @cached_property
    def _counts_rows(self) -> bool:
        return any(raw.label.ordinal.text and raw.label.number for raw in self.rows)

    def _read_row(self, place: int, raw: _Raw) -> None:
        label = raw.label
        if self._is_section(place, raw):
            self._open_section(raw)
        elif label.number and (label.ordinal.text or not self._counts_rows):
            if not raw.ends_page:
                self._add(RowKind.ITEM, raw, self._line_of(label.number))
        elif self._is_note(place, raw):
            self.ignore(label.name if label.words else self.cell(raw.number, raw.filled[0]), raw.number)
        elif not label.words:
            self._read_nameless(raw)
        elif (raw.opens_page or not raw.filled) and label.goes_on and self._last:
            self._append(raw)
        else:
            self.beside += 1
            self._add(RowKind.ITEM, raw, f"{self.line or self._inside('0')}+{self.beside}")

    def _is_section(self, place: int, raw: _Raw) -> bool:
        """By its number where rows of it follow or nothing else stands in it; without one where it is merged
        over the row and rows follow that begin anew."""
        following = next((other.label for other in self.rows[place + 1 :] if other.label.number), None)
        if raw.label.is_section:
            holds_rows = following is not None and not following.is_section
            figures = {column.key for column in self.definition.columns if column.is_sum}
            return holds_rows or set(raw.filled) <= figures
        starts = following is not None and following.number in ("1", "01")
        return raw.is_bare and starts and raw.label.wide and not raw.ends_page

    def _is_note(self, place: int, raw: _Raw) -> bool:
        """Words around the table: titles above a page's heading, what stands below the last row."""
        if raw.ends_page:
            return bool(raw.label.words or raw.filled)
        if place <= self._last_numbered or not (raw.label.words or raw.filled):
            return False
        texts = [raw.label.words, *(self.cell(raw.number, key).text for key in raw.filled)]
        apart = place > 0 and raw.number > self.rows[place - 1].number + 1 and not raw.opens_page
        goes_on = raw.opens_page and raw.label.goes_on
        says_little = len(raw.filled) < 2
        is_outside = (says_little and any(map(is_footer, texts))) or (raw.is_bare and not goes_on)
        self.ended |= apart or is_outside
        return self.ended

    def _open_section(self, raw: _Raw) -> None:
        """Where it is the open one again, at the head of a page, it goes on."""
        number, before = raw.label.number or f"+{len(self.entries) + 1}", self.section
        if number in tuple("ABCDEFGH"):
            self.top, self.section = number, number
        else:
            self.section = f"{self.top}.{number}" if self.top else number
        if self.section == before and raw.opens_page and self._is_titled(raw.label.words):
            return
        self.line, self.beside = "", 0
        self._add(RowKind.SECTION, raw, self.section)

    def _is_titled(self, words: str) -> bool:
        sections = [entry.row for entry in self._entries if entry.row.kind is RowKind.SECTION]
        return bool(sections) and sections[-1].cell(self.definition.name_key).text == words

    def _read_nameless(self, raw: _Raw) -> None:
        """Cells beside a blank name: headings at the head of a section, else the rest of the row above."""
        texts = self._texts(raw)
        if not texts:
            return
        covered = self.spans.is_covered(raw.number, self.columns[self.definition.name_key])
        if not covered and (self._heads_rows() or self._is_subhead(texts)):
            if not self._is_repeated(texts):
                self._add(RowKind.SUBHEAD, raw, f"{self.line}+0" if self.line else f"{self.section}.")
        elif self._last:
            self._append(raw)

    def _heads_rows(self) -> bool:
        return self._last is None or self._last.row.kind in _SECTIONS

    def _is_subhead(self, texts: dict[str, str]) -> bool:
        return len(texts) > 1 and all(map(is_deadline, texts.values()))

    def _is_repeated(self, texts: dict[str, str]) -> bool:
        """Whether the row is the section's heading of columns again, at the head of a page."""
        heads = [entry.row for entry in self._entries if entry.row.kind in _SECTIONS]
        return (
            bool(heads)
            and heads[-1].kind is RowKind.SUBHEAD
            and texts == {key: cell.text for key, cell in heads[-1].cells.items() if cell.text}
        )

    @property
    def _entries(self) -> list[Entry]:
        """The list in which the last row stands: on this sheet, or on the one above."""
        return self.entries or (self.before._entries if self.before else self.entries)

    @property
    def _last(self) -> Entry | None:
        return self._entries[-1] if self._entries else None

    def _line_of(self, number: str) -> str:
        """ "a" stands under the number above it."""
        under = self.line.split("+")[0].rstrip("abcdefghijklmnopqrstuvwxyzđ").rstrip(".")
        self.beside = 0
        self.line = f"{under}.{number}" if number.islower() and under else self._inside(number)
        return self.line

    def _inside(self, number: str) -> str:
        return f"{self.section}.{number}" if self.section else number

    def _texts(self, raw: _Raw) -> dict[str, str]:
        return {key: text for key in raw.filled if (text := self._text(raw.number, key))}

    def _text(self, number: int, key: str) -> str:
        """The cell's text; blank where the cell goes on from the page above and says it again."""
        place = number, self.columns[key]
        return "" if place in self.spans.joined else self.cell(number, key).full_text

    def _append(self, raw: _Raw) -> None:
        """The rest of the row above, which a page break cut or that takes several rows of the sheet."""
        entries = self._entries
        row = entries[-1].row
        cells = dict(row.cells)
        texts = self._texts(raw)
        if raw.label.words:
            texts[self.definition.name_key] = raw.label.words
        for key, text in texts.items():
            cells[key] = _joined(cells.get(key, Cell()), text)
        entries[-1] = replace(entries[-1], row=replace(row, cells=cells))

    def _add(self, kind: RowKind, raw: _Raw, line: str) -> None:
        cells, standing = {}, Standing.READ
        for key in self.columns:
            cells[key], standing = self._read_cell(raw, self.definition.column(key), standing)
        if kind is RowKind.SECTION:
            cells[self.definition.name_key] = self._over_the_rest(cells)
        row = Row(kind, self._unit(kind, raw), cells, sheet=self.sheet.name, number=raw.number, line=line)
        self.entries.append(Entry(row, standing))

    def _unit(self, kind: RowKind, raw: _Raw) -> Unit | None:
        """The commune that the words name; another spelling of it is shown, and the printed one is kept."""
        match = match_unit(self.namer.index, raw.label.words) if kind in OWN_KINDS else UNKNOWN
        if match.unit and match.likeness is not Likeness.EXACT:
            message = f"{quote(raw.label.name.text)} được hiểu là {match.unit.full_name}."
            place = Place.of(raw.label.name, self.sheet.name)
            self.findings.append(place.warning("name-differs", message, match.unit.title))
        return match.unit

    def _over_the_rest(self, cells: dict[str, Cell]) -> Cell:
        """The words of a section stand over the columns beside them, as far as these are blank."""
        keys = list(cells)
        count = 1
        for key in keys[keys.index(self.definition.name_key) + 1 :]:
            if cells[key].text:
                break
            count += 1
        return replace(cells[self.definition.name_key], columns=count)

    def _read_cell(self, raw: _Raw, column: Column, standing: Standing) -> tuple[Cell, Standing]:
        cell = self.cell(raw.number, column.key)
        label = {self.definition.ordinal_key: raw.label.ordinal, self.definition.name_key: raw.label.name}
        if said := label.get(column.key):
            text = said.full_text if said.number is None else said.text.replace(",", ".")
            return Cell(text, text, said.address), standing
        text, place = self._text(raw.number, column.key), Place.of(cell, self.sheet.name)
        answer = self.namer.answers.get(place.question, "")
        try:
            check_formula(cell)
            value = read_amount(cell, column, answer) if column.is_sum else text
        except Unreadable as problem:
            self.findings.append(place.error(problem.code, problem.message, options=problem.options))
            asked = problem.options and answer != SKIP
            return Cell(text, "", cell.address), Standing.ASKED if asked else Standing.REFUSED
        return Cell(text, value, cell.address), standing

    def _settle_spans(self) -> None:
        """Say of each cell how many rows and columns it takes, now that all rows are known."""
        numbers = [entry.row.number for entry in self.entries]
        for place, entry in enumerate(self.entries):
            cells = {
                key: self._spanned(entry.row, key, cell, numbers) for key, cell in entry.row.cells.items()
            }
            self.entries[place] = replace(entry, row=replace(entry.row, cells=cells))

    def _spanned(self, row: Row, key: str, cell: Cell, numbers: list[int]) -> Cell:
        if not cell.text:
            return cell
        columns = max(cell.columns, self.spans.wide(row.number, key))
        return replace(cell, rows=self.spans.tall(row.number, key, numbers), columns=columns)


def _joined(cell: Cell, text: str) -> Cell:
    """A sentence that was cut goes on in its line, all else in the next."""
    between = " " if text[:1].islower() else "\n"
    whole = f"{cell.text}{between}{text}" if cell.text else text
    return replace(cell, text=whole, value=whole)
